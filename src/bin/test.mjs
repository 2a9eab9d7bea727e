/** `npm test`: everything that has to hold, in one command; the last line is the sum over all runners. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBrowser, ensureChineseFont } from './browser.mjs'
import { binary, childEnvironment, ensureBuilt, ensureInstalled, findNode, launch, root } from './setup.mjs'

/** One check that is either good or not. */
const single = (status) => ({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 })

/** Counts from a runner's report. A runner that fails without a failed test, or without any test, counts as one. */
function counted(status, report, count) {
  let result = { passed: 0, failed: 0 }
  try {
    result = count(JSON.parse(readFileSync(report, 'utf8')))
  } catch (error) {
    console.error(`The runner left no readable report: ${error.message}`)
  }
  const silent = result.failed === 0 && (status !== 0 || result.passed === 0)
  return silent ? { ...result, failed: 1 } : result
}

/** Begins a check beside others. What it says is kept together until `told` is called, which answers its exit code. */
function begin(title, node, args) {
  const child = spawn(node, args, { cwd: root, env: childEnvironment(node), stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  return {
    async told() {
      const status = await ended
      console.log(`\n── ${title}`)
      process.stdout.write(Buffer.concat(said))
      return status
    },
  }
}

await launch(async () => {
  ensureInstalled()
  const node = findNode()
  // They need neither a browser nor the built page, so they run while these are got.
  const checks = [
    begin('types', node, [binary('typescript:tsc'), '-p', '.']),
    begin('lint', node, [binary('oxlint')]),
    begin('format', node, [binary('oxfmt'), '--check']),
  ]
  ensureChineseFont()
  const chromium = ensureBrowser(node)
  ensureBuilt(node)

  const reports = mkdtempSync(path.join(tmpdir(), 'amends-test-'))
  const report = (name) => path.join(reports, `${name}.json`)
  const run = (title, args, extra = {}) => {
    console.log(`\n── ${title}`)
    const env = childEnvironment(node, { AMENDS_CHROMIUM: chromium, ...extra })
    return spawnSync(node, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status
  }

  try {
    const results = []
    for (const check of checks) results.push(single(await check.told()))
    results.push(
      counted(
        run('unit, contract and screen tests', [
          binary('vitest'),
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report('vitest')}`,
        ]),
        report('vitest'),
        ({ numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests }) => ({
          passed: numPassedTests,
          failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) + numPendingTests,
        }),
      ),
      counted(
        run(
          'end-to-end and accessibility tests',
          [binary('@playwright/test:playwright'), 'test', '--config', 'e2e/playwright.config.ts'],
          { PLAYWRIGHT_JSON_OUTPUT_NAME: report('playwright') },
        ),
        report('playwright'),
        ({ stats, errors }) => ({
          passed: stats.expected + stats.flaky,
          failed: stats.unexpected + stats.skipped + errors.length,
        }),
      ),
    )
    const passed = results.reduce((sum, result) => sum + result.passed, 0)
    const failed = results.reduce((sum, result) => sum + result.failed, 0)
    console.log(`\n${passed} passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }
})
