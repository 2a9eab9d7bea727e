/** The page's only way to the gateway: every answer is parsed, every failure is an `ApiError`. */
import * as z from 'zod/mini'

type Fetch = (request: Request) => Promise<Response>

const browserFetch: Fetch = (request) => fetch(request)
let transport = browserFetch

/** Hands the page another way to the gateway (screen tests: the gateway's `app.request`); without one, the network. */
export function setTransport(next: Fetch = browserFetch): void {
  transport = next
}

const Refusal = z.looseObject({
  errorCode: z.string(),
  errorMsg: z.string(),
  upstream: z.optional(z.string()),
  bindingErrors: z.optional(z.array(z.looseObject({ name: z.string(), msg: z.string() }))),
})

/**
 * A refusal, an unreachable gateway (status 0, code `Unreachable`), an answer that broke off (0, `BrokenOff`) or one that
 * cannot be read (code `Unreadable`).
 */
export class ApiError extends Error {
  readonly status: number
  /** Stable; the server's `errorCode` where it sent one. */
  readonly code: string
  /** What stands in the way behind the gateway, in its own words. */
  readonly upstream: string | undefined
  /** The body of a refusal as it came. */
  readonly body: unknown

  constructor(
    status: number,
    code: string,
    message: string,
    more: { upstream?: string | undefined; body?: unknown; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.upstream = more.upstream
    this.body = more.body
  }

  /** True where asking again may help: nobody answered, or the answer was a server's failure. */
  get isOutage(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

/** Of an answer that is not in the protocol's form; a page of HTML says nothing to a person. */
const LONGEST_WORDS = 300
const isPage = (text: string) => /^\s*</u.test(text)

async function refusal(response: Response): Promise<ApiError> {
  const text = await wholeText(response, undefined)
  let body: unknown = text
  try {
    body = JSON.parse(text)
  } catch {
    // Not JSON: a proxy between page and gateway answered; its status is all there is to say.
  }
  const parsed = Refusal.safeParse(body)
  if (!parsed.success) {
    const words = [response.statusText, isPage(text) ? '' : text.trim().slice(0, LONGEST_WORDS)].filter(Boolean)
    return new ApiError(response.status, `Http${response.status}`, words.join('\n'), { body })
  }
  const binding = parsed.data.bindingErrors?.map((error) => `${error.name}: ${error.msg}`) ?? []
  const message = [parsed.data.errorMsg, ...binding].filter(Boolean).join('\n')
  return new ApiError(response.status, parsed.data.errorCode, message, { upstream: parsed.data.upstream, body })
}

/**
 * Sends and gives the answer when its status is 2xx; throws `ApiError` for anything else. An abort stays the
 * `AbortError` it is. `path` begins with `/api/`.
 */
export async function send(path: string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await transport(new Request(new URL(path, location.href), init))
  } catch (error) {
    if (isAbort(error) || init?.signal?.aborted === true) throw error
    throw new ApiError(0, 'Unreachable', error instanceof Error ? error.message : String(error), { cause: error })
  }
  if (response.ok) return response
  throw await refusal(response)
}

/** `send` in the shape of `fetch`, for the protocol client: answers of any status come back, only the network throws. */
export const pageFetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
  transport(input instanceof Request ? input : new Request(new URL(input, location.href), init))

/** Throws `BrokenOff` when the connection breaks amid the answer: half of one is none. */
async function wholeText(response: Response, init: RequestInit | undefined): Promise<string> {
  try {
    return await response.text()
  } catch (error) {
    if (isAbort(error) || init?.signal?.aborted === true) throw error
    throw new ApiError(0, 'BrokenOff', error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** Sends, and reads the JSON answer by its schema. An empty answer is read as undefined. */
export async function request<T extends z.ZodMiniType>(
  schema: T,
  path: string,
  init?: RequestInit,
): Promise<z.infer<T>> {
  const response = await send(path, init)
  const text = await wholeText(response, init)
  try {
    return schema.parse(text === '' ? undefined : JSON.parse(text))
  } catch (error) {
    throw new ApiError(response.status, 'Unreadable', error instanceof Error ? error.message : String(error), {
      body: text,
      cause: error,
    })
  }
}

/** A JSON body as `RequestInit`. */
export function post(body: unknown, init?: RequestInit): RequestInit {
  const headers = new Headers(init?.headers)
  headers.set('Content-Type', 'application/json')
  return { method: 'POST', body: JSON.stringify(body), ...init, headers }
}
