import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useId, useRef } from 'react'
import type { Condition } from '../../../wow/condition/condition.ts'
import { readPasted } from './pastedCondition.ts'
import type { Pasted } from './pastedCondition.ts'

interface JsonPaneProps {
  readonly condition: Condition
  /** As it was typed; undefined: what the tree says. */
  readonly text: string | undefined
  readonly onText: (text: string) => void
  /** It was asked for just now, and may lie below what is in sight. */
  readonly takesFocus: boolean
}

/** The condition as the server gets it, to read, to change and to paste into. */
export function JsonPane({ condition, text, onText, takesFocus }: JsonPaneProps) {
  const { t } = useLingui()
  const noteId = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (takesFocus) box.current?.focus()
  }, [takesFocus])
  const shown = text ?? JSON.stringify(condition, null, 2)
  const read = readPasted(shown)
  return (
    <div className="json-pane">
      <textarea
        ref={box}
        aria-label={t`Condition as JSON`}
        aria-describedby={noteId}
        aria-invalid={!read.ok}
        className="is-mono"
        spellCheck={false}
        autoCapitalize="off"
        rows={12}
        value={shown}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <div id={noteId} className="node-notes" aria-live="polite">
        <JsonNote read={read} />
      </div>
    </div>
  )
}

function JsonNote({ read }: { read: Pasted }) {
  if (read.ok) {
    return read.isQuery ? (
      <p className="secondary">
        <Trans>Of this query only the condition is taken.</Trans>
      </p>
    ) : (
      <p className="secondary">
        <Trans>
          Paste a condition, or the body of a query. The time now is written {'{"$now": 0}'}, in milliseconds.
        </Trans>
      </p>
    )
  }
  return (
    <p className="problem">
      {read.line === undefined ? (
        read.path !== undefined && <Trans>This is no condition. The rows still show the last one that was.</Trans>
      ) : (
        <Trans>
          This is no JSON at line {read.line}, column {read.column}.
        </Trans>
      )}{' '}
      <span lang="en">{read.message}</span>
    </p>
  )
}
