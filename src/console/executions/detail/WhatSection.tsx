import { Trans } from '@lingui/react/macro'
import { Link } from 'react-router'
import { eq } from '../../../wow/condition.ts'
import type { ExecutionFailedState } from '../../../wow/schemas.ts'
import { Id } from '../../ui/Id.tsx'
import { executionsAddress, toFilter } from '../executionSearch.ts'
import { DetailSection } from './DetailSection.tsx'
import { Fact } from './Fact.tsx'

/** What failed: the event of another service, the function that was to handle it, and the way to what else failed there. */
export function WhatSection({ source, state }: { readonly source: string; readonly state: ExecutionFailedState }) {
  const { eventId, function: handler } = state
  const { aggregateId } = eventId
  const same = (field: string, value: string) =>
    executionsAddress(source, { view: 'all', filter: toFilter([eq(field, value)]) })
  return (
    <DetailSection title={<Trans>What</Trans>}>
      <p className="what-path">
        <span>
          <Id value={aggregateId.aggregateId} whole /> ({aggregateId.aggregateName}, {aggregateId.contextName}){' '}
          <Trans>v{eventId.version}</Trans>
        </span>
        <span className="what-arrow" aria-hidden="true">
          →
        </span>
        <span>
          <strong>
            {handler.processorName}.{handler.name}
          </strong>{' '}
          ({handler.functionKind}, {handler.contextName})
        </span>
      </p>
      <dl className="facts">
        <Fact name={<Trans>Event id</Trans>}>
          <Id value={eventId.id} whole />
        </Fact>
      </dl>
      <ul className="links">
        <li>
          <Link to={same('state.eventId.aggregateId.aggregateId', aggregateId.aggregateId)}>
            <Trans>All on {aggregateId.aggregateId}</Trans>
          </Link>
        </li>
        <li>
          <Link to={same('state.eventId.id', eventId.id)}>
            <Trans>All of this event</Trans>
          </Link>
        </li>
        <li>
          <Link to={same('state.function.processorName', handler.processorName)}>
            <Trans>All of {handler.processorName}</Trans>
          </Link>
        </li>
      </ul>
    </DetailSection>
  )
}
