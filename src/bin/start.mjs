/** `npm start`: install, build when stale, serve. */
import { childEnvironment, ensureBuilt, ensureInstalled, findNode, launch, nodeFlags, runToEnd } from './setup.mjs'

await launch(() => {
  ensureInstalled()
  const node = findNode()
  ensureBuilt(node)
  return runToEnd(node, [...nodeFlags, 'src/gateway/main.ts'], { env: childEnvironment(node) })
})
