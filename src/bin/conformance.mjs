/** `npm run conformance -- --wow URL`: does that Wow server answer as the contract says? `--help` tells the rest. */
import { childEnvironment, ensureInstalled, findNode, launch, nodeFlags, runToEnd } from './setup.mjs'

await launch(() => {
  ensureInstalled()
  const node = findNode()
  return runToEnd(node, [...nodeFlags, 'e2e/contract/main.ts', ...process.argv.slice(2)], {
    env: childEnvironment(node),
  })
})
