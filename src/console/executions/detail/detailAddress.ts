/** Which part of an execution the address shows, and at which points of its history: `…/executions/<id>/state/12/now`. */
import { useLocation, useParams } from 'react-router'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { executionsAddress } from '../executionSearch.ts'

export type DetailPart = 'attempts' | 'history' | 'state'

const PARTS: readonly DetailPart[] = ['attempts', 'history', 'state']

/** A point in the history of an execution. */
export type Point =
  | { readonly kind: 'version'; readonly version: number }
  /** Epoch milliseconds, server clock. */
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'now' }

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/u

/** A point as an address has it: `12`, `2026-11-28T03:14:00.000Z`, `now`; undefined for anything else. */
function readPoint(text: string | undefined): Point | undefined {
  if (text === undefined) return undefined
  if (text === 'now') return { kind: 'now' }
  if (/^[1-9]\d{0,8}$/u.test(text)) return { kind: 'version', version: Number(text) }
  const at = TIME.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : { kind: 'time', at }
}

function pointText(point: Point): string {
  if (point.kind === 'version') return String(point.version)
  return point.kind === 'now' ? 'now' : new Date(point.at).toISOString()
}

interface DetailPlace {
  /** Undefined: how it stands now. */
  readonly part: DetailPart | undefined
  readonly at: Point | undefined
  readonly with: Point | undefined
}

export function useDetailPlace(): DetailPlace {
  const params = useParams()
  return {
    part: PARTS.find((part) => part === params['part']),
    at: readPoint(params['at']),
    with: readPoint(params['with']),
  }
}

function partPath(source: string, id: string, part: DetailPart | undefined, ...points: readonly Point[]): string {
  return executionsAddress(source, {}, id, ...(part === undefined ? [] : [part]), ...points.map(pointText))
}

/** The address of a part of an execution beside the list that is on screen. */
export function useDetailAddress(id: string): (part: DetailPart | undefined, ...points: readonly Point[]) => string {
  const source = useSourceName()
  const { search } = useLocation()
  return (part, ...points) => `${partPath(source, id, part, ...points)}${search}`
}
