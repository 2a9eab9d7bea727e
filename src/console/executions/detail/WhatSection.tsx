import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
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
      </dl>
      <ul className="links">
        <AllAlike source={source} field="state.eventId.aggregateId.aggregateId" value={aggregateId.aggregateId}>
          <Trans>All on this {aggregateId.aggregateName}</Trans>
        </AllAlike>
        <AllAlike source={source} field="state.eventId.id" value={eventId.id}>
          <Trans>All of this event</Trans>
        </AllAlike>
        <AllAlike source={source} field="state.function.processorName" value={handler.processorName}>
          <Trans>All of this processor</Trans>
        </AllAlike>
      </ul>
    </DetailSection>
  )
}

interface AllAlikeProps {
  readonly source: string
  readonly field: string
  readonly value: string
  readonly children: ReactNode
}

/** Leads to the list of every execution that has this value too, whatever became of it. */
function AllAlike({ source, field, value, children }: AllAlikeProps) {
  const to = executionsAddress(source, { view: 'all', filter: toFilter([eq(field, value)]) })
  return (
    <li>
      <Link to={to}>{children}</Link>
    </li>
  )
}
