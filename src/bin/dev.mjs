/** `npm run dev`: the gateway, restarted when its sources change, behind a page server with hot reload. */
import { binary, childEnvironment, ensureInstalled, findNode, launch, nodeFlags, runToEnd } from './setup.mjs'

await launch(async () => {
  ensureInstalled()
  const node = findNode()
  const port = process.env.PORT ?? '7070'
  const gatewayPort = String(Number(port) + 1)
  const ends = await Promise.all([
    runToEnd(node, [...nodeFlags, '--watch', '--watch-preserve-output', 'src/gateway/main.ts'], {
      env: childEnvironment(node, { PORT: gatewayPort }),
    }),
    runToEnd(node, [binary('vite'), '--host', '127.0.0.1', '--port', port, '--strictPort'], {
      env: childEnvironment(node, { AMENDS_DEV_GATEWAY: `http://127.0.0.1:${gatewayPort}` }),
    }),
  ])
  return Math.max(...ends)
})
