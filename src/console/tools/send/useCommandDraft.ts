import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useUrlState } from '../../url/useUrlState.ts'
import { toolQueries } from '../toolQueries.ts'
import { aggregateIdOf } from './aggregateIdOf.ts'
import { bodyForm } from './bodySchema.ts'
import { AGGREGATE_CONTEXT, AGGREGATE_ID, AGGREGATE_NAME, COMMON_COMMANDS, sentHeaders } from './commandHeaders.ts'
import type { Headers } from './commandHeaders.ts'
import type { ChosenCommand } from './CommandPicker.tsx'
import { SendSearch } from './sendAddress.ts'
import { keepDraft } from './sendDraft.ts'
import type { SendDraft } from './sendDraft.ts'
import type { SentCommand } from './sentCommands.ts'
import { readBody, withProperty, writeBody } from './typedBody.ts'

/** The headers that tell the commands of every aggregate where they belong. */
const placeHeaders = ({ type, context, aggregate }: ChosenCommand): Headers =>
  COMMON_COMMANDS.includes(type) ? { [AGGREGATE_CONTEXT]: context, [AGGREGATE_NAME]: aggregate } : {}

/**
 * The command that is being written: its class stands in the address, body and headers here; the aggregate id goes by
 * whichever of the two the command takes it from. Kept for whoever comes back to the page.
 */
export function useCommandDraft(draft: SendDraft | undefined) {
  const source = useSourceName()
  const [{ type, context, aggregate, id }, setSearch] = useUrlState(SendSearch)
  const chosen: ChosenCommand = { type, context, aggregate }
  const document = useQuery(toolQueries.document(source))
  const form = document.data === undefined ? undefined : bodyForm(document.data, type)
  const goesByHeader = COMMON_COMMANDS.includes(type) || form?.creates === true

  const [text, setText] = useState(() => draft?.text ?? (id === '' ? '{}' : writeBody({ id })))
  const [headers, setHeaders] = useState<Headers>(
    () => draft?.headers ?? { ...placeHeaders(chosen), ...(id === '' ? {} : { [AGGREGATE_ID]: id }) },
  )
  useEffect(() => keepDraft(source, { type, context, aggregate, text, headers }))
  const read = readBody(text)
  const aggregateId = goesByHeader ? (headers[AGGREGATE_ID] ?? '') : aggregateIdOf({ headers: {}, body: text })
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

  /** Takes one that was sent as the start of another. */
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
  }

  return {
    chosen,
    form,
    /** Why there is no form of any command. */
    formFailure: document.error,
    goesByHeader,
    text,
    setText,
    /** The body as it was typed, where it can be read. */
    read,
    headers,
    setHeader,
    aggregateId,
    setAggregateId,
    /** The headers as they are sent, and the body. */
    sent: {
      headers: sentHeaders(goesByHeader ? headers : { ...headers, [AGGREGATE_ID]: '' }),
      // The commands that are told their aggregate by headers have no id of their own.
      body: goesByHeader && read.ok ? writeBody(withProperty(read.value, 'id', undefined)) : text,
    },
    choose,
    use,
  }
}
