import { Trans } from '@lingui/react/macro'
import { and, eq } from '../../../wow/condition/condition.ts'
import type { EventHeader } from '../../../wow/schemas.ts'
import { middleTruncated } from '../../ui/values/format.ts'
import { Id } from '../../ui/values/Id.tsx'
import { CountedLink } from './CountedLink.tsx'
import { DetailSection } from './DetailSection.tsx'
import type { ExecutionRecord } from './executionRecord.ts'
import { Fact } from '../../ui/values/Fact.tsx'
import { TemplateLinks } from './TemplateLinks.tsx'

interface WhatSectionProps {
  readonly source: string
  readonly record: ExecutionRecord
  /** That of the last event, undefined while unknown. */
  readonly header: EventHeader | undefined
}

/** What failed: the event of another service, the function that was to handle it, and the way to what else failed there. */
export function WhatSection({ source, record, header }: WhatSectionProps) {
  const { eventId, function: handler } = record.state
  const { aggregateId } = eventId
  const sourceId = <code>{middleTruncated(aggregateId.aggregateId)}</code>
  return (
    <DetailSection title={<Trans>What</Trans>}>
      <dl className="facts">
        <Fact name={<Trans>Source</Trans>}>
          {aggregateId.aggregateName} <Id value={aggregateId.aggregateId} whole />{' '}
          <span className="secondary">
            v{eventId.version} · {aggregateId.contextName}
          </span>
        </Fact>
        <Fact name={<Trans>Event</Trans>}>
          <Id value={eventId.id} whole />
        </Fact>
        <Fact name={<Trans>Function</Trans>}>
          <strong>
            {handler.processorName}
            <wbr />.{handler.name}
          </strong>{' '}
          <span className="secondary">
            {handler.functionKind} · {handler.contextName}
          </span>
        </Fact>
        <TemplateLinks record={record} header={header} />
        <Fact name={<Trans>Others</Trans>}>
          <ul className="links">
            <li>
              <CountedLink
                {...{ source, record }}
                condition={and(
                  eq('state.eventId.aggregateId.aggregateId', aggregateId.aggregateId),
                  eq('state.eventId.aggregateId.aggregateName', aggregateId.aggregateName),
                )}
                withThisOne={<Trans>on {sourceId}, with this one</Trans>}
              >
                <Trans>more on {sourceId}</Trans>
              </CountedLink>
            </li>
            <li>
              <CountedLink
                {...{ source, record }}
                condition={eq('state.eventId.id', eventId.id)}
                withThisOne={<Trans>of this event, with this one</Trans>}
              >
                <Trans>more of this event</Trans>
              </CountedLink>
            </li>
            <li>
              <CountedLink
                {...{ source, record }}
                condition={and(
                  eq('state.function.contextName', handler.contextName),
                  eq('state.function.processorName', handler.processorName),
                  eq('state.function.name', handler.name),
                )}
                withThisOne={<Trans>of this function, with this one</Trans>}
              >
                <Trans>more of this function</Trans>
              </CountedLink>
            </li>
          </ul>
        </Fact>
      </dl>
    </DetailSection>
  )
}
