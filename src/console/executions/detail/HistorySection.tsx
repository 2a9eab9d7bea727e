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
import { Fact } from './Fact.tsx'
import { Fold } from './Fold.tsx'
import { RawJson } from './RawJson.tsx'

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

/** Who and what stands behind an event. The server leaves out what it does not know. */
function StreamFacts({ stream }: { readonly stream: DomainEventStream }) {
  const { header } = stream
  const traceId = header['trace_id']
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
      <Fact name={<Trans>Request id</Trans>}>
        <Id value={stream.requestId} whole />
      </Fact>
      <Fact name={<Trans>Command id</Trans>}>
        <Id value={stream.commandId} whole />
      </Fact>
      <Fact name={<Trans>Trace id</Trans>}>{traceId === undefined ? undefined : <Id value={traceId} whole />}</Fact>
      <Fact name={<Trans>Event id</Trans>}>
        <Id value={stream.id} whole />
      </Fact>
    </dl>
  )
}
