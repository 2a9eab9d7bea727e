import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { WAIT_STAGES } from '../../../wow/schemas.ts'
import { HEADER_NAMES, MESSAGE_HEADER, WAIT_STAGE, WAIT_TIMEOUT, headerProblem } from './commandHeaders.ts'
import type { HeaderProblem, Headers } from './commandHeaders.ts'

interface HeaderFieldsProps {
  readonly headers: Headers
  readonly onHeader: (name: string, value: string) => void
}

/** How far the answer is waited for. */
export function WaitFields({ headers, onHeader }: HeaderFieldsProps) {
  const { t } = useLingui()
  return (
    <div className="tool-form">
      <label className="tool-field">
        <Trans>Wait until</Trans>
        <select value={headers[WAIT_STAGE] ?? ''} onChange={(event) => onHeader(WAIT_STAGE, event.currentTarget.value)}>
          <option value="">{t`PROCESSED (as if not sent)`}</option>
          {WAIT_STAGES.map((stage) => (
            <option key={stage} value={stage}>
              {stage}
            </option>
          ))}
        </select>
      </label>
      <HeaderField
        name={WAIT_TIMEOUT}
        label={<Trans>At most (milliseconds, 30000 when empty)</Trans>}
        value={headers[WAIT_TIMEOUT] ?? ''}
        onValue={(value) => onHeader(WAIT_TIMEOUT, value)}
      />
    </div>
  )
}

/** Every other header of the protocol, and headers of the message. */
export function HeaderFields({ headers, onHeader }: HeaderFieldsProps) {
  const { t } = useLingui()
  const [key, setKey] = useState('')
  const own = Object.keys(headers).filter((name) => name.startsWith(MESSAGE_HEADER))
  const name = MESSAGE_HEADER + key.trim()
  const isKey = /^[\w-]+$/.test(key.trim()) && headers[name] === undefined
  return (
    <div className="header-fields">
      {HEADER_NAMES.map((each) => (
        <HeaderField
          key={each}
          name={each}
          label={<code>{each}</code>}
          value={headers[each] ?? ''}
          onValue={(value) => onHeader(each, value)}
        />
      ))}
      {own.map((each) => (
        <HeaderField
          key={each}
          name={each}
          label={<code>{each}</code>}
          value={headers[each] ?? ''}
          onValue={(value) => onHeader(each, value)}
        />
      ))}
      <div className="tool-form">
        <label className="tool-field">
          <Trans>Another header of the message</Trans>
          <input
            value={key}
            autoComplete="off"
            spellCheck={false}
            placeholder={t`key`}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </label>
        <button
          type="button"
          className="link-button body-button"
          disabled={!isKey}
          onClick={() => {
            onHeader(name, '')
            setKey('')
          }}
        >
          <Trans>Add the header</Trans>
        </button>
      </div>
    </div>
  )
}

function HeaderField(props: {
  readonly name: string
  readonly label: ReactNode
  readonly value: string
  readonly onValue: (value: string) => void
}) {
  const { name, label, value, onValue } = props
  const problemId = useId()
  const problem = headerProblem(name, value)
  return (
    <div>
      <label className="tool-field">
        {label}
        <input
          value={value}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : problemId}
          onChange={(event) => onValue(event.currentTarget.value)}
        />
      </label>
      {problem !== undefined && (
        <p className="problem" id={problemId}>
          <ProblemWords problem={problem} />
        </p>
      )}
    </div>
  )
}

function ProblemWords({ problem }: { readonly problem: HeaderProblem }) {
  switch (problem) {
    case 'version':
      return <Trans>A whole number from 1: a version of 0 can shut a Wow server down, so it is not sent.</Trans>
    case 'timeout':
      return <Trans>A whole number of milliseconds from 1.</Trans>
    case 'value':
      return <Trans>A header takes letters, digits and signs of ASCII only.</Trans>
    case 'name':
      return <Trans>This is no name of a header.</Trans>
    default:
      return null
  }
}
