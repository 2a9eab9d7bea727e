import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { downloadText } from '../../ui/download.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { post, request } from '../../ui/request.ts'
import { Screen } from '../../ui/Screen.tsx'
import { useSourceName } from '../../ui/useSourceName.ts'
import { useToolBlocked } from '../useToolBlocked.tsx'
import { BiScript, EMPTY_BI, biRequest, isDepth } from './biRequest.ts'
import type { Diagnostic, TypedBi } from './biRequest.ts'
import { sqlTokens } from './sqlTokens.ts'
import './bi.css'

/** The server may have to look at a database for it. */
const PATIENCE_MS = 30_000

/** The script that brings commands and state events into a ClickHouse database. It is made here and run elsewhere. */
export function BiScriptPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const depthProblem = useId()
  const [typed, setTyped] = useState(EMPTY_BI)
  const blocked = useToolBlocked('admin', 'wow.bi_script.generate')
  const make = useMutation({
    mutationFn: (wish: TypedBi) =>
      request(
        BiScript,
        `/api/wow/${encodeURIComponent(source)}/wow/bi/script`,
        post(biRequest(wish), { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE_MS) }),
      ),
  })
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
    <Screen title={t`BI script`}>
      <p className="lead secondary">
        <Trans>
          SQL for ClickHouse that keeps commands and state events of every aggregate in a database. It is only written
          here; you run it.
        </Trans>
      </p>
      <form
        className="bi-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (blocked === undefined && hasDepth && !make.isPending) make.mutate(typed)
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
          <Button type="primary" htmlType="submit" disabled={blocked !== undefined} loading={make.isPending}>
            <Trans>Write the script</Trans>
          </Button>
          {blocked !== undefined && <span className="secondary">{blocked}</span>}
        </div>
      </form>
      <ErrorNote error={make.error} title={<Trans>No script was written.</Trans>} />
      {make.data !== undefined && <Script made={make.data} />}
    </Screen>
  )
}

/** More than this takes the browser longer than a glance; it is shown in one colour. */
const COLOURED_UP_TO = 300_000

function Script({ made }: { readonly made: BiScript }) {
  const { t } = useLingui()
  const { script, destructive, diagnostics } = made
  return (
    <section className="tool-part" aria-labelledby="script">
      <h2 id="script">
        <Trans>The script</Trans>
      </h2>
      {destructive && (
        <p className="status status-timed-out">
          <Icon name="warning" />
          <Trans>It drops tables and what is in them.</Trans>
        </p>
      )}
      <Diagnostics diagnostics={diagnostics} />
      <p className="tool-form bi-tools">
        <CopyButton text={script} label={t`Copy the script`}>
          <Trans>Copy</Trans>
        </CopyButton>
        <button
          type="button"
          className="link-button"
          onClick={() => downloadText('bi-script.sql', 'application/sql', script)}
        >
          <Trans>Download</Trans>
        </button>
        <span className="secondary">
          <Plural value={script.split('\n').length} one="# line" other="# lines" />
        </span>
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it only when it can be reached */}
      <pre className="sql" tabIndex={0} aria-label={t`The script`}>
        {script.length > COLOURED_UP_TO
          ? script
          : sqlTokens(script).map(({ kind, text }, index) =>
              kind === 'plain' ? (
                text
              ) : (
                <span key={index} className={`sql-${kind}`}>
                  {text}
                </span>
              ),
            )}
      </pre>
    </section>
  )
}

function Diagnostics({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  if (diagnostics.length === 0) {
    return (
      <p className="secondary">
        <Trans>The server found nothing to remark.</Trans>
      </p>
    )
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls, also by the keyboard
    <div className="tool-scroll" tabIndex={0}>
      <table className="tool-table bi-diagnostics">
        <caption>
          <Plural value={diagnostics.length} one="# remark of the server" other="# remarks of the server" />
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Code</Trans>
            </th>
            <th scope="col">
              <Trans>Where</Trans>
            </th>
            <th scope="col">
              <Trans>Decision</Trans>
            </th>
            <th scope="col">
              <Trans>Message</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {diagnostics.map(({ code, aggregate, path, sourceType, decision, message }, index) => (
            <tr key={index}>
              <th scope="row">
                <code>{code}</code>
              </th>
              <td>
                {[aggregate, path].filter(Boolean).join(' · ')}{' '}
                {sourceType && <code className="secondary">{sourceType}</code>}
              </td>
              <td>{decision}</td>
              <td lang="en">{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
