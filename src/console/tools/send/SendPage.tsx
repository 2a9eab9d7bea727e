import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Navigate } from 'react-router'
import { requestId } from '../../../wow/ids.ts'
import { Screen } from '../../ui/Screen.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useUrlState } from '../../url/useUrlState.ts'
import { shortName } from '../metadata/foundMetadata.ts'
import { toolQueries } from '../toolQueries.ts'
import { useToolBlocked } from '../useToolBlocked.tsx'
import { missingIn } from './bodySchema.ts'
import { AGGREGATE_ID, REQUEST_ID, headerProblem } from './commandHeaders.ts'
import { CommandPicker } from './CommandPicker.tsx'
import { ConfirmSend } from './ConfirmSend.tsx'
import { FormPart } from './FormPart.tsx'
import { HeaderFields, WaitFields } from './HeaderFields.tsx'
import { JsonEditor } from './JsonEditor.tsx'
import { SendSearch, sendAddress } from './sendAddress.ts'
import { draftOf } from './sendDraft.ts'
import type { SendDraft } from './sendDraft.ts'
import { SentHistory } from './SentHistory.tsx'
import { SentRun } from './SentRun.tsx'
import { useSentCommands } from './sentCommands.ts'
import type { Wish } from './sentCommands.ts'
import { writeBody } from './typedBody.ts'
import { useCommandDraft } from './useCommandDraft.ts'
import './send.css'

/** Sends any command that the server knows, as it is, and shows each stage as the server reports it. */
export function SendPage() {
  const source = useSourceName()
  const [{ type, id }] = useUrlState(SendSearch)
  const draft = draftOf(source)
  if (draft !== undefined && draft.type !== '' && type === '' && id === '') {
    return <Navigate to={sendAddress(source, draft)} replace />
  }
  return <Sender key={source} draft={draft?.type === type && id === '' ? draft : undefined} />
}

function Sender({ draft }: { readonly draft: SendDraft | undefined }) {
  const { t } = useLingui()
  const source = useSourceName()
  const metadata = useQuery(toolQueries.metadata(source))
  const command = useCommandDraft(draft)
  const { form, goesByHeader, text, setText, read, headers, setHeader, aggregateId } = command
  const { type } = command.chosen
  const [wish, setWish] = useState<Wish>()
  const [lastId, setLastId] = useState<string>()
  const runs = useSentCommands().filter((run) => run.source === source)
  const last = runs.find(({ requestId: each }) => each === lastId)
  const hasProblem = Object.entries(command.sent.headers).some(
    ([name, value]) => headerProblem(name, value) !== undefined,
  )

  const blocked = useToolBlocked('admin', 'wow.command.send')
  const why: ReactNode =
    blocked ??
    (type === '' ? (
      <Trans>Choose a command.</Trans>
    ) : !read.ok ? (
      <Trans>The JSON above cannot be read.</Trans>
    ) : hasProblem ? (
      <Trans>A header cannot be sent as it is.</Trans>
    ) : last?.phase === 'sending' ? (
      <Trans>A command is on its way.</Trans>
    ) : undefined)

  function ask() {
    const { [REQUEST_ID]: own = requestId(), ...others } = command.sent.headers
    const next: Wish = { source, type, headers: others, body: command.sent.body, requestId: own }
    setWish(next)
    setLastId(next.requestId)
  }

  return (
    <Screen title={t`Send a command`} className="send">
      <section className="tool-part" aria-label={t`Command`}>
        <CommandPicker metadata={metadata.data} chosen={command.chosen} onChoose={command.choose} />
        {metadata.error !== null && (
          <p className="secondary">
            <Trans>The metadata could not be read, so the commands are not listed: {metadata.error.message}</Trans>
          </p>
        )}
        <div className="tool-form">
          <label className="tool-field send-id">
            <Trans>Aggregate id</Trans>
            <input
              value={aggregateId}
              autoComplete="off"
              spellCheck={false}
              disabled={!goesByHeader && !read.ok}
              onChange={(event) => command.setAggregateId(event.currentTarget.value.trim())}
            />
          </label>
          <span className="secondary send-hint">
            {form?.creates === true ? (
              <Trans>Empty: the server makes one.</Trans>
            ) : goesByHeader ? (
              <Trans>Goes as the header {AGGREGATE_ID}.</Trans>
            ) : (
              <Trans>Goes as “id” in the body.</Trans>
            )}
          </span>
        </div>
        <WaitFields headers={headers} onHeader={setHeader} />
      </section>
      <section className="tool-part send-body" aria-label={t`Body`}>
        <div>
          <FormPart
            form={form}
            type={type}
            failure={command.formFailure}
            text={read.ok ? undefined : text}
            value={read.ok ? read.value : {}}
            onValue={(value) => setText(writeBody(value))}
          />
        </div>
        <JsonEditor text={text} read={read} onText={setText} />
      </section>
      <details className="send-headers" open={hasProblem || undefined}>
        <summary>
          <Trans>Headers</Trans>
        </summary>
        <HeaderFields headers={headers} onHeader={setHeader} />
      </details>
      <div className="tool-form send-go">
        <Button type="primary" disabled={why !== undefined} onClick={ask}>
          {type === '' ? <Trans>Send…</Trans> : <Trans>Send {shortName(type)}…</Trans>}
        </Button>
        {why !== undefined && <span className="secondary">{why}</span>}
      </div>
      {last !== undefined && (
        <section className="tool-part" aria-labelledby="what-became">
          <h2 id="what-became">
            <Trans>What became of {shortName(last.type)}</Trans>
          </h2>
          <SentRun run={last} />
        </section>
      )}
      <SentHistory
        runs={runs.filter(({ requestId: each }) => each !== lastId)}
        onUse={(run) => {
          command.use(run)
          document.querySelector('.main')?.scrollTo({ top: 0 })
        }}
      />
      {wish !== undefined && (
        <ConfirmSend
          wish={wish}
          missing={[
            ...(form === undefined || !read.ok ? [] : missingIn(form.field, read.value)),
            ...(aggregateId === '' && form?.creates !== true ? [t`aggregate id`] : []),
          ]}
          onClose={() => setWish(undefined)}
        />
      )}
    </Screen>
  )
}
