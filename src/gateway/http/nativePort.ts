/** The embedded servers at their native addresses, for other clients on this machine. */
import { IncomingMessage } from 'node:http'
import { OMS_PATH } from '../../oms/options.ts'
import { refusalResponse, Refusal } from './refusal.ts'
import { isSameOrigin, refuseForeignHost } from './security.ts'

interface NativeServers {
  readonly wow?: { fetch(request: Request): Promise<Response> } | undefined
  readonly oms?: { fetch(request: Request, bindings: OmsBindings): Promise<Response> } | undefined
}

interface OmsBindings {
  readonly caller: string
  readonly getBody: AsyncIterable<Uint8Array> | null
}

/**
 * The servers behind two checks: a page elsewhere that made its name point here gets nothing, and no page of another
 * origin may make the Wow server do something, not even without a body, which a browser sends unasked.
 */
export function nativeFetch({ wow, oms }: NativeServers) {
  return async (request: Request, bindings: object = {}): Promise<Response> => {
    try {
      refuseForeignHost(request)
    } catch (error) {
      if (error instanceof Refusal) return refusalResponse(error)
      throw error
    }
    // No address of a Wow server begins so.
    if (new URL(request.url).pathname.startsWith(`${OMS_PATH}/`) && oms !== undefined) {
      return oms.fetch(request, omsBindings(request, bindings))
    }
    if (wow === undefined) return new Response(null, { status: 404 })
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isSameOrigin(request))
      return refusalResponse(new Refusal('GatewayCrossOrigin', 'No page of another origin may write here.'))
    return wow.fetch(request)
  }
}

/** The samples of the OMS's guide send a GET with a body; a `Request` has no place for it, the socket's message has. */
function omsBindings(request: Request, bindings: object): OmsBindings {
  const incoming = 'incoming' in bindings ? bindings.incoming : undefined
  if (!(incoming instanceof IncomingMessage)) return { caller: '127.0.0.1', getBody: null }
  const caller = (incoming.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')
  return { caller, getBody: request.method === 'GET' ? incoming : null }
}
