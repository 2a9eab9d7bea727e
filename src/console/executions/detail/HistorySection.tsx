import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { DomainEventStream } from '../../../wow/schemas.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { RawJson } from '../../ui/RawJson.tsx'
import { Time } from '../../ui/Time.tsx'
import { executionQueries } from '../executionQueries.ts'
import { useDetailAddress } from './detailAddress.ts'
import { DetailSection } from './DetailSection.tsx'
import { EventSentence } from '../../ui/EventSentence.tsx'
import { StreamFacts } from './history/StreamFacts.tsx'

/** What stands here at once; the rest is a part of its own. */
const MOST = 10

/** What happened to an execution lately, newest first: in words, with the raw event behind. */
export function HistorySection({ source, id }: { readonly source: string; readonly id: string }) {
  const history = useQuery(executionQueries.events(source, id))
  const address = useDetailAddress(id)
  const streams = history.data?.slice(0, MOST) ?? []
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
      {streams.at(-1)?.version !== 1 && streams.length > 0 && (
        <Link className="history-whole" to={address('history')}>
          <Trans>Older events</Trans>
        </Link>
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
