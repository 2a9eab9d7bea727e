/** A port with an app behind it, and its orderly end. */
import { createAdaptorServer } from '@hono/node-server'
import http from 'node:http'
import net from 'node:net'

export interface Listener {
  readonly port: number
  /** Takes no new connection; resolves when the last request is answered. */
  finish(): Promise<void>
  /** Ends what still runs. */
  cut(): void
}

/** The port could not be taken; the message is a sentence for the person who started us. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

/** How often connections are looked through for idle ones while the listener ends. */
const SWEEP_MS = 20

type Fetch = (request: Request, bindings: object) => Response | Promise<Response>

/** Listens on `port` (0: any free one). `variable` names the setting that chooses the port, for the sentence. */
export async function listen(options: {
  fetch: Fetch
  host: string
  port: number
  variable: string
}): Promise<Listener> {
  const { fetch, host, port, variable } = options
  const server = createAdaptorServer({ fetch, createServer: http.createServer })
  if (!(server instanceof http.Server)) throw new TypeError('The adaptor made no HTTP/1.1 server.')
  server.requestTimeout = 60_000
  // Longer than a page's pauses between two requests, else each of them opens a connection.
  server.keepAliveTimeout = 30_000
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
  } catch (error) {
    throw error instanceof Error ? await explained(error, host, port, variable) : error
  }
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    finish: () =>
      new Promise((resolve) => {
        // A connection that becomes idle only later would be kept open for the client's next request.
        const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
        server.close(() => {
          clearInterval(sweep)
          resolve()
        })
        server.closeIdleConnections()
      }),
    cut: () => server.closeAllConnections(),
  }
}

async function explained(error: Error, host: string, port: number, variable: string): Promise<Error> {
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return new ListenError(
      `Port ${port} is in use. Choose another with ${variable}=${await freeAfter(port, host)}, or stop what uses it.`,
    )
  }
  if (code === 'EACCES') {
    return new ListenError(`Port ${port} may not be used by this user. Choose one above 1023 with ${variable}.`)
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new ListenError(`HOST is ${JSON.stringify(host)}, but this machine has no such address.`)
  }
  return error
}

/** One of the next ports that nobody has; 0, which takes any, where there is none. */
async function freeAfter(port: number, host: string): Promise<number> {
  for (let next = port + 1; next <= Math.min(port + 20, 65_535); next += 1) if (await isFree(next, host)) return next
  return 0
}

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = net.createServer().once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
