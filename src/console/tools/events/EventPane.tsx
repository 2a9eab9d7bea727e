import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-router'
import { EventSentence } from '../../ui/EventSentence.tsx'
import { Fact } from '../../ui/Fact.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Id } from '../../ui/Id.tsx'
import { useKey } from '../../ui/keys.ts'
import { RawJson } from '../../ui/RawJson.tsx'
import { Time } from '../../ui/Time.tsx'
import { useSourceName } from '../../ui/useSourceName.ts'
import { executionAddress } from './eventColumns.tsx'
import type { ListedStream } from './eventQueries.ts'

/** One event stream beside the list. */
export function EventPane({ row, onClose }: { row: ListedStream; onClose: () => void }) {
  const { t } = useLingui()
  const source = useSourceName()
  const { stream } = row
  useKey('Escape', t`Close the event`, 'record', onClose)
  return (
    <section className="event-pane" aria-label={t`Event`}>
      <header>
        <h2>
          {stream === undefined ? (
            <Trans>An event stream this page cannot read</Trans>
          ) : (
            stream.body.map(({ id, name }) => (
              <code key={id} className="event-name">
                {name}
              </code>
            ))
          )}
        </h2>
        <button type="button" className="icon-button" aria-label={t`Close`} data-tip={t`Close (Esc)`} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {stream !== undefined && (
        <>
          {stream.body.map((event) => (
            <p key={event.id}>
              <EventSentence event={event} />
            </p>
          ))}
          <dl className="facts">
            <Fact name={<Trans>Execution</Trans>}>
              <Id value={stream.aggregateId} to={executionAddress(source, stream.aggregateId)} whole />
            </Fact>
            <Fact name={<Trans>Version</Trans>}>{stream.version}</Fact>
            <Fact name={<Trans>Time</Trans>}>
              <Time at={stream.createTime} show="absolute" />
            </Fact>
            <Fact name={<Trans>Command</Trans>}>{stream.header['upstream_name']}</Fact>
            <Fact name={<Trans>Operator</Trans>}>{stream.header['command_operator']}</Fact>
            <Fact name={<Trans>Request id</Trans>}>
              <Id value={stream.requestId} whole />
            </Fact>
            <Fact name={<Trans>Command id</Trans>}>
              <Id value={stream.commandId} whole />
            </Fact>
            <Fact name={<Trans>Event id</Trans>}>
              <Id value={stream.id} whole />
            </Fact>
          </dl>
          <p>
            <Link to={executionAddress(source, stream.aggregateId)}>
              <Trans>Open the execution with its history</Trans>
            </Link>
          </p>
        </>
      )}
      <RawJson value={row.raw} label={t`the event as it came`} />
    </section>
  )
}
