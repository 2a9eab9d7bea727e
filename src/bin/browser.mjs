/** Finds a Chromium and a font with Chinese characters for the browser tests, and gets them where they are missing. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { binary, childEnvironment, LaunchError } from './setup.mjs'

const quiet = { stdio: ['ignore', 'ignore', 'inherit'] }
const succeeds = (command, args, options = { stdio: 'ignore' }) => spawnSync(command, args, options).status === 0

function aptInstall(...packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !succeeds('apt-get', ['--version'])) return false
  console.error(`Installing ${packages.join(', ')} …`)
  const options = { ...quiet, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  return (
    succeeds('apt-get', ['update', '-qq'], options) &&
    succeeds('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
  )
}

function playwrightChromium() {
  const { chromium } = createRequire(import.meta.url)('playwright-core')
  const file = chromium.executablePath()
  return existsSync(file) ? file : undefined
}

/** Path of a Chromium: AMENDS_CHROMIUM, Playwright's own, the system's, the package manager's, a download. */
export function ensureBrowser(node) {
  const asked = process.env.AMENDS_CHROMIUM
  if (asked) {
    if (existsSync(asked)) return asked
    throw new LaunchError(`AMENDS_CHROMIUM is ${asked}, but there is no such file. Correct it, or leave it out.`)
  }
  const system = '/usr/bin/chromium'
  const present = playwrightChromium() ?? (existsSync(system) ? system : undefined)
  if (present !== undefined) return present
  if (aptInstall('chromium') && existsSync(system)) return system
  console.error('Downloading a Chromium …')
  const args = [binary('@playwright/test:playwright'), 'install', 'chromium']
  if (succeeds(node, args, { ...quiet, env: childEnvironment(node), timeout: 300_000 })) {
    const downloaded = playwrightChromium()
    if (downloaded !== undefined) return downloaded
  }
  throw new LaunchError(
    'The browser tests need a Chromium and none could be found, installed or downloaded. Install one and name it: AMENDS_CHROMIUM=/path/to/chromium npm test',
  )
}

/** Without such a font Chinese screens are drawn as boxes. Where it cannot be installed this says so and goes on. */
export function ensureChineseFont() {
  if (process.platform !== 'linux') return
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  if (list.status === 0 && list.stdout.trim() !== '') return
  if (!aptInstall('fonts-noto-cjk')) {
    console.error('No font with Chinese characters was found: screenshots of the Chinese pages will show boxes.')
  }
}
