/** `npm run seed`: fill the data folder with sample executions, an execution of a long history and a large transaction. */
import { childEnvironment, ensureInstalled, findNode, launch, nodeFlags, runToEnd } from './setup.mjs'

await launch(() => {
  ensureInstalled()
  const node = findNode()
  return runToEnd(node, [...nodeFlags, 'src/embedded/sample/seedMain.ts', ...process.argv.slice(2)], {
    env: childEnvironment(node),
  })
})
