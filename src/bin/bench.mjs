/**
 * `npm run bench`: measure, and print ratios. Takes some minutes and, at a million, 15 GB of disk.
 * `-- --only page`, `wow` or `oms` runs a part; `--count 100000` seeds less; `--data <folder>` uses a seeded folder again.
 */
import { parseArgs } from 'node:util'
import { ensureBrowser } from './browser.mjs'
import {
  childEnvironment,
  ensureBuilt,
  ensureInstalled,
  findNode,
  launch,
  LaunchError,
  nodeFlags,
  runToEnd,
} from './setup.mjs'

const PARTS = {
  page: 'e2e/bench/pageBench.ts',
  oms: 'src/gateway/bench/omsBenchMain.ts',
  wow: 'src/gateway/bench/benchMain.ts',
}

function readArguments() {
  try {
    const { only, ...values } = parseArgs({
      options: { only: { type: 'string' }, count: { type: 'string' }, data: { type: 'string' } },
    }).values
    if (only !== undefined && !Object.hasOwn(PARTS, only))
      throw new Error(`--only takes ${Object.keys(PARTS).join(' or ')}.`)
    return { parts: only === undefined ? Object.keys(PARTS) : [only], values }
  } catch (error) {
    throw new LaunchError(error.message)
  }
}

await launch(async () => {
  const { parts, values } = readArguments()
  ensureInstalled()
  const node = findNode()
  const environment = {}
  if (parts.includes('page')) {
    environment.AMENDS_CHROMIUM = ensureBrowser(node)
    ensureBuilt(node)
  }
  const passed = { page: [], oms: [], wow: Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]) }
  for (const part of parts) {
    const code = await runToEnd(node, [...nodeFlags, PARTS[part], ...passed[part]], {
      env: childEnvironment(node, environment),
    })
    if (code !== 0) return code
  }
  return 0
})
