import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { displayStatus } from '../../../wow/execution/status.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useKey } from '../../ui/keys.ts'
import { ApiError } from '../../ui/data/request.ts'
import { useDocumentTitle } from '../../ui/Screen.tsx'
import { useServerNow } from '../../ui/data/serverClock.ts'
import { ActionButtons } from '../actions/ActionButtons.tsx'
import type { ExecutionNeighbours } from '../executionNeighbours.ts'
import './detail.css'
import { DetailHeader, StatusAndAge } from './DetailHeader.tsx'
import { useExecutionRecord } from './executionRecord.ts'
import { KnownExecution } from './KnownExecution.tsx'
import { RawJson } from '../../ui/values/RawJson.tsx'
import { UnknownExecution } from './UnknownExecution.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

interface ExecutionDetailProps {
  readonly source: string
  readonly id: string
  readonly onClose: () => void
  readonly neighbours?: ExecutionNeighbours | undefined
}

/** Everything about one failed execution, and what can be done with it. */
export function ExecutionDetail({ source, id, onClose, neighbours }: ExecutionDetailProps) {
  const { t } = useLingui()
  const { data: record, error, isFetching, refetch, missing } = useExecutionRecord(source, id)
  // A running attempt shows its time left; otherwise a few seconds late is soon enough.
  const now = useServerNow(record?.state.status === 'PREPARED' ? 1000 : 5000)
  const status = record && displayStatus(record, now)
  const article = useTop(id)
  useDocumentTitle(t`Execution ${id}`)
  useKey('Escape', t`Close the execution`, 'record', onClose)

  // The bar stays while one walks, and with it the focus; what belongs to one execution is keyed by its id.
  return (
    <article className="detail" aria-label={t`Execution ${id}`} ref={article}>
      <DetailHeader
        id={id}
        neighbours={neighbours}
        onClose={onClose}
        actions={record && <ActionButtons key={id} source={source} record={record} now={now} />}
      >
        {record && status && <StatusAndAge record={record} status={status} now={now} />}
      </DetailHeader>
      {record && status ? (
        <KnownExecution key={id} source={source} record={record} status={status} now={now} />
      ) : record === null ? (
        <UnknownExecution id={id} missing={missing} onClose={onClose} />
      ) : error === null ? (
        <Skeleton className="detail-skeleton" widths={SKELETON_LINES} />
      ) : (
        <div className="detail-failed">
          <ErrorNote
            error={error}
            title={<Trans>This execution could not be read.</Trans>}
            onRetry={() => void refetch()}
            retrying={isFetching}
          />
          {error instanceof ApiError && error.code === 'Unreadable' && (
            <RawJson value={error.body} label={t`the record as it came`} />
          )}
        </div>
      )}
    </article>
  )
}

/** Another execution begins at its top, wherever the one before was left. */
function useTop(id: string) {
  const article = useRef<HTMLElement>(null)
  const shown = useRef(id)
  useEffect(() => {
    if (shown.current === id) return
    shown.current = id
    article.current?.parentElement?.scrollTo({ top: 0 })
  }, [id])
  return article
}

const SKELETON_LINES = ['40%', '85%', '70%', '90%', '55%'] as const
