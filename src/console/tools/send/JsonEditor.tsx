import { Trans } from '@lingui/react/macro'
import { useId, useRef } from 'react'
import { offsetOf } from './typedBody.ts'
import type { TypedBody } from './typedBody.ts'

interface JsonEditorProps {
  readonly text: string
  readonly read: TypedBody
  readonly onText: (text: string) => void
}

/** The body as it is sent. What cannot be read is told with its place, and stays as it was typed. */
export function JsonEditor({ text, read, onText }: JsonEditorProps) {
  const noteId = useId()
  const box = useRef<HTMLTextAreaElement>(null)

  function goThere() {
    if (read.ok || read.at === undefined || box.current === null) return
    const offset = offsetOf(text, read.at)
    box.current.focus()
    box.current.setSelectionRange(offset, Math.min(offset + 1, text.length))
  }

  return (
    <div className="json-editor">
      <label className="tool-field">
        <Trans>Body as JSON</Trans>
        <textarea
          ref={box}
          rows={14}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={text}
          aria-invalid={!read.ok}
          aria-describedby={noteId}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      </label>
      <div id={noteId} aria-live="polite">
        {!read.ok && (
          <p className="problem">
            {read.at === undefined ? (
              <Trans>The body has to be a JSON object, not a list and not a single value.</Trans>
            ) : (
              <Trans>
                This is no JSON at line {read.at.line}, column {read.at.column}.
              </Trans>
            )}{' '}
            <span lang="en">{read.message}</span>
          </p>
        )}
      </div>
      {!read.ok && read.at !== undefined && (
        <button type="button" className="link-button body-button" onClick={goThere}>
          <Trans>Go to the place</Trans>
        </button>
      )}
    </div>
  )
}
