/** A proxy between the product and its Wow server that does to answers what networks and proxies do to them. */
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'

export type Harm =
  /** Nothing: answers arrive as they were given. */
  | 'none'
  /** Answers come three seconds late. */
  | 'late'
  /** Connections stay open, and nothing is said. */
  | 'silent'
  /** Connections break before anything is said. */
  | 'cut'
  /** The request is passed on, and the connection breaks in place of its answer. */
  | 'cut-after'
  /** A login page with status 200. */
  | 'page'
  /** A proxy's own page. */
  | 'bad-gateway'
  /** A server error that is not in the protocol's form. */
  | 'error'
  /** Half of what Content-Length promises, and then the end. */
  | 'half'
  /** JSON of another shape. */
  | 'shape'

const LATE_MS = 3000

export interface BadNetwork {
  readonly url: string
  /** What happens from now on to requests whose method and path match. */
  harm(harm: Harm, requests?: RegExp): void
  /** `GET /path` of every request since the last harm was chosen. */
  readonly seen: string[]
  close(): Promise<void>
}

export async function startBadNetwork(target: string): Promise<BadNetwork> {
  let harm: Harm = 'none'
  let requests = /./u
  const seen: string[] = []

  const server = http.createServer((request, response) => {
    const line = `${request.method} ${request.url}`
    seen.push(line)
    void answer(request, response, requests.test(line) ? harm : 'none').catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse, done: Harm): Promise<void> {
    const body = await readAll(request)
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the others need the server's own answer first
    switch (done) {
      case 'silent':
        return
      case 'cut':
        response.destroy()
        return
      case 'page':
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><h1>Please sign in</h1></html>')
        return
      case 'bad-gateway':
        response.writeHead(502, { 'Content-Type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>')
        return
      case 'error':
        response.writeHead(500, { 'Content-Type': 'text/plain' }).end('out of memory')
        return
      case 'shape':
        response
          .writeHead(200, { 'Content-Type': 'application/json', 'Wow-Error-Code': 'Ok' })
          .end('{"something":"else"}')
        return
      default:
    }
    if (done === 'late') await new Promise((resolve) => setTimeout(resolve, LATE_MS))
    const { status, headers, content } = await forward(request, body)
    if (done === 'cut-after') {
      response.destroy()
      return
    }
    // An event stream is passed on whole: what is harmed here does not depend on when its parts come.
    const { 'transfer-encoding': _, connection: __, ...kept } = headers
    response.writeHead(status, { ...kept, 'content-length': content.byteLength })
    if (done === 'half') response.write(content.subarray(0, content.byteLength / 2), () => response.destroy())
    else response.end(content)
  }

  function forward(request: IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: http.IncomingHttpHeaders; content: Buffer }>((resolve, reject) => {
      const outgoing = http.request(
        `${target}${request.url}`,
        { method: request.method ?? 'GET', headers: request.headers, agent: false },
        (incoming) => {
          readAll(incoming).then(
            (content) => resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, content }),
            reject,
          )
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    harm(next, affected = /./u) {
      harm = next
      requests = affected
      seen.length = 0
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}
