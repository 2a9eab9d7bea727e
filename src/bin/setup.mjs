/**
 * What every launcher needs first, in JavaScript that Node 20 can read: the installed dependencies, a Node that is
 * new enough to run the product, and a page that is built from the present sources.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const modules = path.join(root, 'node_modules')
const OLDEST_NODE = 24

/** A failure whose message is all that the user needs to see. */
export class LaunchError extends Error {}

/** Runs a launcher: a `LaunchError` is printed as a sentence, anything else with its stack; both end with code 1. */
export async function launch(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    console.error(error instanceof LaunchError ? error.message : error)
    process.exitCode = 1
  }
}

function digest(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(entry) {
  const full = path.join(root, entry)
  if (!existsSync(full)) return []
  if (statSync(full).isFile()) return [full]
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => path.join(item.parentPath ?? item.path, item.name))
    .sort()
}

const isStamped = (stamp, value) => existsSync(stamp) && readFileSync(stamp, 'utf8') === value

/** Installs the dependencies of the lockfile unless exactly these are installed. */
export function ensureInstalled() {
  const stamp = path.join(modules, '.amends-lockfile')
  const wanted = digest(filesUnder('package-lock.json'))
  if (isStamped(stamp, wanted)) return
  console.error('Installing dependencies …')
  const npm = process.env.npm_execpath
  const command = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  const result = spawnSync(
    command[0],
    [...command.slice(1), 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' && command.length === 1 },
  )
  if (result.status !== 0) {
    throw new LaunchError(
      'The dependencies could not be installed; npm said why above. Check the network and the npm registry, then run the command again.',
    )
  }
  writeFileSync(stamp, wanted)
}

/** Path of a Node that can run the product: the caller's, else the one that came with the dependencies. */
export function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return process.execPath
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const bundled = path.join(
    modules,
    `node-${platform}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (existsSync(bundled) && spawnSync(bundled, ['--version']).status === 0) return bundled
  throw new LaunchError(
    `Amends needs Node ${OLDEST_NODE} or newer. This is Node ${process.versions.node}, and no Node for ${process.platform}-${process.arch} comes with it. Install a newer Node from your package manager or nodejs.org, then run the command again.`,
  )
}

/** The environment for child processes: the Node found comes first, and compiled code is kept between runs. */
export function childEnvironment(node, extra = {}) {
  return {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
    NODE_COMPILE_CACHE: path.join(modules, '.cache', 'compile'),
    ...extra,
  }
}

/** Flags for running TypeScript sources. `node:sqlite` still announces itself as experimental on some versions. */
export const nodeFlags = ['--disable-warning=ExperimentalWarning']

/** Path of the file behind an executable of an installed package. */
export function binary(name) {
  const [packageName, executable = packageName] = name.split(':')
  const folder = path.join(modules, packageName)
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return path.join(folder, typeof bin === 'string' ? bin : bin[executable])
}

/** Builds the page unless `dist` was built from exactly these sources. */
export function ensureBuilt(node) {
  const sources = [
    'src/console',
    'src/wow',
    'src/oms',
    'src/gateway/api',
    'public',
    'index.html',
    'vite.config.ts',
    'lingui.config.ts',
    'tsconfig.json',
    'package-lock.json',
  ]
  const stamp = path.join(root, 'dist', '.sources')
  const wanted = digest(sources.flatMap(filesUnder).filter((file) => !/\.test\.tsx?$|[/\\]fixtures[/\\]/.test(file)))
  if (isStamped(stamp, wanted)) return
  console.error('Building the page …')
  const result = spawnSync(node, [binary('vite'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    env: childEnvironment(node, { NODE_ENV: 'production' }),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (result.status !== 0) throw new LaunchError('The page could not be built; the reason stands above.')
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

/**
 * Runs a child to its end and answers its exit code. Signals reach the child, so that it can end in order; on a
 * terminal it gets Ctrl-C by itself.
 */
export function runToEnd(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const pass = (signal) => child.kill(signal)
    process.on('SIGINT', pass)
    process.on('SIGTERM', pass)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGINT', pass)
      process.off('SIGTERM', pass)
      resolve(code ?? (signal === null ? 1 : 128))
    })
  })
}

/** Runs children side by side until one of them ends, which ends the others; answers the first code that is not 0. */
export async function runTogether(runs) {
  const end = new AbortController()
  const codes = await Promise.all(
    runs.map(async ([command, args, options]) => {
      try {
        return await runToEnd(command, args, { ...options, signal: end.signal })
      } catch (error) {
        if (!end.signal.aborted) throw error
        return 0
      } finally {
        end.abort()
      }
    }),
  )
  return codes.find((code) => code !== 0) ?? 0
}
