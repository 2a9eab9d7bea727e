import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { displayStatus } from '../../../../wow/execution/status.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { useServerNow } from '../../../ui/data/serverClock.ts'
import { StatusTag } from '../../../ui/values/StatusTag.tsx'
import { fromStateEvent } from '../../detail/executionRecord.ts'
import type { ExecutionRecord } from '../../detail/executionRecord.ts'
import { RecoverableName } from '../../../ui/values/RecoverableName.tsx'
import { RetrySpecText } from '../../../ui/values/RetrySpecText.tsx'
import { stateQueries } from '../../detail/state/stateQueries.ts'
import { TagsText } from './TagsText.tsx'

interface ChangedNoteProps {
  readonly source: string
  /** The version that was decided on. */
  readonly from: number
  /** What it is now. */
  readonly to: ExecutionRecord
  /** Undefined once it was taken in. */
  readonly onTakenIn: (() => void) | undefined
}

/** What became of the record since it was decided on: what was seen beside what is. */
export function ChangedNote({ source, from, to, onTakenIn }: ChangedNoteProps) {
  const { t } = useLingui()
  const now = useServerNow()
  const { data: seen } = useQuery({ ...stateQueries.atVersion(source, to.id, from), select: fromStateEvent })
  const changes = seen ? changesBetween(seen, to, now) : []
  return (
    <div className="changed-note" role={onTakenIn ? 'alert' : undefined}>
      <Icon name="warning" />
      <div>
        <p>
          <strong>
            <Trans>
              It has changed meanwhile: you saw version {from}, now it is version {to.version}.
            </Trans>
          </strong>
        </p>
        {seen && (
          <table className="changes">
            <thead>
              <tr>
                <th scope="col" aria-label={t`Part`} />
                <th scope="col">
                  <Trans>You saw</Trans>
                </th>
                <th scope="col">
                  <Trans>Now</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ key, name, before, after }) => (
                <tr key={key}>
                  <th scope="row">{name}</th>
                  <td>{before}</td>
                  <td>{after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {seen && changes.length === 0 && (
          <p>
            <Trans>Nothing that is compared here is different.</Trans>
          </p>
        )}
        {onTakenIn && (
          <Button size="small" onClick={onTakenIn}>
            <Trans>I have seen it: decide on version {to.version}</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}

interface Change {
  readonly key: string
  readonly name: ReactNode
  readonly before: ReactNode
  readonly after: ReactNode
}

interface Part {
  readonly key: string
  readonly name: ReactNode
  /** What is compared. */
  readonly value: (record: ExecutionRecord) => unknown
  readonly show: (record: ExecutionRecord, now: number | null) => ReactNode
}

const PARTS: readonly Part[] = [
  {
    key: 'status',
    name: <Trans>Status</Trans>,
    value: ({ state, deleted }) => [state.status, deleted],
    show: (record, now) => <StatusTag status={displayStatus(record, now)} />,
  },
  {
    key: 'mark',
    name: <Trans>Mark</Trans>,
    value: ({ state }) => state.recoverable,
    show: ({ state }) => <RecoverableName value={state.recoverable} />,
  },
  {
    key: 'tries',
    name: <Trans>Tries</Trans>,
    value: ({ state }) => [state.retryState.retries, state.retrySpec.maxRetries],
    show: ({ state }) => `${state.retryState.retries}/${state.retrySpec.maxRetries}`,
  },
  {
    key: 'error',
    name: <Trans>Error</Trans>,
    value: ({ state }) => [state.error.errorCode, state.error.errorMsg],
    show: ({ state }) => (
      <>
        <code>{state.error.errorCode}</code> {state.error.errorMsg.slice(0, 200)}
      </>
    ),
  },
  {
    key: 'spec',
    name: <Trans>Retry spec</Trans>,
    value: ({ state: { retrySpec } }) => [retrySpec.maxRetries, retrySpec.minBackoff, retrySpec.executionTimeout],
    show: ({ state }) => <RetrySpecText spec={state.retrySpec} />,
  },
  {
    key: 'function',
    name: <Trans>Function</Trans>,
    value: ({ state: { function: of } }) => [of.functionKind, of.contextName, of.processorName, of.name],
    show: ({ state: { function: of } }) => `${of.processorName}.${of.name} (${of.functionKind} · ${of.contextName})`,
  },
  {
    key: 'tags',
    name: <Trans>Tags</Trans>,
    value: ({ tags }) => tags,
    show: ({ tags }) => <TagsText tags={tags} />,
  },
]

function changesBetween(seen: ExecutionRecord, is: ExecutionRecord, now: number | null): readonly Change[] {
  return PARTS.filter(({ value }) => JSON.stringify(value(seen)) !== JSON.stringify(value(is))).map(
    ({ key, name, show }) => ({ key, name, before: show(seen, now), after: show(is, now) }),
  )
}
