/** Which members of a document a query wants back, by MongoDB's rules (contract 4.4). */
import type { Projection } from '../../../wow/condition/condition.ts'
import { isObject } from '../../../wow/json.ts'
import type { Place, Places } from './columns.ts'
import { illegalArgument, Refusal } from '../refusal.ts'

/** Wanted or unwanted members: a leaf is the whole of it. */
type Tree = Map<string, Tree>

export type Shape =
  /** As it is stored. */
  | { readonly kind: 'whole' }
  /** Built from columns: SQL that gives JSON text. */
  | { readonly kind: 'columns'; readonly sql: string }
  /** Cut out of the stored document. */
  | { readonly kind: 'cut'; readonly include: boolean; readonly paths: readonly string[] }

/** Throws a refusal for what is no path, and for a path that lies in another one. */
function treeOf(paths: readonly string[], name: string): Tree {
  const tree: Tree = new Map()
  for (const path of paths) {
    let at = tree
    let isNew = false
    for (const key of path.split('.')) {
      if (key === '' || key.startsWith('$'))
        throw illegalArgument(`projection.${name}: "${path}" is no path of a field.`)
      const inside = at.get(key)
      // A leaf on the way down is another path that this one lies in.
      if (inside?.size === 0) throw overlapping(path, name)
      isNew = inside === undefined
      const next: Tree = inside ?? new Map()
      at.set(key, next)
      at = next
    }
    if (!isNew) throw overlapping(path, name)
  }
  return tree
}

const overlapping = (path: string, name: string) =>
  illegalArgument(
    `projection.${name}: "${path}" lies in, or around, another path that is named; leave one of them out.`,
  )

type Member = readonly [path: string, place: Place]

/** What a path means in columns; undefined when the document is needed for it. */
function membersOf(path: string, { places }: ProjectionOptions): readonly Member[] | undefined {
  const members = [...places].filter(([name]) => name === path || name.startsWith(`${path}.`))
  const inColumns = ([, place]: Member) =>
    place.kind === 'json' ? !place.optional : place.kind === 'constant' || place.ofDocument !== true
  return members.length > 0 && members.every(inColumns) ? members : undefined
}

/** JSON text that is the same for every document, or SQL that gives some. */
type Piece = { readonly text: string } | { readonly sql: string }

/** SQL for a JSON object of these members, nested as in the documents. A quarter faster than nested `json_object`s. */
function jsonOf(members: readonly Member[]): string {
  const joined: Piece[] = []
  for (const piece of piecesOf(members)) {
    const last = joined.at(-1)
    if (last !== undefined && 'text' in last && 'text' in piece)
      joined[joined.length - 1] = { text: last.text + piece.text }
    else joined.push(piece)
  }
  return `concat(${joined.map((piece) => ('text' in piece ? `'${piece.text}'` : piece.sql)).join(', ')})`
}

function piecesOf(members: readonly Member[]): readonly Piece[] {
  const groups = Map.groupBy(members, ([path]) => path.split('.')[0] ?? '')
  const inner = [...groups].flatMap(([key, group], index) => {
    const [[path, place] = ['', undefined]] = group
    const own = path === key && place !== undefined
    const name = { text: `${index === 0 ? '' : ','}"${key}":` }
    return own ? [name, ...jsonValue(place)] : [name, ...piecesOf(below(key, group))]
  })
  return [{ text: '{' }, ...inner, { text: '}' }]
}

const below = (key: string, members: readonly Member[]): readonly Member[] =>
  members.flatMap(([path, place]) => (path.startsWith(`${key}.`) ? [[path.slice(key.length + 1), place] as const] : []))

/** No column here is ever NULL, which `concat` would leave out. */
function jsonValue(place: Place): readonly Piece[] {
  if (place.kind === 'constant') return [{ text: `"${place.value}"` }]
  if (place.kind === 'json') return [{ sql: `json(${place.name})` }]
  if (place.type === 'boolean') return [{ sql: `iif(${place.name}, 'true', 'false')` }]
  if (place.isName === true) return [{ text: '"' }, { sql: place.name }, { text: '"' }]
  return [{ sql: place.type === 'text' ? `json_quote(${place.name})` : place.name }]
}

interface ProjectionOptions {
  readonly places: Places
  /** `aggregateId` for snapshots, `id` for event streams: always given back. */
  readonly id: string
  /** The answer is the member `state` alone. */
  readonly state?: boolean
}

/**
 * What to read for a projection. Throws a refusal for include together with exclude, for paths that lie in one another,
 * for leaving out the id, and for leaving out `state` where that is the answer: there the real server fails too.
 */
export function shapeOf({ include = [], exclude = [] }: Projection, options: ProjectionOptions): Shape {
  const own = (path: string) => (path === '_id' ? options.id : path)
  const wanted = [...new Set(include.map(own))]
  const unwanted = [...new Set(exclude.map(own))]
  treeOf(wanted, 'include')
  treeOf(unwanted, 'exclude')
  if (wanted.length > 0 && unwanted.length > 0)
    throw illegalArgument('projection: include and exclude exclude each other; give one of them.')
  if (unwanted.includes(options.id)) throw new Refusal('IllegalState', 'Required value was null.')
  const hasState = wanted.length === 0 || wanted.some((path) => path.split('.')[0] === 'state')
  if (options.state === true && (!hasState || unwanted.includes('state')))
    throw illegalArgument('projection: Key not found: state. The state is the answer here; include some of it.')

  if (unwanted.length > 0) return { kind: 'cut', include: false, paths: unwanted }
  if (wanted.length === 0) return { kind: 'whole' }
  const needed = options.state === true ? wanted : [...new Set([...wanted, options.id])]
  const found = needed.map((path) => membersOf(path, options))
  if (found.includes(undefined)) return { kind: 'cut', include: true, paths: needed }
  const members = found.flatMap((each) => each ?? [])
  return { kind: 'columns', sql: jsonOf(options.state === true ? below('state', members) : members) }
}

function cutTree(value: unknown, tree: Tree, include: boolean): unknown {
  // Projections go through arrays; what is no object in them has no members to include.
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    return (include ? items.filter((item) => typeof item === 'object' && item !== null) : items).map((item) =>
      cutTree(item, tree, include),
    )
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const below = tree.get(key)
      if (below === undefined) return include ? [] : [[key, inner]]
      if (below.size === 0) return include ? [[key, inner]] : []
      if (include && (typeof inner !== 'object' || inner === null)) return []
      return [[key, cutTree(inner, below, include)]]
    }),
  )
}

/** A function that cuts a parsed document. */
export function cutter(include: boolean, paths: readonly string[]): (document: unknown) => unknown {
  const tree = treeOf(paths, include ? 'include' : 'exclude')
  return (document) => cutTree(document, tree, include)
}
