import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { TRANSACTION_KINDS } from '../../oms/cmds.ts'
import { parsePasted } from '../../oms/pasted.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { NumberField } from './NumberField.tsx'
import { transactionAddress } from './transactionAddress.ts'
import { kindWord } from './transactionWords.tsx'

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
  const [hint, setHint] = useState<'token' | 'unreadable' | 'ids'>()

  function take(text: string) {
    const pasted = parsePasted(text)
    if (pasted === undefined) return setHint('unreadable')
    setSetId(String(pasted.setId))
    setTransId(String(pasted.transId))
    if (pasted.cmd !== undefined) setCmd(String(pasted.cmd))
    return setHint(pasted.hadToken ? 'token' : undefined)
  }

  function open() {
    if (!isId(setId) || !isId(transId)) return setHint('ids')
    const ids = { setId: Number(setId), transId: Number(transId) }
    return void navigate(transactionAddress(source, ids, cmd === '' ? {} : { cmd: Number(cmd) }))
  }

  return (
    <form
      className="open-transaction"
      aria-label={t`Open a transaction`}
      aria-describedby={hint === undefined ? undefined : hintId}
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
      <output id={hintId} className={hint === 'unreadable' || hint === 'ids' ? 'problem' : 'secondary'}>
        {hint === 'token' ? (
          <Trans>The token in what you pasted was dropped.</Trans>
        ) : hint === 'unreadable' ? (
          <Trans>No set id and transaction id could be read out of what you pasted.</Trans>
        ) : hint === 'ids' ? (
          <Trans>Set id and transaction id are whole numbers up to {MAX_ID}.</Trans>
        ) : (
          <Trans>Or paste an address or a curl of the OMS here.</Trans>
        )}
      </output>
    </form>
  )
}
