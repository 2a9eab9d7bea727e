/** The lightest client there is, so that a bench measures the server and not who asks it. */
import http from 'node:http'

export interface TextAnswer {
  readonly status: number
  readonly text: string
}

export type PostText = (path: string, body: string) => Promise<TextAnswer>

/** Posts JSON to `base` + path over kept connections; the answer is there when its last byte is. */
export function textClient(base: string): { readonly post: PostText; close(): void } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })
  const post: PostText = (path, body) =>
    new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
      const request = http.request(`${base}${path}`, { agent, method: 'POST', headers }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
        response.on('error', reject)
      })
      request.on('error', reject)
      request.end(body)
    })
  return { post, close: () => agent.destroy() }
}
