import type { BindingError } from '../../wow/schemas.ts'

/** HTTP status of an error code (contract 1.5). A code without an entry is 400. */
const STATUS: Readonly<Record<string, number>> = {
  Ok: 200,
  IllegalAccessOwnerAggregate: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  RequestTimeout: 408,
  CommandExpectVersionConflict: 409,
  EventVersionConflict: 409,
  SourcingVersionConflict: 409,
  IllegalAccessDeletedAggregate: 410,
  UnsupportedMediaType: 415,
  TooManyRequests: 429,
  InternalServerError: 500,
}

export const statusOf = (errorCode: string): number => STATUS[errorCode] ?? 400

interface ErrorBody {
  readonly errorCode: string
  readonly errorMsg: string
  readonly bindingErrors?: readonly BindingError[]
  readonly succeeded: false
}

/** An answer other than success. Its body is the contract's error body, or a whole CommandResult for a failed command. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly errorCode: string
  readonly body: object

  constructor(
    errorCode: string,
    errorMsg: string,
    detail: { bindingErrors?: readonly BindingError[]; body?: object } = {},
  ) {
    super(errorMsg)
    this.errorCode = errorCode
    const { bindingErrors = [] } = detail
    this.body =
      detail.body ??
      ({
        errorCode,
        errorMsg,
        ...(bindingErrors.length === 0 ? {} : { bindingErrors }),
        succeeded: false,
      } satisfies ErrorBody)
  }

  get status(): number {
    return statusOf(this.errorCode)
  }
}

export const illegalArgument = (message: string): Refusal => new Refusal('IllegalArgument', message)

/** What the real server says of a single item that is not there (contract 4.6). */
export const notFoundResource = (): Refusal => new Refusal('NotFound', 'Not found resource!')

/** A body that could not be read: malformed JSON anywhere, and a body that does not fit on a typed route (1.3). */
export const unreadableBody = (cause: string): Refusal =>
  new Refusal('IllegalArgument', '400 BAD_REQUEST "Failed to read HTTP message"', {
    bindingErrors: [{ name: 'body', msg: `JSON decoding error: ${cause}` }],
  })

/** A wait or a query that took too long, in the words of the real server's reactive library (3.4, 4.3). */
export const timedOut = (within: string, source: string): Refusal =>
  new Refusal(
    'RequestTimeout',
    `Did not observe any item or terminal signal within ${within} in '${source}' (and no fallback has been configured)`,
  )

export const methodNotAllowed = (method: string): Refusal =>
  new Refusal('MethodNotAllowed', `405 METHOD_NOT_ALLOWED "Request method '${method}' is not supported."`)

export const notAcceptable = (): Refusal =>
  new Refusal('NotAcceptable', '406 NOT_ACCEPTABLE "Could not find acceptable representation"')
