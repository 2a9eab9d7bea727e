/** What the address of the event explorer may say, and how such an address is written. */
import * as z from 'zod/mini'
import { afterKey } from '../../../wow/condition/afterKey.ts'
import { and } from '../../../wow/condition/condition.ts'
import type { Condition, Sort } from '../../../wow/condition/condition.ts'
import { countNodes } from '../../../wow/condition/guard.ts'
import { EDIT } from '../../conditions/editAddress.ts'
import type { NodeCount } from '../../conditions/nodeLimit.ts'
import { toParams } from '../../url/useUrlState.ts'

/** Each field falls back alone. Renamed, or a lint rule takes it for a promise's. */
const orElse = z.catch
const optionalText = orElse(z.optional(z.string()), undefined)

export const EventSearch = z.object({
  /** Encoded (`conditionCodec.ts`); empty is none. */
  filter: z._default(orElse(z.string(), ''), ''),
  /** By the id of the stream, which begins with its time. */
  order: z._default(orElse(z.enum(['newest', 'oldest']), 'newest'), 'newest'),
  /** The stream behind which (`after`) or before which (`before`) this page lies. */
  after: optionalText,
  before: optionalText,
  /** Where the condition builder is open (`editAddress.ts`). */
  edit: orElse(z.optional(z.string().check(z.regex(EDIT))), undefined),
  /** The stream that is open beside the list. */
  open: optionalText,
})
export type EventSearch = z.infer<typeof EventSearch>

/** What makes another list: with it the position goes back to the start. */
export const START = { after: undefined, before: undefined, open: undefined } as const

/** `reversed`: from the end, for the page before another. */
export const eventOrder = ({ order }: Pick<EventSearch, 'order'>, reversed = false): readonly Sort[] => [
  { field: 'id', direction: (order === 'newest') === reversed ? 'ASC' : 'DESC' },
]

/** The filter with what keeps it to the streams behind that one. */
export const behind = (filter: Condition, sort: readonly Sort[], id: string | undefined): Condition =>
  id === undefined ? filter : and(filter, afterKey(sort, { id }))

const nodesOf = (filter: Condition) => countNodes(behind(filter, eventOrder({ order: 'newest' }), '~'))

/** Counted with the next page, so that no filter works on the first page and fails on the second. */
export const eventNodes = (filter: Condition): NodeCount => ({
  used: nodesOf(filter),
  around: nodesOf({ operator: 'ALL' }),
})

export function eventsAddress(source: string, search: Partial<EventSearch> = {}): string {
  const params = toParams(EventSearch, EventSearch.parse(search)).toString()
  const path = `/${encodeURIComponent(source)}/tools/events`
  return params === '' ? path : `${path}?${params}`
}
