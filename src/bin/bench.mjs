/** `npm run bench [-- --count 1000000]`: measure, and print ratios. Takes some minutes and, at a million, 15 GB of disk. */
import { childEnvironment, ensureInstalled, findNode, launch, nodeFlags, runToEnd } from './setup.mjs'

await launch(() => {
  ensureInstalled()
  const node = findNode()
  return runToEnd(node, [...nodeFlags, 'src/gateway/benchMain.ts', ...process.argv.slice(2)], {
    env: childEnvironment(node),
  })
})
