/** `npm run build`: install and build the page when it is stale. */
import { ensureBuilt, ensureInstalled, findNode, launch } from './setup.mjs'

await launch(() => {
  ensureInstalled()
  ensureBuilt(findNode())
  return 0
})
