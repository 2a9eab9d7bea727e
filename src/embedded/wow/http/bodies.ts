import { Cancelled } from '../../../store/storeErrors.ts'
import type { Json } from '../../../wow/json.ts'
import { parseMediaType } from './accept.ts'
import { illegalArgument, Refusal, unreadableBody } from '../refusal.ts'
import type { WowRequest } from './routes.ts'

const BODY_LIMIT_BYTES = 256 * 1024

/** Jackson's limit. It also keeps everything that walks a body recursively from running out of stack. */
const MAX_DEPTH = 500

/**
 * How a route reads its body (contract 1.3). A typed route names the Java class it binds; a raw-object route reads any
 * JSON object first, and here answers 400 with a reason where the real server answers a meaningless 500 (12.14).
 */
type BodyKind = { readonly typed: string } | 'raw'

/**
 * The JSON body of a request; undefined when there is none, which an empty body and JSON `null` are too. Throws a
 * refusal for a wrong content type, a body over the limit, malformed JSON, and on a raw-object route for anything but
 * an object.
 */
export async function readJson(request: WowRequest, kind: BodyKind): Promise<Json | undefined> {
  const contentType = request.headers.get('content-type')?.trim() ?? ''
  // Without a body none is needed, but a wrong one is refused all the same.
  if (contentType !== '') checkContentType(contentType, kind)
  const bytes = await readBytes(request)
  if (bytes.byteLength === 0) return undefined
  if (contentType === '') throw unsupportedMediaType('application/octet-stream', kind)
  const value = parseJson(bytes)
  if (value === null) return undefined
  if (kind === 'raw' && (typeof value !== 'object' || Array.isArray(value))) throw unreadableBody(notAnObject(value))
  return value
}

function checkContentType(contentType: string, kind: BodyKind): void {
  const { type, subtype } = parseMediaType(contentType)
  if (type === 'application' && (subtype === 'json' || subtype.endsWith('+json'))) return
  throw unsupportedMediaType(contentType, kind)
}

function unsupportedMediaType(contentType: string, kind: BodyKind): Refusal {
  if (kind === 'raw') return illegalArgument(`Content-Type '${contentType}' is not supported: send application/json.`)
  return new Refusal(
    'UnsupportedMediaType',
    `415 UNSUPPORTED_MEDIA_TYPE "Content type '${contentType}' not supported for bodyType=${kind.typed}"`,
  )
}

/** The body's bytes. Stops reading as soon as the limit is passed, also when no length was announced. */
async function readBytes(request: WowRequest): Promise<Uint8Array> {
  const tooLarge = () => new Refusal('IllegalState', `Exceeded limit on max bytes to buffer : ${BODY_LIMIT_BYTES}`)
  if (request.body === null) return new Uint8Array(0)
  // Not `instanceof`: the bytes may come from another realm, as they do in screen tests.
  if (ArrayBuffer.isView(request.body)) {
    if (request.body.byteLength > BODY_LIMIT_BYTES) throw tooLarge()
    return request.body
  }
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT_BYTES) throw tooLarge()

  const chunks: Uint8Array[] = []
  let length = 0
  try {
    // Leaving the loop cancels the stream, so that nobody keeps sending what nobody reads.
    for await (const chunk of request.body) {
      length += chunk.byteLength
      if (length > BODY_LIMIT_BYTES) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    // A client that left in the middle of its body is no fault of the server.
    throw error instanceof Refusal ? error : new Cancelled()
  }
  return Buffer.concat(chunks, length)
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true })

function parseJson(bytes: Uint8Array): Json {
  let text: string
  try {
    text = UTF_8.decode(bytes)
  } catch {
    throw unreadableBody('Invalid UTF-8 byte sequence')
  }
  const depth = nesting(text)
  if (depth > MAX_DEPTH)
    throw unreadableBody(
      `Document nesting depth (${MAX_DEPTH + 1}) exceeds the maximum allowed (${MAX_DEPTH}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
    )
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch (error) {
    throw unreadableBody(malformed(text, error))
  }
}

/** How deep the brackets outside strings go. */
function nesting(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index)
    if (inString) {
      if (character === 0x5c) index += 1
      else if (character === 0x22) inString = false
    } else if (character === 0x22) inString = true
    else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, (depth += 1))
    else if (character === 0x7d || character === 0x5d) depth -= 1
  }
  return deepest
}

/** Jackson's words for a text that ends too early, the usual case; else what this JSON parser says. */
function malformed(text: string, error: unknown): string {
  const tail = text.trimEnd().at(-1)
  const truncated = error instanceof SyntaxError && / end of JSON input|position (\d+)/.exec(error.message)
  const atEnd = truncated && (truncated[1] === undefined || Number(truncated[1]) >= text.trimEnd().length)
  if (!atEnd) return error instanceof Error ? error.message : String(error)
  if (tail === ':' || tail === ',') return 'Unexpected end-of-input within/between Object entries'
  const open = text.trimStart().startsWith('[') ? 'Array' : 'Object'
  return `Unexpected end-of-input: expected close marker for ${open} (start marker at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); byte offset: #UNKNOWN])`
}

/** Jackson's words for a raw-object body that is no object. A typed body gets its own from the binder. */
function notAnObject(value: Json): string {
  const [found, token] = Array.isArray(value)
    ? ['Array', 'START_ARRAY']
    : typeof value === 'string'
      ? ['String', 'VALUE_STRING']
      : typeof value === 'boolean'
        ? ['Boolean', value ? 'VALUE_TRUE' : 'VALUE_FALSE']
        : Number.isInteger(value)
          ? ['Integer', 'VALUE_NUMBER_INT']
          : ['Floating-point', 'VALUE_NUMBER_FLOAT']
  return `Cannot deserialize value of type \`tools.jackson.databind.node.ObjectNode\` from ${found} value (token \`JsonToken.${token}\`)`
}
