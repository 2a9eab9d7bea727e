/**
 * Patterns for JSON. `{name}` stands for a value that is the same everywhere; `<id>`, `<time>`, `<int>`, `<text>`, `<bool>`
 * and `<any>` for a kind of value. An object has exactly the members of its pattern, unless that has `<more>`. A list may be
 * given as `{"<unordered>": [...]}`, or `{"<each>": pattern}`, or `{"<has>": [...]}`.
 */
import { isObject, type Json } from '../../src/wow/json.ts'

/** Values by name: what a pattern has met, or what a request is filled in with. */
export type Bindings = Map<string, unknown>

export interface Looseness {
  /** Versions and totals depend on what was done before: any number does. */
  readonly history?: boolean
  /** Only the shape counts: literals may differ, but for operators. */
  readonly shape?: boolean
}

const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  '<id>': (value) => typeof value === 'string' && /^[0-9A-Za-z]{15}$/.test(value),
  '<time>': (value) => typeof value === 'number' && Number.isInteger(value) && value > 1e12 && value < 1e13,
  '<int>': (value) => typeof value === 'number' && Number.isInteger(value),
  '<text>': (value) => typeof value === 'string',
  '<bool>': (value) => typeof value === 'boolean',
  '<any>': (value) => value !== undefined,
}

const NAME = /\{([A-Za-z_]\w*)\}/g
const HISTORY = /\.(aggregateVersion|version|total)$/

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300)

/** What of a value is otherwise than its pattern says, as sentences. Binds the names that were free. */
export function mismatches(pattern: Json, actual: unknown, bindings: Bindings, loose: Looseness = {}): string[] {
  const found: string[] = []
  compare(pattern, actual, '', bindings, loose, found)
  return found
}

function compare(
  pattern: Json,
  actual: unknown,
  path: string,
  bindings: Bindings,
  loose: Looseness,
  found: string[],
): void {
  const differ = () => void found.push(`${path || 'body'}: ${shown(pattern)} is ${shown(actual)}`)
  if (typeof pattern === 'string') {
    const kind = KINDS[pattern]
    const same = kind === undefined ? sameText(pattern, actual, bindings) : kind(actual)
    if (!same && !(loose.shape && isLiteral(actual) && !path.endsWith('.operator'))) differ()
    return
  }
  if (isArray(pattern)) {
    if (!Array.isArray(actual) || actual.length !== pattern.length) return differ()
    pattern.forEach((each, index) => compare(each, actual[index], `${path}[${index}]`, bindings, loose, found))
    return
  }
  if (isObject(pattern)) {
    const { '<unordered>': unordered, '<each>': each, '<has>': has } = pattern
    if (isArray(unordered)) return unorderedList(unordered, actual, true)
    if (isArray(has)) return unorderedList(has, actual, false)
    if (each !== undefined) {
      if (!Array.isArray(actual)) return differ()
      actual.forEach((item, index) => compare(each, item, `${path}[${index}]`, bindings, loose, found))
      return
    }
    if (!isObject(actual)) return differ()
    const open = pattern['<more>'] !== undefined
    for (const key of new Set([...Object.keys(pattern), ...(open ? [] : Object.keys(actual))])) {
      if (key === '<more>') continue
      const member = pattern[key]
      if (member === undefined) found.push(`${path}.${key}: unexpected ${shown(actual[key])}`)
      else if (!Object.hasOwn(actual, key)) found.push(`${path}.${key}: ${shown(member)} is missing`)
      else compare(member, actual[key], `${path}.${key}`, bindings, loose, found)
    }
    return
  }
  if (pattern === actual) return
  if (loose.history && HISTORY.test(path) && typeof pattern === typeof actual) return
  if (loose.shape && isLiteral(actual)) return
  differ()

  function unorderedList(wanted: readonly Json[], list: unknown, whole: boolean): void {
    if (!Array.isArray(list) || (whole && list.length !== wanted.length)) return differ()
    const rest = [...list]
    for (const item of wanted) {
      const index = rest.findIndex((candidate) => mismatches(item, candidate, new Map(bindings), loose).length === 0)
      if (index === -1) found.push(`${path || 'body'}: no element is ${shown(item)} in ${shown(list)}`)
      else compare(item, rest.splice(index, 1)[0], path, bindings, loose, found)
    }
  }
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

const isLiteral = (value: unknown): boolean => value === null || typeof value !== 'object'

function sameText(pattern: string, actual: unknown, bindings: Bindings): boolean {
  const names = [...pattern.matchAll(NAME)].map(([, name = '']) => name)
  const [only] = names
  if (only !== undefined && pattern === `{${only}}`) {
    if (!bindings.has(only)) bindings.set(only, actual)
    return bindings.get(only) === actual
  }
  if (names.length === 0 || typeof actual !== 'string') return pattern === actual
  const parts = pattern.split(NAME).map((part, index) => {
    if (index % 2 === 0) return RegExp.escape(part)
    return bindings.has(part) ? RegExp.escape(String(bindings.get(part))) : '(.+?)'
  })
  const match = new RegExp(`^${parts.join('')}$`, 's').exec(actual)
  if (match === null) return false
  names.filter((name) => !bindings.has(name)).forEach((name, index) => void bindings.set(name, match[index + 1]))
  return true
}

/** A name that nothing has bound: an earlier case did not get the answer that it was to take it from. */
export class UnboundName extends Error {}

function valueOf(name: string, bindings: Bindings): unknown {
  if (!bindings.has(name)) throw new UnboundName(`{${name}} is not known: an earlier case failed.`)
  return bindings.get(name)
}

export const filledText = (template: string, bindings: Bindings): string =>
  template.replace(NAME, (_, name: string) => String(valueOf(name, bindings)))

/** A template with its names filled in. */
export function filled(template: Json, bindings: Bindings): unknown {
  if (typeof template === 'string') {
    const [, whole] = /^\{([A-Za-z_]\w*)\}$/.exec(template) ?? []
    return whole === undefined ? filledText(template, bindings) : valueOf(whole, bindings)
  }
  if (isArray(template)) return template.map((each) => filled(each, bindings))
  if (isObject(template))
    return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, bindings)]))
  return template
}
