/** An OMS in a process of its own, for tests that kill it: `node durabilityServer.ts FILE SPEED`. Says its port. */
import { flushCompileCache } from 'node:module'
import { serve } from '@hono/node-server'
import { openEmbeddedOms } from './server.ts'

const [file = '', speed = '1'] = process.argv.slice(2)
const oms = await openEmbeddedOms({ file, speed: Number(speed) })
serve({ fetch: (request) => oms.fetch(request), hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.stdout.write(`${port}\n`),
)
// A killed process keeps no compiled code for the next one; this does it before.
flushCompileCache()
