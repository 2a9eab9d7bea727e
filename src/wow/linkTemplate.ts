/** Addresses of other systems with fields of a record in them: `https://logs/?q={state.eventId.id}`. */
import { EVENT_FIELDS, SNAPSHOT_FIELDS } from './condition/fields.ts'
import { isObject } from './json.ts'

const PLACEHOLDER = /\{([^{}]*)\}/g

const KNOWN = new Set(
  [...SNAPSHOT_FIELDS, ...EVENT_FIELDS.filter(({ path }) => path.startsWith('header.'))]
    .filter(({ type }) => type !== 'object' && type !== 'array')
    .map(({ path }) => path),
)
const FREE = /^(?:tags|header)\.[^.]+$/

/** Why a template cannot be used, as the end of a sentence that begins with its name; undefined when it can. */
export function templateProblem(template: string): string | undefined {
  const withText = (text: string) => template.replaceAll(PLACEHOLDER, text)
  const [one, other] = [withText('a'), withText('b')].map((text) => (URL.canParse(text) ? new URL(text) : undefined))
  if (one === undefined || other === undefined || !/^https?:$/.test(one.protocol)) {
    return 'has no http:// or https:// address'
  }
  if (one.origin !== other.origin || one.username !== other.username || one.password !== other.password) {
    return 'has a placeholder before the path; a record must not decide which host is opened'
  }
  if (one.username !== '' || one.password !== '') return 'has a user or a password in its address'
  if (/[{}]/.test(withText(''))) return 'has a brace without its partner'
  const unknown = placeholders(template).find((path) => !KNOWN.has(path) && !FREE.test(path))
  return unknown === undefined ? undefined : `has the placeholder {${unknown}}, which is no field of a record`
}

const placeholders = (template: string): readonly string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, path = '']) => path)

function textAt(record: unknown, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>((inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), record)
  // A tag may have several values; the first one names it.
  const single: unknown = Array.isArray(value) ? value[0] : value
  const text =
    typeof single === 'string' || typeof single === 'number' || typeof single === 'boolean' ? String(single) : ''
  // A path would swallow the dots, and lead somewhere else.
  return text === '' || text === '.' || text === '..' ? undefined : text
}

/** The address for one record; undefined when a field that it needs is missing or empty. `header` is that of its last event. */
export function fillTemplate(template: string, record: unknown, header: unknown): string | undefined {
  const known = { ...Object(record), header }
  const values = placeholders(template).map((path) => textAt(known, path))
  if (values.includes(undefined)) return undefined
  return template.replaceAll(PLACEHOLDER, () => encodeURIComponent((values.shift() ?? '').toWellFormed()))
}
