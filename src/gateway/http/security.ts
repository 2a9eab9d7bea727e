/** What protects the person at the page from other pages: host and origin checks, and the security headers. */
import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { isLoopback } from '../config.ts'
import type { GatewayEnv } from './gatewayEnv.ts'
import { Refusal } from './refusal.ts'

/**
 * True for a name that can only mean this machine. Any port is fine (an SSH tunnel, a development server); a foreign
 * name is a page that made its own name point here (DNS rebinding).
 */
export function isAllowedHost(host: string): boolean {
  const name = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host.toLowerCase())
  return name !== null && isLoopback(name[1] ?? name[2] ?? '')
}

const hostOf = (request: Request): string => request.headers.get('host') ?? new URL(request.url).host

export function refuseForeignHost(request: Request): void {
  const host = hostOf(request)
  if (isAllowedHost(host)) return
  throw new Refusal(
    'GatewayForbidden',
    `The host ${JSON.stringify(host)} is not an address of this gateway. Use 127.0.0.1 or localhost.`,
  )
}

/**
 * True unless another site's page caused the request. Browsers send `Sec-Fetch-Site` with every request to
 * this machine, and `Origin` with every write; one without both comes from a program, which no page can make send it.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  const origin = request.headers.get('origin')
  if (origin === null) return true
  return URL.canParse(origin) && new URL(origin).host === hostOf(request).toLowerCase()
}

/** Opens a page of its own: a bookmark or a link, not something that another page holds or fetches. */
const isVisit = ({ method, headers }: Request): boolean =>
  method === 'GET' && headers.get('sec-fetch-dest') === 'document'

/**
 * Host and origin are checked before anything else looks at the request. Another site could not read what it makes us
 * answer, but the servers behind would be asked with our credentials; so all that it may do is link here.
 */
export const guardRequest: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  const request = c.req.raw
  refuseForeignHost(request)
  if (!isSameOrigin(request) && !isVisit(request)) {
    throw new Refusal('GatewayCrossOrigin', 'Only the page of this gateway may ask it; another site may link to it.')
  }
  await next()
}

/** Scripts are files with a hash in their name; styles are such files or carry the nonce that antd is given. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ')
}

const DATA_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"

/** Of every answer. */
const FIXED_HEADERS = Object.entries({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
})

const DATA_HEADERS = [
  ...FIXED_HEADERS,
  ['Content-Security-Policy', DATA_POLICY],
  ['Cache-Control', 'no-store'],
] as const

/**
 * An answer of data, which nobody keeps; what it says itself stays. With a connection the headers go there at once: as
 * `Headers` they would be checked and copied twice more, which took a twentieth of a small answer's time.
 */
export const secureData: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  await next()
  const { outgoing } = c.env
  for (const [name, value] of DATA_HEADERS) {
    if (outgoing !== undefined) outgoing.setHeader(name, value)
    else if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  }
}

/** The nonce of one response; the page carries the same one. */
export const newNonce = (): string => randomBytes(16).toString('base64')

/** The policies of a page, with its nonce, and of whatever is answered outside of the routes of data. */
export function secure(response: Response, nonce?: string): Response {
  for (const [name, value] of FIXED_HEADERS) response.headers.set(name, value)
  response.headers.set('Content-Security-Policy', nonce === undefined ? DATA_POLICY : pagePolicy(nonce))
  return response
}
