import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { memo, useEffect } from 'react'
import type { DisplayStatus } from '../../../wow/status.ts'
import { liveQueries } from '../../ui/liveQueries.ts'
import { StaleLine } from '../../ui/StaleLine.tsx'
import { useWritable } from '../../ui/writable.ts'
import { isUnseen, useCommandRun } from '../commandRuns.ts'
import { readAgain } from '../executionCommands.ts'
import { executionQueries } from '../executionQueries.ts'
import { attempts } from './attempts.ts'
import { FailureNote, ProgressWords } from './CommandNote.tsx'
import { ErrorSection } from './ErrorSection.tsx'
import type { ExecutionRecord } from './executionRecord.ts'
import { HistorySection } from './HistorySection.tsx'
import { MarkSection } from './MarkSection.tsx'
import { RecordSection } from './RecordSection.tsx'
import { RetrySection } from './RetrySection.tsx'
import { StateSentence } from './StateSentence.tsx'
import { ViewNote } from './ViewNote.tsx'
import { WhatSection } from './WhatSection.tsx'

// The time left ticks every second; what is long and does not depend on time stands still meanwhile.
const Failure = memo(ErrorSection)
const History = memo(HistorySection)

interface KnownExecutionProps {
  readonly source: string
  readonly record: ExecutionRecord
  readonly status: DisplayStatus
  /** Server clock, null while unknown. */
  readonly now: number | null
}

/** An execution that the server knows: what to do first, then why it failed, then the rest. */
export function KnownExecution({ source, record, status, now }: KnownExecutionProps) {
  const { id } = record
  const writable = useWritable()
  const run = useCommandRun(source, id)
  const { data: history } = useInfiniteQuery(executionQueries.events(source, id))
  const streams = history?.pages.flat() ?? []
  const tried = attempts(streams)
  const isUnderWay = run !== undefined && isUnseen(run, record.version)
  useFollow(source, record, streams[0]?.version)

  return (
    <>
      <div className="detail-now">
        <StaleLine writable={writable} />
        <output className="detail-state">
          {isUnderWay ? (
            <ProgressWords run={run} />
          ) : (
            <StateSentence record={record} status={status} attempt={tried.at(-1)} now={now} />
          )}
        </output>
        {run && <FailureNote source={source} id={id} run={run} off={!writable.writable} />}
        <ViewNote source={source} record={record} now={now} />
      </div>
      <Failure source={source} record={record} />
      <RetrySection record={record} tried={tried} now={now} />
      <WhatSection source={source} record={record} header={streams[0]?.header} />
      <MarkSection record={record} />
      <History source={source} id={id} />
      <RecordSection source={source} record={record} status={status} />
    </>
  )
}

/**
 * Reads record, history and row again when one of them is behind: the live stream tells of a newer version, or the
 * record has moved past the newest event that was read.
 */
function useFollow(source: string, { id, version }: ExecutionRecord, newestEvent: number | undefined): void {
  const client = useQueryClient()
  const { data: live } = useQuery(liveQueries.of(source))
  const told = live.changed.get(id)?.version ?? 0
  useEffect(() => {
    if (told > version || (newestEvent ?? version) < version) void readAgain(client, source, id)
  }, [client, source, id, told, version, newestEvent])
}
