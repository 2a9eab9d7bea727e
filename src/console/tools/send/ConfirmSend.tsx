import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { DialogFrame } from '../../ui/popup/DialogFrame.tsx'
import { shortName } from '../metadata/foundMetadata.ts'
import { AGGREGATE_ID, WAIT_STAGE } from './commandHeaders.ts'
import { aggregateIdOf } from './aggregateIdOf.ts'
import { sendCommand } from './sentCommands.ts'
import type { Wish } from './sentCommands.ts'

interface ConfirmSendProps {
  /** One intent: however often it is pressed, it goes under one request id. */
  readonly wish: Wish
  readonly missing: readonly string[]
  readonly onClose: () => void
}

/** Says what goes where, just before it goes. */
export function ConfirmSend({ wish, missing, onClose }: ConfirmSendProps) {
  const { t } = useLingui()
  const name = shortName(wish.type)
  const id = aggregateIdOf(wish)
  const others = Object.entries(wish.headers).filter(([header]) => header !== AGGREGATE_ID)
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => cancel.current?.focus(), [])
  return (
    <DialogFrame
      title={t`Send ${name}`}
      subject={
        id === '' ? (
          <Trans>To a new aggregate, or one that the body names</Trans>
        ) : (
          <Trans>
            To the aggregate <code>{id}</code>
          </Trans>
        )
      }
      onClose={onClose}
    >
      <form
        className="confirm-send"
        onSubmit={(event) => {
          event.preventDefault()
          sendCommand(wish)
          onClose()
        }}
      >
        <p>
          <Trans>
            The server runs this command as it stands. No rule of this console is asked, and nothing takes it back.
          </Trans>
        </p>
        {missing.length > 0 && (
          <p className="problem">
            <Trans>Not filled in: {missing.join(', ')}</Trans>
          </p>
        )}
        <ul className="confirm-headers">
          {others.map(([header, value]) => (
            <li key={header}>
              <code>
                {header}: {value}
              </code>
            </li>
          ))}
          {wish.headers[WAIT_STAGE] === undefined && (
            <li className="secondary">
              <Trans>Waits until PROCESSED</Trans>
            </li>
          )}
        </ul>
        <pre className="confirm-body">{wish.body.trim() === '' ? '{}' : wish.body}</pre>
        <div className="dialog-buttons">
          <Button ref={cancel} onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="primary" htmlType="submit">
            <Trans>Send {name}</Trans>
          </Button>
        </div>
      </form>
    </DialogFrame>
  )
}
