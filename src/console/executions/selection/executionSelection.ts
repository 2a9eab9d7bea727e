/**
 * The executions that a person selected in the lists of one source, kept in the query cache and in this tab under the
 * source: so they stay selected on another page, in another view, under another filter, with a record open and after a
 * reload, until they are cleared.
 */
import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { announce } from '../../ui/announce.ts'
import { keep, kept } from '../../ui/tabStore.ts'

export const MOST_SELECTED = 10_000

export interface Selection {
  /** In the order in which they were selected. */
  readonly ids: ReadonlySet<string>
  /** The last choice went beyond the limit, and nothing of it was taken. */
  readonly isOverLimit: boolean
}

const NONE: Selection = { ids: new Set(), isOverLimit: false }

/** What is selected after `changed` were selected, or are no longer. */
export function selecting({ ids }: Selection, changed: readonly string[], selected: boolean): Selection {
  const next = new Set(ids)
  for (const id of changed) {
    if (selected) next.add(id)
    else next.delete(id)
  }
  return next.size > MOST_SELECTED ? { ids, isOverLimit: true } : { ids: next, isOverLimit: false }
}

const nameOf = (source: string) => `amends.selection.${source}`
const KeptIds = z.array(z.string()).check(z.maxLength(MOST_SELECTED))

function keptSelection(source: string): Selection {
  const { data = [] } = KeptIds.safeParse(kept(nameOf(source)))
  return { ids: new Set(data), isOverLimit: false }
}

export function useSelection(source: string) {
  const { t } = useLingui()
  const client = useQueryClient()
  const queryKey = ['selection', source]
  const { data: selection = NONE } = useQuery<Selection>({
    queryKey,
    queryFn: skipToken,
    initialData: () => keptSelection(source),
    staleTime: Infinity,
    gcTime: Infinity,
  })

  function set(next: Selection) {
    client.setQueryData<Selection>(queryKey, next)
    keep(nameOf(source), next.ids.size === 0 ? undefined : [...next.ids])
    announce(
      next.isOverLimit
        ? t`Not selected: no more than 10,000 can be selected.`
        : t`${plural(next.ids.size, { other: '# selected' })}`,
    )
  }

  return {
    ...selection,
    select: (ids: readonly string[], selected: boolean) =>
      set(selecting(client.getQueryData<Selection>(queryKey) ?? NONE, ids, selected)),
    clear: () => set(NONE),
  }
}
