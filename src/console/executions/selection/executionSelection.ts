/**
 * The executions that a person selected in the lists of one source, kept in the query cache under the source: so they
 * stay selected on another page, in another view, under another filter and with a record open, until they are cleared.
 * In this tab they are kept over a reload, too, unless they are very many.
 */
import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { announce } from '../../ui/announce.ts'
import { formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { keep, kept } from '../../ui/tabStore.ts'
import type { ExecutionPage } from '../executionPage.ts'

export const MOST_SELECTED = 100_000
/** So many ids are kept over a reload: each change writes them all, and a tab is given a few megabytes. */
const MOST_KEPT = 10_000

type Listed = Pick<ExecutionPage, 'rows' | 'places'>
const NOWHERE: Listed = { rows: [], places: new Map() }

/** Ids in the order in which they were selected. Selecting one costs the same among a hundred thousand. */
export class SelectedIds {
  readonly #ids: Set<string>
  /** The rows counted last: as many as `#counted`, at their places, of which `#here` are selected. */
  #places = NOWHERE.places
  #counted = 0
  #here = 0

  constructor(ids: Iterable<string> = []) {
    this.#ids = new Set(ids)
  }

  get size(): number {
    return this.#ids.size
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#ids.values()
  }

  set(id: string, selected: boolean): void {
    if (this.#ids.has(id) === selected) return
    if (selected) this.#ids.add(id)
    else this.#ids.delete(id)
    const isCounted = (this.#places.get(id) ?? Infinity) < this.#counted
    if (isCounted) this.#here += selected ? 1 : -1
  }

  /** How many rows of a page are selected. Asked again, it counts only what came to the same page. */
  countOn({ rows, places }: Listed = NOWHERE): number {
    if (places !== this.#places || rows.length < this.#counted) {
      this.#places = places
      this.#counted = 0
      this.#here = 0
    }
    for (; this.#counted < rows.length; this.#counted += 1) {
      const row = rows[this.#counted]
      if (row !== undefined && this.#ids.has(row.id)) this.#here += 1
    }
    return this.#here
  }
}

interface Selection {
  /** The same object until they are cleared. */
  readonly ids: SelectedIds
  /** The last choice went beyond the limit, and nothing of it was taken. */
  readonly isOverLimit: boolean
}

const nothing = (): Selection => ({ ids: new SelectedIds(), isOverLimit: false })

/** Selects, or selects no longer; beyond the limit nothing. */
export function selecting({ ids }: Selection, changed: readonly string[], selected: boolean): Selection {
  const added = selected ? new Set(changed.filter((id) => !ids.has(id))).size : 0
  const isOverLimit = ids.size + added > MOST_SELECTED
  if (!isOverLimit) for (const id of changed) ids.set(id, selected)
  return { ids, isOverLimit }
}

const nameOf = (source: string) => `amends.selection.${source}`
const KeptIds = z.array(z.string()).check(z.maxLength(MOST_KEPT))

function keptSelection(source: string): Selection {
  const { data = [] } = KeptIds.safeParse(kept(nameOf(source)))
  return { ids: new SelectedIds(data), isOverLimit: false }
}

export function useSelection(source: string) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const client = useQueryClient()
  const queryKey = ['selection', source]
  const { data: selection = nothing() } = useQuery<Selection>({
    queryKey,
    queryFn: skipToken,
    initialData: () => keptSelection(source),
    staleTime: Infinity,
    gcTime: Infinity,
    // What changes is inside of it.
    structuralSharing: false,
  })

  function set(next: Selection) {
    client.setQueryData<Selection>(queryKey, next)
    const { size } = next.ids
    keep(nameOf(source), size === 0 || size > MOST_KEPT ? undefined : [...next.ids])
    const most = formatNumber(MOST_SELECTED, language)
    announce(
      next.isOverLimit
        ? t`Not selected: no more than ${most} can be selected.`
        : t`${plural(size, { other: '# selected' })}`,
    )
  }

  return {
    ...selection,
    /** They are too many to be kept over a reload. */
    isTooLarge: selection.ids.size > MOST_KEPT,
    select: (ids: readonly string[], selected: boolean) =>
      set(selecting(client.getQueryData<Selection>(queryKey) ?? selection, ids, selected)),
    clear: () => set(nothing()),
  }
}
