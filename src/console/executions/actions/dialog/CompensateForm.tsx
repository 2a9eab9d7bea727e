import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { PREPARED_HANDLER } from '../../../../wow/commands/compensation.ts'
import type { DomainEvent, DomainEventStream, FunctionInfo } from '../../../../wow/schemas.ts'
import { MissingReason } from '../../../ui/BlockedReason.tsx'
import { useMissing } from '../../../ui/data/capabilities.ts'
import { EventSentence } from '../../../ui/values/EventSentence.tsx'
import { Time } from '../../../ui/values/Time.tsx'
import { historyQueries } from '../../detail/history/historyQueries.ts'
import { COMPENSATE_OPERATION } from '../acts.ts'
import { useCommandRun } from '../commandRuns.ts'
import { DecisionForm } from './DecisionForm.tsx'
import type { Decision } from './DecisionForm.tsx'
import {
  FUNCTION_FIELDS,
  FunctionInput,
  TypedFunction,
  functionFieldName,
  trimmedFunction,
  typedFunction,
} from './functionFields.tsx'
import type { FunctionField } from './functionFields.tsx'
import { NoForm } from './NoForm.tsx'
import { useTyped } from './typedDraft.ts'

interface CompensateFormProps extends Decision {
  /** Of the event; undefined where the address names none. */
  readonly version: number | undefined
}

/** One event of the execution, and the one function for which it is published again. */
export function CompensateForm({ version, ...decision }: CompensateFormProps) {
  const { source, record, onClose } = decision
  const isThere = version !== undefined && version <= record.version
  const at = version ?? 1
  const reading = useQuery({ ...historyQueries.versions(source, record.id, at, at), enabled: isThere })
  const stream = reading.data?.[0]
  const missing = useMissing(source)(COMPENSATE_OPERATION)
  if (isThere && stream !== undefined && missing === undefined) return <EventForm {...decision} stream={stream} />
  return (
    <NoForm
      reading={reading}
      failure={<Trans>This event could not be read.</Trans>}
      reason={
        missing !== undefined ? (
          <MissingReason endpoint={missing} />
        ) : !isThere || reading.data !== undefined ? (
          <Trans>This execution has no such event; its newest is v{record.version}.</Trans>
        ) : undefined
      }
      onClose={onClose}
    />
  )
}

/** Who hears of an event, as far as it is known: the library's own handler, else by the usual names. */
function listenerOf(event: DomainEvent | undefined): FunctionInfo {
  if (event?.name === 'compensation_prepared') return PREPARED_HANDLER
  const eventClass = event?.bodyType.split('.').at(-1) ?? ''
  return { ...PREPARED_HANDLER, processorName: '', name: eventClass === '' ? '' : `on${eventClass}` }
}

function EventForm({ stream, ...decision }: Decision & { readonly stream: DomainEventStream }) {
  const { t } = useLingui()
  const { source, record } = decision
  const { version } = stream
  const failed = useCommandRun(source, record.id)?.intent
  const { typed, setTyped, draft } = useTyped(decision, TypedFunction, () =>
    failed?.act === 'compensate-event' && failed.eventVersion === version
      ? typedFunction(failed.function)
      : typedFunction(listenerOf(stream.body[0])),
  )
  const wanted = trimmedFunction(typed)
  const kind = KINDS.find((known) => known === wanted.functionKind)
  const isBlank = FUNCTION_FIELDS.some((field) => wanted[field] === '')
  const runsAgain =
    stream.body.some(({ name }) => name === 'compensation_prepared') &&
    FUNCTION_FIELDS.every((field) => wanted[field] === PREPARED_HANDLER[field])

  return (
    <DecisionForm
      {...decision}
      draft={draft}
      intentOf={() =>
        kind === undefined || isBlank
          ? undefined
          : { act: 'compensate-event', eventVersion: version, function: { ...wanted, functionKind: kind } }
      }
    >
      <p className="compensate-event">
        <strong>v{version}</strong>{' '}
        {stream.body.map((event) => (
          <EventSentence key={event.id} event={event} />
        ))}{' '}
        · <Time at={stream.createTime} show="absolute" />
      </p>
      <fieldset className="compensate-function" aria-label={t`The function that hears of it`}>
        {FUNCTION_FIELDS.map((field) => (
          <FunctionPart
            key={field}
            field={field}
            value={typed[field]}
            onChange={(value) => setTyped({ ...typed, [field]: value })}
          />
        ))}
      </fieldset>
      <output className="input-help">
        {isBlank ? (
          <Trans>Every part is needed.</Trans>
        ) : runsAgain ? (
          record.state.status === 'PREPARED' ? (
            <Trans>The service that owns the source event runs the failed function again, as after prepare.</Trans>
          ) : (
            <Trans>
              The service that owns the source event runs the failed function again, but no attempt is running here:
              this record will refuse what it answers.
            </Trans>
          )
        ) : null}
      </output>
    </DecisionForm>
  )
}

const KINDS = ['EVENT', 'STATE_EVENT'] as const

interface FunctionPartProps {
  readonly field: FunctionField
  readonly value: string
  readonly onChange: (value: string) => void
}

function FunctionPart(part: FunctionPartProps) {
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{functionFieldName(part.field)}</label>
      <FunctionInput id={id} kinds={KINDS} {...part} />
    </>
  )
}
