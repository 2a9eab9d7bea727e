import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { eq } from '../../../wow/condition/condition.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { withPart } from '../../conditions/filterText.ts'
import { EventSentence } from '../../ui/values/EventSentence.tsx'
import { Fact } from '../../ui/values/Fact.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Id } from '../../ui/values/Id.tsx'
import { useKey } from '../../ui/keys.ts'
import { RawJson } from '../../ui/values/RawJson.tsx'
import { Time } from '../../ui/values/Time.tsx'
import { useMedia } from '../../ui/useMedia.ts'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { executionAddress } from './eventColumns.tsx'
import type { ListedStream } from './eventQueries.ts'
import { START, eventsAddress } from './eventSearch.ts'
import type { EventSearch } from './eventSearch.ts'

/** One event stream beside the list. */
export function EventPane({ row, search, onClose }: { row: ListedStream; search: EventSearch; onClose: () => void }) {
  const { t } = useLingui()
  const source = useSourceName()
  const { stream } = row
  const only = (part: Condition) => eventsAddress(source, { ...search, ...START, filter: withPart(search, part) })
  const heading = useRef<HTMLHeadingElement>(null)
  // Where it takes the place of the list, the row that had the focus is gone.
  const isAlone = useMedia('(max-width: 1099px)')
  useEffect(() => {
    if (isAlone) heading.current?.focus()
  }, [isAlone])
  useKey('Escape', t`Close the event`, 'record', onClose)
  return (
    <section className="event-pane" aria-label={t`Event`}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
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
          <ul>
            <li>
              <Link to={executionAddress(source, stream.aggregateId)}>
                <Trans>Open the execution with its history</Trans>
              </Link>
            </li>
            <li>
              <Link to={only({ operator: 'AGGREGATE_ID', value: stream.aggregateId })}>
                <Trans>Only events of this execution</Trans>
              </Link>
            </li>
            {stream.body.slice(0, 1).map(({ name }) => (
              <li key={name}>
                <Link to={only(eq('body.name', name))}>
                  <Trans>Only events of this kind</Trans>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <RawJson value={row.raw} label={t`the event as it came`} />
    </section>
  )
}
