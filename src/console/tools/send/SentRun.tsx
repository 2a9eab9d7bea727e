import { Trans, useLingui } from '@lingui/react/macro'
import * as z from 'zod/mini'
import { AGGREGATE_NAME } from '../../../wow/commands/commands.ts'
import { CopyButton } from '../../ui/copy/CopyButton.tsx'
import { Fact } from '../../ui/values/Fact.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Id } from '../../ui/values/Id.tsx'
import { RawJson } from '../../ui/values/RawJson.tsx'
import { Duration } from '../../ui/values/Time.tsx'
import { aggregateIdOf } from './aggregateIdOf.ts'
import { sendCurl } from './sendCurl.ts'
import { sendCommand } from './sentCommands.ts'
import type { SentCommand, Step } from './sentCommands.ts'

/** What the server has said of a command so far, stage by stage. */
export function SentRun({ run }: { readonly run: SentCommand }) {
  const { t } = useLingui()
  return (
    <div className="sent-run">
      <RunPhase run={run} />
      <dl className="facts">
        <Fact name={<Trans>Aggregate</Trans>}>
          <RunAggregate run={run} />
        </Fact>
        <Fact name={<Trans>Request id</Trans>}>
          <Id value={run.requestId} whole />
        </Fact>
      </dl>
      {run.steps.length > 0 && (
        <ol className="sent-steps" aria-label={t`Stages`}>
          {run.steps.map((step) => (
            <StepLine key={`${step.stage} ${step.at}`} step={step} since={run.at} />
          ))}
        </ol>
      )}
      {run.failure !== undefined && (
        <p className="sent-failure" lang="en">
          {run.failure.message} <code>{run.failure.code}</code>
        </p>
      )}
      {run.phase === 'lost' && (
        <p>
          <Trans>
            Read the aggregate before you do anything else. Sending it again under the same request id runs it at most
            once: a DuplicateRequestId says that it has run.
          </Trans>{' '}
          <button type="button" className="link-button body-button" onClick={() => sendCommand(run)}>
            <Trans>Send again under this request id</Trans>
          </button>
        </p>
      )}
      <div className="sent-tools">
        <CopyButton text={() => sendCurl(run, location.origin)} label={t`Copy as curl`}>
          <Trans>Copy as curl</Trans>
        </CopyButton>
      </div>
    </div>
  )
}

function RunAggregate({ run }: { readonly run: SentCommand }) {
  const results = run.steps.map(({ result }) => Result.safeParse(result).data)
  const made = results.find((result) => result?.aggregateId !== undefined && result.aggregateId !== '')
  const id = made?.aggregateId ?? aggregateIdOf(run)
  if (id === '') return <Trans>not known</Trans>
  const isExecution = made?.aggregateName === AGGREGATE_NAME
  return isExecution ? (
    <Id value={id} whole to={`/${encodeURIComponent(run.source)}/executions/${encodeURIComponent(id)}?view=all`} />
  ) : (
    <Id value={id} whole />
  )
}

/** How it stands, in one line; told to those who do not see it. */
export function RunPhase({ run }: { readonly run: SentCommand }) {
  const last = run.steps.at(-1)?.stage
  switch (run.phase) {
    case 'sending':
      return (
        <output className="status status-executing">
          <Icon name="executing" />
          {last === undefined ? <Trans>On its way</Trans> : <Trans>Reached {last}, waiting</Trans>}
        </output>
      )
    case 'reached':
      return (
        <output className="status status-succeeded">
          <Icon name="succeeded" />
          {last === undefined || last === '' ? <Trans>Answered</Trans> : <Trans>Reached {last}</Trans>}
        </output>
      )
    case 'refused':
      return (
        <output className="status status-failed">
          <Icon name="failed" />
          <Trans>Refused</Trans>
        </output>
      )
    case 'lost':
      return (
        <output className="status status-timed-out">
          <Icon name="warning" />
          <Trans>No answer: nobody knows whether it ran</Trans>
        </output>
      )
    default:
      return null
  }
}

const Result = z.looseObject({
  aggregateName: z.optional(z.string()),
  aggregateId: z.optional(z.string()),
  aggregateVersion: z.optional(z.nullable(z.number())),
  function: z.optional(z.looseObject({ processorName: z.string(), name: z.string() })),
})

function StepLine({ step, since }: { readonly step: Step; readonly since: number }) {
  const { t } = useLingui()
  const result = Result.safeParse(step.result).data
  const by = result?.function
  const version = result?.aggregateVersion ?? undefined
  return (
    <li>
      <strong>{step.stage}</strong>{' '}
      <span className="secondary">
        <Trans>
          after <Duration ms={step.at - since} />
        </Trans>
        {version !== undefined && (
          <>
            {' · '}
            <Trans>version {version}</Trans>
          </>
        )}
        {by !== undefined && ` · ${by.processorName}.${by.name}`}
      </span>
      <RawJson value={step.result} label={t`the result of ${step.stage}`} />
    </li>
  )
}
