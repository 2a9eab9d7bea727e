/** What a request carries through the gateway's handlers. */
import type { IncomingMessage, ServerResponse } from 'node:http'

export type GatewayEnv = {
  /** Empty when the app is called without a port, as in tests. */
  Bindings: { incoming?: IncomingMessage; outgoing?: ServerResponse }
  Variables: {
    /** Set for a write: what the log's line says of it beyond method, path, status and duration. */
    logged?: Readonly<Record<string, unknown>>
    /** Error code that a write ended with; the log's line waits for it. */
    outcome?: Promise<string>
  }
}
