import { illegalArgument } from '../refusal.ts'

export const JSON_TYPE = 'application/json'
export const SSE_TYPE = 'text/event-stream'
export const TEXT_TYPE = 'text/plain'
export const HTML_TYPE = 'text/html'
export const SQL_TYPE = 'application/sql'
export const OPENAPI_YAML_TYPE = 'application/vnd.oai.openapi'
export const ACTUATOR_TYPE = 'application/vnd.spring-boot.actuator.v3+json'

/** Everything that a route may answer with. */
export type Produced =
  | typeof JSON_TYPE
  | typeof SSE_TYPE
  | typeof TEXT_TYPE
  | typeof HTML_TYPE
  | typeof SQL_TYPE
  | typeof OPENAPI_YAML_TYPE
  | typeof ACTUATOR_TYPE

interface MediaRange {
  readonly type: string
  readonly subtype: string
  readonly quality: number
  readonly position: number
}

const invalid = (text: string, why: string) => illegalArgument(`Invalid mime type "${text}": ${why}`)

/** Type and subtype of a media type in lower case, parameters left out. Malformed text is refused in Spring's words. */
export function parseMediaType(text: string): { readonly type: string; readonly subtype: string } {
  const name = (text.split(';')[0] ?? '').trim().toLowerCase()
  if (name === '*') return { type: '*', subtype: '*' }
  const slash = name.indexOf('/')
  if (slash === -1) throw invalid(text.trim(), "does not contain '/'")
  const type = name.slice(0, slash)
  const subtype = name.slice(slash + 1)
  if (subtype === '') throw invalid(text.trim(), "does not contain subtype after '/'")
  if (type === '*' && subtype !== '*')
    throw invalid(text.trim(), "wildcard type is legal only in '*/*' (all mime types)")
  const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
  if (!token.test(type) || !token.test(subtype)) throw invalid(text.trim(), 'Invalid token character')
  return { type, subtype }
}

function parseRange(text: string, position: number): MediaRange {
  const quality = /;\s*q\s*=\s*"?([^;"]*)"?/i.exec(text)?.[1]?.trim()
  const number = quality === undefined ? 1 : Number(quality)
  if (quality === '' || !(number >= 0 && number <= 1))
    throw invalid(text.trim(), `Invalid quality value "${quality}" should be between 0.0 and 1.0`)
  return { ...parseMediaType(text), quality: number, position }
}

/** How closely a range names a media type: 0 not at all, 1 by wildcards, 2 by type, 3 wholly. */
function specificity(range: MediaRange, mediaType: string): number {
  if (range.type === '*') return 1
  const { type, subtype } = parseMediaType(mediaType)
  if (range.type !== type) return 0
  if (range.subtype === '*') return 2
  return range.subtype === subtype ? 3 : 0
}

/**
 * Which of the produced media types answers this `Accept` header, by the rules of contract 1.2; undefined when none is
 * acceptable, which is the same as no such route. `produced` stands in the order of preference for a tie.
 */
export function negotiate<const T extends string>(accept: string | null, produced: readonly T[]): T | undefined {
  const ranges = (accept ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(parseRange)
  if (ranges.length === 0) return produced[0]

  const candidates = produced.flatMap((mediaType) => {
    const best = ranges
      .filter((range) => specificity(range, mediaType) > 0)
      .reduce<MediaRange | undefined>(
        (most, range) =>
          most === undefined || specificity(range, mediaType) > specificity(most, mediaType) ? range : most,
        undefined,
      )
    return best === undefined ? [] : [{ mediaType, quality: best.quality, position: best.position }]
  })
  return candidates.sort((a, b) => b.quality - a.quality || a.position - b.position)[0]?.mediaType
}
