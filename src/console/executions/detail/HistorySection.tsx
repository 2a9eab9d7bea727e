import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { DomainEventStream } from '../../../wow/schemas.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Id } from '../../ui/Id.tsx'
import { Time } from '../../ui/Time.tsx'
import { executionQueries } from '../executionQueries.ts'
import { DetailSection } from './DetailSection.tsx'
import { EventSentence } from './EventSentence.tsx'
import { Fact } from '../../ui/Fact.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { RawJson } from '../../ui/RawJson.tsx'

/** Everything that happened to an execution, newest first: in words, with the raw event behind. */
export function HistorySection({ source, id }: { readonly source: string; readonly id: string }) {
  const history = useInfiniteQuery(executionQueries.events(source, id))
  const streams = history.data?.pages.flat() ?? []
  return (
    <DetailSection title={<Trans>History</Trans>}>
      <ErrorNote
        error={history.error}
        title={<Trans>The history could not be read.</Trans>}
        onRetry={() => void history.refetch()}
        retrying={history.isFetching}
      />
      <ol className="history">
        {streams.map((stream) => (
          <HistoryItem key={stream.version} stream={stream} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button size="small" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          <Trans>Older events</Trans>
        </Button>
      )}
    </DetailSection>
  )
}

function HistoryItem({ stream }: { readonly stream: DomainEventStream }) {
  const { t } = useLingui()
  return (
    <li>
      <Fold
        className="history-item"
        summary={
          <>
            <span className="history-version">v{stream.version}</span>
            <span className="history-words">
              {stream.body.map((event) => (
                <span key={event.id}>
                  <EventSentence event={event} />
                </span>
              ))}
            </span>
            <Time at={stream.createTime} />
          </>
        }
      >
        {() => (
          <div className="history-more">
            <StreamFacts stream={stream} />
            <RawJson value={stream} label={t`event v${stream.version} as JSON`} />
          </div>
        )}
      </Fold>
    </li>
  )
}

/** Shown under names of their own; what else a header holds is shown under the name it has there. */
const NAMED_HEADERS = new Set([
  'upstream_name',
  'command_operator',
  'device_id',
  'app_id',
  'remote_ip',
  'user_agent',
  'trace_id',
  'command_wait_id',
  'command_wait_stage',
  'command_wait_endpoint',
])

const idOf = (value: string | undefined) => (value === undefined ? undefined : <Id value={value} whole />)

/** Who and what stands behind an event. The server leaves out what it does not know. */
function StreamFacts({ stream }: { readonly stream: DomainEventStream }) {
  const { header } = stream

  return (
    <dl className="facts">
      <Fact name={<Trans>Time</Trans>}>
        <Time at={stream.createTime} show="absolute" />
      </Fact>
      <Fact name={<Trans>Command</Trans>}>{header['upstream_name']}</Fact>
      <Fact name={<Trans>Operator</Trans>}>{header['command_operator']}</Fact>
      <Fact name={<Trans>Device</Trans>}>{header['device_id']}</Fact>
      <Fact name={<Trans>Application</Trans>}>{header['app_id']}</Fact>
      <Fact name={<Trans>Address</Trans>}>{header['remote_ip']}</Fact>
      <Fact name={<Trans>User agent</Trans>}>{header['user_agent']}</Fact>
      <Fact name={<Trans>Request id</Trans>}>{idOf(stream.requestId)}</Fact>
      <Fact name={<Trans>Command id</Trans>}>{idOf(stream.commandId)}</Fact>
      <Fact name={<Trans>Trace id</Trans>}>{idOf(header['trace_id'])}</Fact>
      <Fact name={<Trans>Event id</Trans>}>{idOf(stream.id)}</Fact>
      <Fact name={<Trans>Wait id</Trans>}>{idOf(header['command_wait_id'])}</Fact>
      <Fact name={<Trans>Wait stage</Trans>}>{header['command_wait_stage']}</Fact>
      <Fact name={<Trans>Wait endpoint</Trans>}>{header['command_wait_endpoint']}</Fact>
      <Fact name={<Trans>Type</Trans>}>
        {stream.body.map(({ bodyType, revision }) => `${bodyType} ${revision}`).join(', ')}
      </Fact>
      {Object.entries(header)
        .filter(([name]) => !NAMED_HEADERS.has(name))
        .map(([name, value]) => (
          <Fact key={name} name={<code>{name}</code>}>
            {value}
          </Fact>
        ))}
    </dl>
  )
}
