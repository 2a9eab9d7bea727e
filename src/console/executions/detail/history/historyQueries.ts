import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { and, compare, isIn } from '../../../../wow/condition/condition.ts'
import type { Condition } from '../../../../wow/condition/condition.ts'
import type { EventName } from '../../../../wow/execution/events.ts'
import { DomainEventStream } from '../../../../wow/schemas.ts'
import { post, request } from '../../../ui/data/request.ts'
import { aggregatePath, recordPath } from '../../executionPaths.ts'
import { executionQueries } from '../../executionQueries.ts'

/** Versions read at once: some more than a screen holds. The server gives 1000 at most. */
export const VERSIONS_AT_ONCE = 50
const EVENTS_AT_ONCE = 100

/** What never changes is not asked twice, but nobody looks at all of a long history again. */
const unchanging = { staleTime: Infinity, gcTime: 120_000 } as const

/** Events of one execution with one of these names. */
interface EventQuestion {
  readonly id: string
  readonly names: readonly EventName[]
  /** What comes later is not part of it, so that nothing moves while somebody reads. */
  readonly newest: number
}

const conditionOf = ({ id, names, newest }: EventQuestion): Condition =>
  and({ operator: 'AGGREGATE_ID', value: id }, isIn('body.name', names), compare('version', 'LTE', newest))

export const historyQueries = {
  /** The event streams of the versions `head` to `tail`, ascending. */
  versions: (source: string, id: string, head: number, tail: number) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'versions', id, head, tail],
      queryFn: ({ signal }) =>
        request(z.array(DomainEventStream), `${recordPath(source, id)}/event/${head}/${tail}`, { signal }),
      ...unchanging,
    }),

  /** The event streams with events of some names, newest first; the next page is older. */
  named: (source: string, question: EventQuestion) =>
    infiniteQueryOptions({
      queryKey: [...executionQueries.all(source), 'named', question],
      queryFn: ({ pageParam, signal }) =>
        request(
          z.array(DomainEventStream),
          `${aggregatePath(source)}/event/list`,
          post(
            {
              condition: conditionOf({ ...question, newest: pageParam }),
              sort: [{ field: 'version', direction: 'DESC' }],
              limit: EVENTS_AT_ONCE,
            },
            { signal },
          ),
        ),
      initialPageParam: question.newest,
      getNextPageParam: (page) => {
        const oldest = page.at(-1)?.version ?? 1
        return page.length < EVENTS_AT_ONCE || oldest === 1 ? undefined : oldest - 1
      },
      ...unchanging,
    }),

  /** How many of them there are. */
  namedTotal: (source: string, question: EventQuestion) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'namedTotal', question],
      queryFn: ({ signal }) =>
        request(z.number(), `${aggregatePath(source)}/event/count`, post(conditionOf(question), { signal })),
      ...unchanging,
    }),
}
