import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useDocumentTitle } from '../../ui/Screen.tsx'
import type { ExecutionNeighbours } from '../executionNeighbours.ts'
import './detail.css'
import { DetailHeader } from './DetailHeader.tsx'
import { useExecutionRecord } from './executionRecord.ts'
import { KnownExecution } from './KnownExecution.tsx'
import { UnknownExecution } from './UnknownExecution.tsx'

interface ExecutionDetailProps {
  readonly source: string
  readonly id: string
  readonly onClose: () => void
  readonly neighbours?: ExecutionNeighbours
}

/** Everything about one failed execution, and what can be done with it. */
export function ExecutionDetail({ source, id, onClose, neighbours }: ExecutionDetailProps) {
  const { t } = useLingui()
  const { data: record, error, isFetching, refetch } = useExecutionRecord(source, id)
  useDocumentTitle(t`Execution ${id}`)
  useEscape(onClose)
  const header = { id, neighbours, onClose }

  // Keyed by id: what belongs to one execution, an open question above all, never stays for the next.
  if (record) return <KnownExecution key={id} source={source} record={record} header={header} />
  return (
    <article className="detail" aria-label={t`Execution ${id}`}>
      <DetailHeader {...header} />
      {record === null ? (
        <UnknownExecution id={id} onClose={onClose} />
      ) : error === null ? (
        <DetailSkeleton />
      ) : (
        <ErrorNote
          error={error}
          title={<Trans>This execution could not be read.</Trans>}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      )}
    </article>
  )
}

/** Escape closes the detail, unless it means something to a field, a menu or a dialog first. */
function useEscape(onClose: () => void): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest('input, textarea, select, [role="dialog"]')) return
      onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClose])
}

const SKELETON_LINES = ['40%', '85%', '70%', '90%', '55%'] as const

function DetailSkeleton() {
  return (
    <div className="detail-skeleton">
      <span className="visually-hidden">
        <Trans>Loading</Trans>
      </span>
      {SKELETON_LINES.map((inlineSize) => (
        <span key={inlineSize} className="skeleton" style={{ inlineSize }} />
      ))}
    </div>
  )
}
