import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { MAX_VALUES } from '../../../wow/condition/guard.ts'
import type { Json } from '../../../wow/json.ts'
import { printLines, printScalar, readLines, readScalar } from '../../../wow/condition/scalar.ts'
import type { Scalar } from '../../../wow/condition/scalar.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Combobox } from './Combobox.tsx'
import { useTypedText } from './typedText.ts'

interface ListEditorProps {
  readonly scalar: Scalar
  /** Values that are offered; others are taken too. */
  readonly known: readonly string[]
  readonly values: readonly Json[]
  readonly onValues: (values: readonly Json[]) => void
  readonly invalid: boolean
  readonly describedBy: string
}

/** More would bury the rest of the question. */
const MOST_TAGS = 12

/** Values as tags with a box to add one, or many by pasting lines; a long list as text with a line for each. */
export function ListEditor(props: ListEditorProps) {
  const { scalar, known, values, onValues, invalid, describedBy } = props
  const { t } = useLingui()
  const [isLines, setLines] = useState(false)
  // It stays as lines while they are edited, also when few are left.
  if (values.length > MOST_TAGS && !isLines) setLines(true)
  const add = (more: readonly Json[]) => onValues(union(values, more))
  return (
    <div className="list-editor">
      {isLines ? (
        <LinesBox {...props} />
      ) : (
        <>
          <ul className="value-tags" aria-label={t`Values`}>
            {values.map((value, index) => {
              const text = printScalar(scalar, value)
              return (
                <li key={`${index} ${text}`}>
                  <code className="cut" data-whole={text}>
                    {text === '' ? '“”' : text}
                  </code>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={t`Remove the value ${text}`}
                    onClick={() => onValues(values.filter((_, other) => other !== index))}
                  >
                    <Icon name="close" />
                  </button>
                </li>
              )
            })}
          </ul>
          <Combobox
            label={t`Add a value`}
            className="value-adder"
            choices={known
              .filter((each) => !values.includes(readScalar(scalar, each)))
              .map((each) => ({ value: each, label: each }))}
            shown=""
            placeholder={t`Add, or paste lines`}
            onChoose={(chosen) => add([readScalar(scalar, chosen)])}
            onText={(text) => (text.trim() === '' ? undefined : add([readScalar(scalar, text.trim())]))}
            onPasteText={(text) => {
              if (!/[\r\n\t]/u.test(text.trim())) return false
              add(readLines(scalar, text))
              return true
            }}
            invalid={invalid}
            describedBy={describedBy}
            mono
          />
        </>
      )}
      <span className="list-foot">
        {values.length > 1 && (
          <span className={values.length > MAX_VALUES ? 'problem' : 'secondary'}>
            <Trans>
              {values.length} of {MAX_VALUES} values
            </Trans>
          </span>
        )}
        {values.length <= MOST_TAGS && (
          <button type="button" className="link-button" onClick={() => setLines(!isLines)}>
            {isLines ? <Trans>as tags</Trans> : <Trans>as lines</Trans>}
          </button>
        )}
      </span>
    </div>
  )
}

function LinesBox({ scalar, values, onValues, invalid, describedBy }: ListEditorProps) {
  const { t } = useLingui()
  const [text, setTyped] = useTypedText<readonly Json[]>(
    values,
    (each) => printLines(scalar, each),
    (typed) => readLines(scalar, typed),
  )
  return (
    <textarea
      className="value-lines is-mono"
      aria-label={t`Values, one in each line`}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      rows={6}
      spellCheck={false}
      autoCapitalize="off"
      value={text}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onValues(readLines(scalar, event.currentTarget.value))
      }}
    />
  )
}

function union(values: readonly Json[], more: readonly Json[]): readonly Json[] {
  const known = new Set(values.map((value) => JSON.stringify(value)))
  return [
    ...values,
    ...more.filter((value) => {
      const text = JSON.stringify(value)
      return known.has(text) ? false : known.add(text)
    }),
  ]
}
