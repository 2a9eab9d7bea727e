import { Suspense, lazy } from 'react'
import type { ReactNode } from 'react'
import { useSourceName } from '../../../ui/data/useSourceName.ts'
import type { ExecutionRow } from '../../executionRow.ts'
import { isUnseen, useCommandRun } from '../commandRuns.ts'

const RowPending = lazy(async () => ({ default: (await import('./RowRun.tsx')).RowPending }))
const RowFailure = lazy(async () => ({ default: (await import('./RowRun.tsx')).RowFailure }))

interface RunStatusProps {
  readonly execution: ExecutionRow
  /** The status as the server shows it. */
  readonly children: ReactNode
}

/** The status of a row, and in its place what became of the last command to it, until the server shows that. */
export function RunStatus({ execution, children }: RunStatusProps) {
  const id = execution.aggregateId
  const run = useCommandRun(useSourceName(), id)
  if (run === undefined) return children
  if (isUnseen(run, execution.version)) {
    return (
      <Suspense fallback={children}>
        <RowPending id={id} run={run} />
      </Suspense>
    )
  }
  if (run.phase.kind !== 'refused' && run.phase.kind !== 'lost') return children
  return (
    <span className="row-status">
      {children}
      <Suspense fallback={null}>
        <RowFailure id={id} run={run} />
      </Suspense>
    </span>
  )
}
