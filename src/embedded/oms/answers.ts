/** The shapes in which the OMS says no (contract 1.11). Thrown anywhere below a route, answered by the application. */
import * as texts from '../../oms/errorTexts.ts'

export class OmsRefusal extends Error {
  override readonly name = 'OmsRefusal'
  readonly status: number
  readonly body: object

  constructor(status: number, body: object) {
    super(JSON.stringify(body))
    this.status = status
    this.body = body
  }
}

/** E1: an exception of the framework below the real OMS. */
const exception = (status: number, name: string, message: string) =>
  new OmsRefusal(status, { name, message, code: 0, status })

export const tokenRefused = () => new OmsRefusal(401, texts.tokenRefused())
export const notFound = () => new OmsRefusal(404, texts.notFound())
export const methodNotAllowed = (allowed: readonly string[]) =>
  exception(
    405,
    'Method Not Allowed',
    `Method Not Allowed. This URL can only handle the following request methods: ${allowed.join(', ')}.`,
  )
export const badRequest = (message: string) => exception(400, 'Bad Request', message)
export const tooLarge = () => exception(413, 'Request Entity Too Large', 'The request body is too large.')
export const overloaded = () => exception(429, 'Too Many Requests', 'Too many requests are waiting.')
export const internalError = () => exception(500, 'Internal Server Error', 'An internal server error occurred.')

/** E2: what is wrong with which field. The number of its status is not public. */
export const fieldErrors = (errors: texts.FieldErrors) => new OmsRefusal(422, errors)

/** E3: the address of the caller is unknown. A text, not a list; the number of its status is not public. */
export const callerRefused = (caller: string) => new OmsRefusal(403, texts.callerNotWhitelisted(caller))

/** E5: the token interface. */
export const loginRefused = () => new OmsRefusal(400, texts.loginRefused())

const JSON_TYPE = 'application/json; charset=UTF-8'

export const jsonAnswer = (text: string, status = 200): Response =>
  new Response(text, { status, headers: { 'Content-Type': JSON_TYPE, 'Cache-Control': 'no-store' } })
export const refusalAnswer = ({ body, status }: OmsRefusal): Response => jsonAnswer(JSON.stringify(body), status)
