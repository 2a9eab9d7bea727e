import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Navigate } from 'react-router'
import { requestId } from '../../../wow/ids.ts'
import { ApiError } from '../../ui/data/request.ts'
import { Screen } from '../../ui/Screen.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useUrlState } from '../../url/useUrlState.ts'
import { shortName } from '../metadata/foundMetadata.ts'
import { toolQueries } from '../toolQueries.ts'
import { useToolBlocked } from '../useToolBlocked.tsx'
import { aggregateIdOf } from './aggregateIdOf.ts'
import { bodyForm, missingIn } from './bodySchema.ts'
import type { BodyForm } from './bodySchema.ts'
import { ObjectFields } from './BodyForm.tsx'
import {
  AGGREGATE_CONTEXT,
  AGGREGATE_ID,
  AGGREGATE_NAME,
  COMMON_COMMANDS,
  REQUEST_ID,
  headerProblem,
  sentHeaders,
} from './commandHeaders.ts'
import type { Headers } from './commandHeaders.ts'
import { CommandPicker } from './CommandPicker.tsx'
import type { ChosenCommand } from './CommandPicker.tsx'
import { ConfirmSend } from './ConfirmSend.tsx'
import { HeaderFields, WaitFields } from './HeaderFields.tsx'
import { JsonEditor } from './JsonEditor.tsx'
import { SendSearch, sendAddress } from './sendAddress.ts'
import { draftOf, keepDraft } from './sendDraft.ts'
import type { SendDraft } from './sendDraft.ts'
import { SentHistory } from './SentHistory.tsx'
import { SentRun } from './SentRun.tsx'
import { useSentCommands } from './sentCommands.ts'
import type { SentCommand, Wish } from './sentCommands.ts'
import { readBody, withProperty, writeBody } from './typedBody.ts'
import './send.css'

/** The headers that tell the commands of every aggregate where they belong. */
const placeHeaders = ({ type, context, aggregate }: ChosenCommand): Headers =>
  COMMON_COMMANDS.includes(type) ? { [AGGREGATE_CONTEXT]: context, [AGGREGATE_NAME]: aggregate } : {}

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
  const [{ type, context, aggregate, id }, setSearch] = useUrlState(SendSearch)
  const chosen: ChosenCommand = { type, context, aggregate }
  const metadata = useQuery(toolQueries.metadata(source))
  const document = useQuery(toolQueries.document(source))
  const form = document.data === undefined ? undefined : bodyForm(document.data, type)
  const goesByHeader = COMMON_COMMANDS.includes(type) || form?.creates === true

  const [text, setText] = useState(() => draft?.text ?? (id === '' ? '{}' : writeBody({ id })))
  const [headers, setHeaders] = useState<Headers>(
    () => draft?.headers ?? { ...placeHeaders(chosen), ...(id === '' ? {} : { [AGGREGATE_ID]: id }) },
  )
  useEffect(() => keepDraft(source, { type, context, aggregate, text, headers }))
  const [wish, setWish] = useState<Wish>()
  const [lastId, setLastId] = useState<string>()
  const read = readBody(text)
  const sent = useSentCommands().filter((run) => run.source === source)
  const last = sent.find(({ requestId: each }) => each === lastId)

  const aggregateId = goesByHeader ? (headers[AGGREGATE_ID] ?? '') : aggregateIdOf({ headers: {}, body: text })
  const sendable = sentHeaders(goesByHeader ? headers : { ...headers, [AGGREGATE_ID]: '' })
  const hasProblem = Object.entries(sendable).some(([name, value]) => headerProblem(name, value) !== undefined)
  const setHeader = (name: string, value: string) => setHeaders((before) => ({ ...before, [name]: value }))

  function choose(command: ChosenCommand) {
    keepDraft(source, { ...command, text, headers })
    setSearch({ ...command, id }, { replace: true })
    setHeaders((before) => ({
      ...before,
      [AGGREGATE_CONTEXT]: '',
      [AGGREGATE_NAME]: '',
      ...placeHeaders(command),
      // Whichever way the id goes next, it is the one that stands here.
      [AGGREGATE_ID]: aggregateId,
    }))
    if (read.ok && aggregateId !== '' && read.value['id'] === undefined) {
      setText(writeBody({ id: aggregateId, ...read.value }))
    }
  }

  function setAggregateId(value: string) {
    setHeader(AGGREGATE_ID, value)
    if (goesByHeader || !read.ok) return
    setText(writeBody({ id: value, ...withProperty(read.value, 'id', undefined) }))
  }

  function use(run: SentCommand) {
    setSearch(
      {
        type: run.type,
        context: run.headers[AGGREGATE_CONTEXT] ?? context,
        aggregate: run.headers[AGGREGATE_NAME] ?? aggregate,
      },
      { replace: true },
    )
    setHeaders(run.headers)
    setText(run.body)
    window.document.querySelector('.main')?.scrollTo({ top: 0 })
  }

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
    const own = sendable[REQUEST_ID]
    const next: Wish = {
      source,
      type,
      headers: Object.fromEntries(Object.entries(sendable).filter(([name]) => name !== REQUEST_ID)),
      // The commands that are told their aggregate by headers have no id of their own.
      body: goesByHeader && read.ok ? writeBody(withProperty(read.value, 'id', undefined)) : text,
      requestId: own ?? requestId(),
    }
    setWish(next)
    setLastId(next.requestId)
  }

  return (
    <Screen title={t`Send a command`} className="send">
      <section className="tool-part" aria-label={t`Command`}>
        <CommandPicker metadata={metadata.data} chosen={chosen} onChoose={choose} />
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
              onChange={(event) => setAggregateId(event.currentTarget.value.trim())}
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
            failure={document.error}
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
      <SentHistory runs={sent.filter(({ requestId: each }) => each !== lastId)} onUse={use} />
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

interface FormPartProps {
  readonly form: BodyForm | undefined
  readonly type: string
  /** Why there is no document. */
  readonly failure: Error | null
  /** The JSON where it cannot be read: the form waits then. */
  readonly text: string | undefined
  readonly value: Readonly<Record<string, unknown>>
  readonly onValue: (value: Readonly<Record<string, unknown>>) => void
}

function FormPart({ form, type, failure, text, value, onValue }: FormPartProps) {
  if (type === '') return null
  if (text !== undefined) {
    return (
      <p className="secondary">
        <Trans>The form waits until the JSON beside it can be read.</Trans>
      </p>
    )
  }
  if (failure !== null) {
    return (
      <p className="secondary">
        {failure instanceof ApiError && failure.status === 404 ? (
          <Trans>This server shows no OpenAPI document, so there is no form: write the JSON.</Trans>
        ) : (
          <Trans>The server’s OpenAPI document could not be read, so there is no form: {failure.message}</Trans>
        )}
      </p>
    )
  }
  if (form === undefined) {
    return (
      <p className="secondary">
        <Trans>The server’s OpenAPI document does not know this command: write the JSON.</Trans>
      </p>
    )
  }
  const properties = form.field.kind === 'object' ? form.field.properties : []
  return properties.length === 0 ? (
    <p className="secondary">
      <Trans>This command takes nothing but the aggregate id.</Trans>
    </p>
  ) : (
    <div className="body-form">
      <ObjectFields properties={properties} value={value} onChange={onValue} />
    </div>
  )
}
