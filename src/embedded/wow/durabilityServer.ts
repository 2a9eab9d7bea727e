/** A server in a process of its own, for tests that kill it: `node durabilityServer.ts FILE LAG_MS`. Says its port. */
import { flushCompileCache } from 'node:module'
import { serve } from '@hono/node-server'
import { openEmbeddedWow } from './server.ts'

const [file = '', lag = '0'] = process.argv.slice(2)
const wow = await openEmbeddedWow({ file, guard: 'open', snapshotLagMs: Number(lag) })
serve({ fetch: (request) => wow.fetch(request), hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.stdout.write(`${port}\n`),
)
// A killed process keeps no compiled code for the next one; this does it before.
flushCompileCache()
