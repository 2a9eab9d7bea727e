import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { EMPTY_BI, isDepth } from './biRequest.ts'
import type { TypedBi } from './biRequest.ts'

interface BiFormProps {
  readonly isPending: boolean
  /** Why no script can be asked for. */
  readonly blocked: ReactNode | undefined
  readonly onWrite: (typed: TypedBi) => void
}

/** What a script is written for; what is left empty is as the server is set. */
export function BiForm({ isPending, blocked, onWrite }: BiFormProps) {
  const { t } = useLingui()
  const depthProblem = useId()
  const [typed, setTyped] = useState(EMPTY_BI)
  const change = (patch: Partial<TypedBi>) => setTyped((before) => ({ ...before, ...patch }))
  const hasDepth = isDepth(typed.maxExpansionDepth)
  const text = (
    name:
      | 'cluster'
      | 'installation'
      | 'database'
      | 'consumerDatabase'
      | 'timezone'
      | 'kafkaBootstrapServers'
      | 'topicPrefix',
    label: ReactNode,
    placeholder: string,
  ) => (
    <label className="tool-field">
      {label}
      <input
        value={typed[name]}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change({ [name]: event.currentTarget.value })}
      />
    </label>
  )
  return (
    <form
      className="bi-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (blocked === undefined && hasDepth && !isPending) onWrite(typed)
      }}
    >
      <label className="tool-field">
        <Trans>What for</Trans>
        <select
          value={typed.operation}
          onChange={(event) => change({ operation: event.currentTarget.value === 'RESET' ? 'RESET' : 'DEPLOY' })}
        >
          <option value="DEPLOY">{t`DEPLOY: make or bring up to date`}</option>
          <option value="RESET">{t`RESET: drop and make anew`}</option>
        </select>
      </label>
      <label className="tool-field">
        <Trans>Topology</Trans>
        <select
          value={typed.mode}
          onChange={(event) => {
            const { value } = event.currentTarget
            change({ mode: value === 'CLUSTER' || value === 'STANDALONE' ? value : '' })
          }}
        >
          <option value="">{t`as the server is set`}</option>
          <option value="CLUSTER">CLUSTER</option>
          <option value="STANDALONE">STANDALONE</option>
        </select>
      </label>
      {typed.mode === 'CLUSTER' && text('cluster', <Trans>Name of the cluster</Trans>, '')}
      {typed.mode === 'CLUSTER' && text('installation', <Trans>Installation</Trans>, '')}
      {text('database', <Trans>Database</Trans>, 'bi_db')}
      {text('consumerDatabase', <Trans>Database of the consumers</Trans>, 'bi_db_consumer')}
      {text('timezone', <Trans>Time zone</Trans>, 'Asia/Shanghai')}
      {text('kafkaBootstrapServers', <Trans>Kafka servers</Trans>, 'kafka:9092')}
      {text('topicPrefix', <Trans>Prefix of the topics</Trans>, 'wow.')}
      <div>
        <label className="tool-field">
          <Trans>Depth of columns</Trans>
          <input
            inputMode="numeric"
            autoComplete="off"
            placeholder="5"
            value={typed.maxExpansionDepth}
            aria-invalid={!hasDepth}
            aria-describedby={hasDepth ? undefined : depthProblem}
            onChange={(event) => change({ maxExpansionDepth: event.currentTarget.value })}
          />
        </label>
        {!hasDepth && (
          <p className="problem" id={depthProblem}>
            <Trans>A whole number.</Trans>
          </p>
        )}
      </div>
      <label className="tool-field">
        <Trans>A type it does not know</Trans>
        <select
          value={typed.unsupportedTypeStrategy}
          onChange={(event) => {
            const { value } = event.currentTarget
            change({ unsupportedTypeStrategy: value === 'FAIL' || value === 'RAW_JSON' ? value : '' })
          }}
        >
          <option value="">{t`as the server is set`}</option>
          <option value="FAIL">{t`FAIL: no script`}</option>
          <option value="RAW_JSON">{t`RAW_JSON: kept as it is`}</option>
        </select>
      </label>
      {typed.operation === 'RESET' && (
        <label className="bi-replay">
          <input
            type="checkbox"
            checked={typed.replay}
            onChange={(event) => change({ replay: event.currentTarget.checked })}
          />
          <Trans>I know that the consumers then read again from the earliest message</Trans>
        </label>
      )}
      <div className="tool-form bi-go">
        <Button type="primary" htmlType="submit" disabled={blocked !== undefined} loading={isPending}>
          <Trans>Write the script</Trans>
        </Button>
        {blocked !== undefined && <span className="secondary">{blocked}</span>}
      </div>
    </form>
  )
}
