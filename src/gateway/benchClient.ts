/** The lightest client there is, so that a bench measures the server and not who asks it. */
import net from 'node:net'

export interface TextAnswer {
  readonly status: number
  readonly text: string
}

export type PostText = (path: string, body: string) => Promise<TextAnswer>

interface Connection {
  readonly post: PostText
  close(): void
}

/** One kept connection, one question at a time. It understands answers that announce their length, and no others. */
function connectionTo({ host, hostname, port }: URL): Connection {
  const socket = net.connect({ host: hostname, port: Number(port), noDelay: true })
  let parts: Buffer[] = []
  let received = 0
  /** Of headers and body; unknown until the headers are there. */
  let expected = Number.POSITIVE_INFINITY
  let bodyAt = 0
  let asked: { resolve: (answer: TextAnswer) => void; reject: (error: Error) => void } | undefined

  socket.on('data', (part: Buffer) => {
    parts.push(part)
    received += part.byteLength
    if (bodyAt === 0) {
      const head = Buffer.concat(parts)
      bodyAt = head.indexOf('\r\n\r\n') + 4
      if (bodyAt < 4) return void (bodyAt = 0)
      const length = /\r\ncontent-length: (\d+)\r\n/i.exec(head.toString('latin1', 0, bodyAt))?.[1]
      if (length === undefined) return void socket.destroy(new Error('The answer does not announce its length.'))
      expected = bodyAt + Number(length)
      parts = [head]
    }
    if (received < expected) return
    const whole = Buffer.concat(parts)
    const answer = { status: Number(whole.toString('latin1', 9, 12)), text: whole.toString('utf8', bodyAt) }
    parts = []
    received = bodyAt = 0
    expected = Number.POSITIVE_INFINITY
    asked?.resolve(answer)
  })
  socket.on('error', (error) => asked?.reject(error))
  socket.on('close', () => asked?.reject(new Error('The server closed the connection.')))

  return {
    post: (path, body) =>
      new Promise((resolve, reject) => {
        asked = { resolve, reject }
        const length = Buffer.byteLength(body)
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
        )
      }),
    close: () => socket.destroy(),
  }
}

/** Posts JSON to `base` + path over kept connections; the answer is there when its last byte is. */
export function textClient(base: string): { readonly post: PostText; close(): void } {
  const url = new URL(base)
  const idle: Connection[] = []
  const all: Connection[] = []
  return {
    async post(path, body) {
      const connection = idle.pop() ?? connectionTo(url)
      if (!all.includes(connection)) all.push(connection)
      const answer = await connection.post(`${url.pathname.replace(/\/$/, '')}${path}`, body)
      idle.push(connection)
      return answer
    },
    close() {
      for (const connection of all) connection.close()
    },
  }
}
