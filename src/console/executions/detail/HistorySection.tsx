import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { DomainEventStream } from '../../../wow/schemas.ts'
import { MissingReason } from '../../ui/BlockedReason.tsx'
import { useMissing } from '../../ui/data/capabilities.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { RawJson } from '../../ui/values/RawJson.tsx'
import { Time } from '../../ui/values/Time.tsx'
import { executionQueries } from '../executionQueries.ts'
import { DetailSection } from './DetailSection.tsx'
import { EventSentence } from '../../ui/values/EventSentence.tsx'
import { StreamFacts } from './history/StreamFacts.tsx'
import { EVENTS } from './neededOperations.ts'
import { PartLink } from './PartLink.tsx'

/** What stands here at once; the rest is a part of its own. */
const MOST = 10

/** What happened to an execution lately, newest first: in words, with the raw event behind. */
export function HistorySection({ source, id }: { readonly source: string; readonly id: string }) {
  const missing = useMissing(source)(EVENTS)
  const history = useQuery({ ...executionQueries.events(source, id), enabled: missing === undefined })
  const streams = history.data?.slice(0, MOST) ?? []
  return (
    <DetailSection title={<Trans>History</Trans>}>
      {missing && (
        <p className="secondary">
          <MissingReason endpoint={missing} />
        </p>
      )}
      <ErrorNote
        error={missing ? null : history.error}
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
        <PartLink className="history-whole" id={id} part="history">
          <Trans>Older events</Trans>
        </PartLink>
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
