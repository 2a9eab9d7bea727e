/** The lightest client there is, so that a bench measures the server and not who asks it. */
import net from 'node:net'

interface TextAnswer {
  readonly status: number
  /** Reads the body as text: the reader's time, not the server's. */
  readonly text: () => string
}

/** Sends a question that is written already. */
export type Ask = () => Promise<TextAnswer>

interface Connection {
  readonly send: (question: Uint8Array) => Promise<TextAnswer>
  close(): void
}

/** One kept connection, one question at a time. It understands answers that announce their length, and no others. */
function connectionTo({ hostname, port }: URL): Connection {
  const socket = net.connect({ host: hostname, port: Number(port), noDelay: true })
  let received: Buffer = Buffer.alloc(0)
  let asked: { resolve: (answer: TextAnswer) => void; reject: (error: Error) => void } | undefined

  socket.on('data', (part: Buffer) => {
    received = received.byteLength === 0 ? part : Buffer.concat([received, part])
    const bodyAt = received.indexOf('\r\n\r\n') + 4
    if (bodyAt < 4) return
    const head = received.toString('latin1', 0, bodyAt)
    const length = /\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1]
    if (length === undefined) socket.destroy(new Error('The answer does not announce its length.'))
    else if (received.byteLength >= bodyAt + Number(length)) {
      const answer = received
      received = Buffer.alloc(0)
      asked?.resolve({ status: Number(head.slice(9, 12)), text: () => answer.toString('utf8', bodyAt) })
    }
  })
  socket.on('error', (error) => asked?.reject(error))
  socket.on('close', () => asked?.reject(new Error('The server closed the connection.')))

  return {
    send: (question) =>
      new Promise((resolve, reject) => {
        asked = { resolve, reject }
        socket.write(question)
      }),
    close: () => socket.destroy(),
  }
}

/** Questions as JSON to `base` + path over kept connections; the answer is there when its last byte is. */
export function textClient(base: string): {
  readonly question: (path: string, body: string) => Ask
  close(): void
} {
  const url = new URL(base)
  const idle: Connection[] = []
  const all: Connection[] = []
  return {
    question(path, body) {
      const target = `${url.pathname.replace(/\/$/, '')}${path}`
      const length = Buffer.byteLength(body)
      const head = `POST ${target} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nContent-Length: ${length}`
      const written = Buffer.from(`${head}\r\n\r\n${body}`)
      return async () => {
        const connection = idle.pop() ?? connectionTo(url)
        if (!all.includes(connection)) all.push(connection)
        const answer = await connection.send(written)
        idle.push(connection)
        return answer
      }
    },
    close() {
      for (const connection of all) connection.close()
    },
  }
}
