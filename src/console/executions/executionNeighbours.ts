import type { DetailPart } from './detail/detailAddress.ts'
import type { ExecutionPage } from './executionPage.ts'
import { executionsAddress } from './executionSearch.ts'
import type { ExecutionSearch } from './executionSearch.ts'

/** Addresses around the execution that is open: the list without it, and the rows above and below it there. */
export interface ExecutionNeighbours {
  readonly list: string
  /** Undefined at the end of the page of the list, or when the open execution is not on it. */
  readonly previous: string | undefined
  readonly next: string | undefined
}

/** `part`: what is shown of the open one is shown of its neighbours too. */
export function neighboursOf(
  source: string,
  search: ExecutionSearch,
  page: ExecutionPage | undefined,
  openId: string | undefined,
  part: DetailPart | undefined,
): ExecutionNeighbours {
  const index = page?.places.get(openId ?? '') ?? -1
  const addressAt = (at: number) => {
    const row = index < 0 || at < 0 ? undefined : page?.rows[at]
    return row && executionsAddress(source, search, row.id, ...(part === undefined ? [] : [part]))
  }
  return { list: executionsAddress(source, search), previous: addressAt(index - 1), next: addressAt(index + 1) }
}
