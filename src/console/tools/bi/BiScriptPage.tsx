import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { CopyButton } from '../../ui/copy/CopyButton.tsx'
import { downloadText } from '../../ui/copy/download.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { post, request } from '../../ui/data/request.ts'
import { Screen } from '../../ui/Screen.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useToolBlocked } from '../useToolBlocked.tsx'
import { BiForm } from './BiForm.tsx'
import { BiScript, biRequest } from './biRequest.ts'
import type { Diagnostic, TypedBi } from './biRequest.ts'
import { sqlTokens } from './sqlTokens.ts'
import './bi.css'

/** The server may have to look at a database for it. */
const PATIENCE_MS = 30_000

/** The script that brings commands and state events into a ClickHouse database. It is made here and run elsewhere. */
export function BiScriptPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const blocked = useToolBlocked('admin', 'wow.bi_script.generate')
  const make = useMutation({
    mutationFn: (wish: TypedBi) =>
      request(
        BiScript,
        `/api/wow/${encodeURIComponent(source)}/wow/bi/script`,
        post(biRequest(wish), { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE_MS) }),
      ),
  })
  return (
    <Screen title={t`BI script`}>
      <p className="lead secondary">
        <Trans>
          SQL for ClickHouse that keeps commands and state events of every aggregate in a database. It is only written
          here; you run it.
        </Trans>
      </p>
      <BiForm isPending={make.isPending} blocked={blocked} onWrite={make.mutate} />
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
