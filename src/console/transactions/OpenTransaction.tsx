import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { TRANSACTION_KINDS } from '../../oms/cmds.ts'
import { parsePasted } from '../../oms/pasted.ts'
import type { PastedTransaction } from '../../oms/pasted.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { NumberField } from './NumberField.tsx'
import { transactionAddress } from './transactionAddress.ts'
import { transactionQueries } from './transactionQueries.ts'
import { kindWord } from './transactionWords.tsx'

const originOf = (url: string | null | undefined) => (url && URL.canParse(url) ? new URL(url).origin : undefined)

const MAX_ID = 4_294_967_295
const isId = (text: string) => /^\d{1,10}$/.test(text.trim()) && Number(text) <= MAX_ID

/**
 * Opens a transaction by its ids and kind, or by a pasted address or curl of the OMS. What is pasted is read in this page
 * and kept nowhere; a token in it is dropped.
 */
export function OpenTransaction() {
  const { t } = useLingui()
  const source = useSourceName()
  const navigate = useNavigate()
  const { language } = usePreferences()
  const hintId = useId()
  const [setId, setSetId] = useState('')
  const [transId, setTransId] = useState('')
  const [cmd, setCmd] = useState('')
  const { data: oms } = useQuery(transactionQueries.description(source))
  const [problem, setProblem] = useState<'unreadable' | 'ids'>()
  const [pasted, setPasted] = useState<PastedTransaction>()
  const origin = pasted?.origin
  const isElsewhere = origin !== undefined && ![window.location.origin, originOf(oms?.url)].includes(origin)

  function take(text: string) {
    const read = parsePasted(text)
    setPasted(read)
    setProblem(read === undefined ? 'unreadable' : undefined)
    if (read === undefined) return
    setSetId(String(read.setId))
    setTransId(String(read.transId))
    if (read.cmd !== undefined) setCmd(String(read.cmd))
  }

  function open() {
    if (!isId(setId) || !isId(transId)) return setProblem('ids')
    const ids = { setId: Number(setId), transId: Number(transId) }
    return void navigate(transactionAddress(source, ids, cmd === '' ? {} : { cmd: Number(cmd) }))
  }

  return (
    <form
      className="open-transaction"
      aria-label={t`Open a transaction`}
      aria-describedby={hintId}
      onSubmit={(event) => {
        event.preventDefault()
        open()
      }}
      onPaste={(event) => {
        const text = event.clipboardData.getData('text')
        if (/^\s*\d*\s*$/.test(text)) return // a single id goes where the cursor is
        event.preventDefault()
        take(text)
      }}
    >
      <NumberField label={<Trans>Set</Trans>} value={setId} onChange={setSetId} />
      <NumberField label={<Trans>Transaction</Trans>} value={transId} onChange={setTransId} />
      <label>
        <Trans>Kind</Trans>
        <select value={cmd} onChange={(event) => setCmd(event.currentTarget.value)}>
          <option value="">{t`ask me`}</option>
          {TRANSACTION_KINDS.map((kind) => (
            <option key={kind.cmd} value={kind.cmd}>
              {kind.cmd} {kindWord(kind.cmd, language)}
            </option>
          ))}
          {cmd !== '' && kindWord(Number(cmd), language) === undefined && <option value={cmd}>{cmd}</option>}
        </select>
      </label>
      <Button type="primary" htmlType="submit">
        <Trans>Open</Trans>
      </Button>
      <output id={hintId} className={problem === undefined ? 'secondary' : 'problem'}>
        {problem === 'unreadable' ? (
          <Trans>No set id and transaction id could be read out of what you pasted.</Trans>
        ) : problem === 'ids' ? (
          <Trans>Set id and transaction id are whole numbers up to {MAX_ID}.</Trans>
        ) : pasted?.hadToken === true ? (
          <Trans>The token in what you pasted was dropped.</Trans>
        ) : (
          <Trans>Or paste an address or a curl of the OMS here.</Trans>
        )}
        {isElsewhere && (
          <p className="problem">
            <Trans>
              The address is of {origin}, which is not the OMS of this console: here the same ids may be another
              transaction.
            </Trans>
          </p>
        )}
      </output>
    </form>
  )
}
