import { isObject } from '../../../wow/json.ts'
import { idTime } from '../../../wow/ids.ts'

export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON where it is JSON, the list of its events where it is SSE, else text. */
  readonly body: unknown
}

/** Recorded ids, and the ones that stand for them here. The recorded server gave some ids to a command and to an aggregate. */
export interface Ids {
  readonly aggregates: Map<string, string>
  readonly commands: Map<string, string>
}

const GENERATED_ID = /\b0V[0-9A-Za-z]{13}\b/g
const isGenerated = (text: string): boolean => idTime(text) !== undefined

/** A time that the server took from its clock may differ by the pace of the two servers. */
const PACE_MS = 5000
const isTime = (value: number): boolean => value > 1e12

/** Lists of the metadata whose order means nothing (contract 7.3). */
const UNORDERED = /\.contexts\..+\.(commands|events)$/

/** Only these headers are part of the contract; lengths and transfer coding are the carrier's. */
const HEADERS = ['content-type', 'wow-error-code', 'access-control-allow-origin', 'access-control-allow-methods']

export const translated = (text: string, ids: ReadonlyMap<string, string>): string =>
  text.replace(GENERATED_ID, (id) => ids.get(id) ?? id)

/** An answer's body as it is compared. */
export function readBody(contentType: string | undefined, text: string): unknown {
  if (contentType?.startsWith('text/event-stream') === true) {
    if (text !== '' && !text.endsWith('\n\n')) return text
    return text
      .split('\n\n')
      .slice(0, -1)
      .map((event) =>
        Object.fromEntries(
          event.split('\n').map((line) => {
            const [name = '', ...value] = line.split(':')
            return [name, name === 'data' ? JSON.parse(value.join(':')) : value.join(':')]
          }),
        ),
      )
  }
  return /^application\/([\w.-]+\+)?json/.test(contentType ?? '') && text !== '' ? JSON.parse(text) : text
}

/** In what way two answers differ, as sentences; none when they are alike. Learns which ids belong together. */
export function differences(recorded: Answer, actual: Answer, ids: Ids, ignore: RegExp): string[] {
  const found: string[] = []
  if (recorded.status !== actual.status) found.push(`status: ${recorded.status} became ${actual.status}`)
  for (const name of HEADERS) {
    if (recorded.headers[name] !== actual.headers[name])
      found.push(`${name}: ${recorded.headers[name]} became ${actual.headers[name]}`)
  }
  compareValue(recorded.body, actual.body, 'body', ids, ignore, found)
  return found
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200)

function compareValue(
  recorded: unknown,
  actual: unknown,
  path: string,
  ids: Ids,
  ignore: RegExp,
  found: string[],
): void {
  if (Array.isArray(recorded) && Array.isArray(actual)) {
    if (recorded.length !== actual.length) found.push(`${path}: ${recorded.length} elements became ${actual.length}`)
    const inOrder = (items: unknown[]) => (UNORDERED.test(path) ? items.map(String).toSorted() : items)
    const others = inOrder(actual)
    inOrder(recorded).forEach((item, index) =>
      compareValue(item, others[index], `${path}[${index}]`, ids, ignore, found),
    )
    return
  }
  if (isObject(recorded) && isObject(actual)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(actual)]))
      compareValue(recorded[key], actual[key], `${path}.${key}`, ids, ignore, found)
    compareRelations(recorded, actual, path, found)
    return
  }
  if (ignore.test(path)) return
  if (!sameValue(recorded, actual, path, ids)) found.push(`${path}: ${shown(recorded)} became ${shown(actual)}`)
}

const withoutIds = (text: string): string => text.replace(GENERATED_ID, '<id>')

function sameValue(recorded: unknown, actual: unknown, path: string, ids: Ids): boolean {
  if (typeof recorded === 'number' && typeof actual === 'number')
    return recorded === actual || (isTime(recorded) && Math.abs(recorded - actual) <= PACE_MS)
  if (typeof recorded !== 'string' || typeof actual !== 'string') return Object.is(recorded, actual)
  if (translated(recorded, ids.aggregates) === actual) return true
  if (isGenerated(recorded) && isGenerated(actual)) {
    if (path.endsWith('.commandId')) ids.commands.set(recorded, actual)
    if (!path.endsWith('.aggregateId')) return true
    if (ids.aggregates.has(recorded)) return false
    ids.aggregates.set(recorded, actual)
    return true
  }
  return withoutIds(translated(recorded, ids.aggregates)) === withoutIds(actual)
}

/** A command result says by equal ids which is whose (contract 3.6). */
function compareRelations(
  recorded: { readonly [key: string]: unknown },
  actual: { readonly [key: string]: unknown },
  path: string,
  found: string[],
): void {
  if (!('waitCommandId' in recorded)) return
  for (const name of ['id', 'waitCommandId', 'requestId']) {
    if ((recorded[name] === recorded['commandId']) !== (actual[name] === actual['commandId']))
      found.push(`${path}: ${name} and commandId are equal on one side only`)
  }
}
