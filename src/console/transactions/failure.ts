/** What a page shows of a failure, so that one that comes or goes while somebody reads moves nothing under the pointer. */
import { useState } from 'react'
import type { Action, Transaction } from '../../oms/schemas.ts'
import { useMedia } from '../ui/useMedia.ts'

const SUSPENDED = 5
const ENDED_ABNORMALLY = 10

/** Suspended, or ended abnormally: somebody wants to know why. */
const isFailed = ({ Status }: Pick<Transaction, 'Status'>): boolean =>
  Status === SUSPENDED || Status === ENDED_ABNORMALLY

export const isSuspended = ({ Status }: Pick<Transaction, 'Status'>): boolean => Status === SUSPENDED

export interface Failure {
  readonly transaction: Transaction
  readonly actions: readonly Action[]
  /** It has gone on since. */
  readonly isPast: boolean
}

interface ShownFailure {
  readonly shown: Failure | undefined
  /** Shows the failure that has come up since the page was opened; undefined: it is shown, or there is none. */
  readonly show: (() => void) | undefined
}

/**
 * Where there is room beside the header, a failure stands there as long as it lasts. Elsewhere it stands above the rest: there
 * one that comes up later waits until it is asked for, and one that has passed keeps its place.
 */
export function useFailure(transaction: Transaction, actions: readonly Action[]): ShownFailure {
  const hasRoom = useMedia('(min-width: 1200px)')
  const fails = isFailed(transaction)
  const now: Failure = { transaction, actions, isPast: false }
  const [kept, setKept] = useState(fails ? now : undefined)
  const isKept = kept !== undefined && !kept.isPast
  if (isKept && !fails) setKept({ ...kept, isPast: true })
  else if (isKept && fails && (kept.transaction !== transaction || kept.actions !== actions)) setKept(now)
  if (hasRoom) return { shown: fails ? now : undefined, show: undefined }
  return { shown: kept, show: fails && !isKept ? () => setKept(now) : undefined }
}
