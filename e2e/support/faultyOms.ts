/** Stands between the gateway and an OMS, and does to the answers what networks and proxies do to them. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'

export type Fault =
  | 'none'
  /** The connection breaks. */
  | 'dead'
  /** No answer, for ever. */
  | 'silent'
  /** A proxy's page under 502. */
  | 'page'
  /** 200 and nothing. */
  | 'empty'
  /** The answer to a question about another transaction. */
  | 'other'
  /** Every token is refused. */
  | 'token'

export interface FaultyOms {
  readonly url: string
  /** Applies to questions about transactions from now on; a token is given out as before. */
  fault: Fault
  /** Every token that was sent. */
  readonly tokens: ReadonlySet<string>
  /** How often each was asked for: `detail`, `executing`, `redo`, `token`. */
  count(what: string): number
  close(): Promise<void>
}

export async function faultyOms(upstream: string): Promise<FaultyOms> {
  const tokens = new Set<string>()
  const asked: string[] = []
  const state: { fault: Fault } = { fault: 'none' }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', upstream)
    const isDetail = url.pathname.includes('/detail/')
    const what = isDetail ? 'detail' : (url.pathname.split('/').at(-1) ?? '')
    asked.push(what)
    const token = url.searchParams.get('access-token')
    if (token !== null) tokens.add(token)
    const { fault } = state
    if (what !== 'token') {
      if (fault === 'dead') return void request.socket.destroy()
      if (fault === 'silent') return
      if (fault === 'page') {
        response.writeHead(502, { 'Content-Type': 'text/html' })
        return void response.end('<html><h1>502 Bad Gateway</h1><hr>nginx</html>')
      }
      if (fault === 'empty') return void response.writeHead(200, { 'Content-Type': 'application/json' }).end()
      if (fault === 'token') {
        const body = { name: 'Unauthorized', message: 'You are requesting with an invalid credential.', status: 401 }
        return void response.writeHead(401, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
      }
      if (fault === 'other' && isDetail) url.pathname = url.pathname.replace(/\/\d+$/, '/3013')
    }
    const parts: Buffer[] = []
    for await (const part of request) if (Buffer.isBuffer(part)) parts.push(part)
    const body = Buffer.concat(parts)
    const got = await fetch(url, {
      method: request.method ?? 'GET',
      headers: { 'Content-Type': request.headers['content-type'] ?? 'application/json' },
      ...(request.method === 'POST' ? { body } : {}),
    })
    response.writeHead(got.status, { 'Content-Type': got.headers.get('content-type') ?? 'application/json' })
    response.end(Buffer.from(await got.arrayBuffer()))
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')

  return {
    url: `http://127.0.0.1:${address.port}`,
    tokens,
    get fault() {
      return state.fault
    },
    set fault(fault) {
      state.fault = fault
    },
    count: (what) => asked.filter((each) => each === what).length,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
