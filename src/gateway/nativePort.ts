/** The embedded server at its native addresses, for other clients on this machine. */
import { refusalResponse, Refusal } from './refusal.ts'
import { refuseForeignHost } from './security.ts'

/** The server behind a host check: a page elsewhere that made its name point here gets nothing. */
export function nativeFetch(wow: { fetch(request: Request): Promise<Response> }) {
  return async (request: Request): Promise<Response> => {
    try {
      refuseForeignHost(request)
    } catch (error) {
      if (error instanceof Refusal) return refusalResponse(error)
      throw error
    }
    return wow.fetch(request)
  }
}
