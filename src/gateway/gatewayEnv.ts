/** What a request carries through the gateway's handlers. */
import type { IncomingMessage, ServerResponse } from 'node:http'

export type GatewayEnv = {
  /** Empty when the app is called without a port, as in tests. */
  Bindings: { incoming?: IncomingMessage; outgoing?: ServerResponse }
  Variables: {
    /** What the log's line says beyond method, path, status and duration. */
    logged?: Readonly<Record<string, unknown>>
  }
}
