/** `npm run dev`: the gateway, restarted when its sources change, behind a page server with hot reload. */
import {
  binary,
  childEnvironment,
  ensureInstalled,
  findNode,
  launch,
  LaunchError,
  nodeFlags,
  runTogether,
} from './setup.mjs'

await launch(() => {
  const port = Number(process.env.PORT || 7070)
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw new LaunchError('PORT must be a port from 1 to 65534; the gateway gets the next one.')
  ensureInstalled()
  const node = findNode()
  const gatewayPort = String(port + 1)
  return runTogether([
    [
      node,
      [...nodeFlags, '--watch', '--watch-preserve-output', 'src/gateway/main.ts'],
      // Its ready line names an address without hot reload; the page server says the one to open.
      { env: childEnvironment(node, { PORT: gatewayPort }), stdio: ['inherit', 'ignore', 'inherit'] },
    ],
    [
      node,
      [binary('vite'), '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
      { env: childEnvironment(node, { AMENDS_DEV_GATEWAY: `http://127.0.0.1:${gatewayPort}` }) },
    ],
  ])
})
