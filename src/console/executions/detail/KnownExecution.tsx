import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, lazy, memo, useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { DomainEventStream } from '../../../wow/schemas.ts'
import type { DisplayStatus } from '../../../wow/execution/status.ts'
import { announce } from '../../ui/announce.ts'
import { liveQueries } from '../../ui/data/liveQueries.ts'
import { PartBoundary } from '../../ui/PartBoundary.tsx'
import { StaleLine } from '../../ui/StaleLine.tsx'
import { useMissing } from '../../ui/data/capabilities.ts'
import { useWritable } from '../../ui/data/writable.ts'
import { isUnseen, useCommandRun } from '../actions/commandRuns.ts'
import { readAgain } from '../actions/executionCommands.ts'
import { executionQueries } from '../executionQueries.ts'
import { RunNote, ProgressWords } from '../actions/CommandNote.tsx'
import { attempts, deletionOf } from './attempts/attempts.ts'
import { useDetailPlace } from './detailAddress.ts'
import { ErrorSection } from './ErrorSection.tsx'
import type { ExecutionRecord } from './executionRecord.ts'
import { HistorySection } from './HistorySection.tsx'
import { MarkSection } from './MarkSection.tsx'
import { EVENTS, useMissingOf } from './neededOperations.ts'
import { PartTabs } from './PartTabs.tsx'
import { RecordSection } from './RecordSection.tsx'
import { RetrySection } from './retry/RetrySection.tsx'
import { StateSentence } from './StateSentence.tsx'
import { ViewNote } from './ViewNote.tsx'
import { WhatSection } from './WhatSection.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

// The time left ticks every second; what is long and does not depend on time stands still meanwhile.
const Failure = memo(ErrorSection)
const History = memo(HistorySection)

const AttemptsPart = lazy(async () => ({ default: (await import('./attempts/AttemptsPart.tsx')).AttemptsPart }))
const HistoryPart = lazy(async () => ({ default: (await import('./history/HistoryPart.tsx')).HistoryPart }))
const StatePart = lazy(async () => ({ default: (await import('./state/StatePart.tsx')).StatePart }))

const noStreams: readonly DomainEventStream[] = []

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
  const hasEvents = useMissing(source)(EVENTS) === undefined
  const { data: streams = noStreams } = useQuery({ ...executionQueries.events(source, id), enabled: hasEvents })
  const place = useDetailPlace()
  const part = useMissingOf(source)(place.part) === undefined ? place.part : undefined
  const tried = attempts(streams)
  const isUnderWay = run !== undefined && isUnseen(run, record.version)
  const sentence = useRef<HTMLOutputElement>(null)
  useFollow(source, record, streams[0]?.version)
  useChangeSaid(record.version, sentence)

  return (
    <>
      <div className="detail-now">
        <StaleLine writable={writable} />
        <output className="detail-state" ref={sentence}>
          {isUnderWay ? (
            <ProgressWords run={run} />
          ) : (
            <StateSentence
              record={record}
              status={status}
              attempt={tried.at(-1)}
              deletion={deletionOf(streams)}
              now={now}
            />
          )}
        </output>
        {run && <RunNote source={source} id={id} run={run} off={!writable.writable} />}
        <ViewNote source={source} record={record} now={now} />
      </div>
      <PartTabs source={source} record={record} part={part} />
      {part === undefined ? (
        <>
          <Failure source={source} record={record} />
          <RetrySection record={record} tried={tried} now={now} />
          <WhatSection source={source} record={record} header={streams[0]?.header} />
          <MarkSection record={record} />
          <History source={source} id={id} />
          <RecordSection source={source} record={record} status={status} />
        </>
      ) : (
        <PartBoundary key={part}>
          <Suspense fallback={<Skeleton className="detail-skeleton" />}>
            {part === 'attempts' && <AttemptsPart source={source} record={record} now={now} />}
            {part === 'history' && <HistoryPart source={source} record={record} />}
            {part === 'state' && <StatePart source={source} record={record} />}
          </Suspense>
        </PartBoundary>
      )}
    </>
  )
}

/** Says that the record has changed, unless its sentence is another one now, which is read out by itself. */
function useChangeSaid(version: number, sentence: RefObject<HTMLElement | null>): void {
  const { t } = useLingui()
  const said = useRef({ version, text: '' })
  useEffect(() => {
    const text = sentence.current?.textContent ?? ''
    const before = said.current
    said.current = { version, text }
    if (before.version !== version && before.text === text) announce(t`This execution has changed: version ${version}`)
  })
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
