import type { OmsErrorBody } from './errorBody.ts'

/**
 * Why a call did not give what was asked. `refused`: the OMS said no. `unreadable`: an answer that is not of the
 * protocol. `timeout`: our own limit passed. `aborted`: the caller gave up.
 */
type OmsErrorKind = 'refused' | 'unreachable' | 'timeout' | 'aborted' | 'unreadable'

interface Facts {
  readonly kind: OmsErrorKind
  readonly message: string
  readonly status?: number
  readonly body?: OmsErrorBody | undefined
  readonly raw?: string
  readonly contentType?: string
}

/** The one error of the client. No credential is in it: the token is blotted out of every text. */
export class OmsError extends Error {
  override readonly name = 'OmsError'
  readonly kind: OmsErrorKind
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  /** The refusal as it was read. */
  readonly body: OmsErrorBody | undefined
  /** The body as it came, shortened. */
  readonly raw: string
  readonly contentType: string

  constructor({ kind, message, status = 0, body, raw = '', contentType = '' }: Facts) {
    super(message)
    this.kind = kind
    this.status = status
    this.body = body
    this.raw = raw
    this.contentType = contentType
  }

  /** The token is missing, wrong or expired. */
  get tokenRefused(): boolean {
    return (
      this.kind === 'refused' && (this.status === 401 || (this.body?.shape === 'exception' && this.body.status === 401))
    )
  }
}
