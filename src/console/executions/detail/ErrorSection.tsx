import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Link } from 'react-router'
import { eq } from '../../../wow/condition.ts'
import type { ErrorDetails } from '../../../wow/schemas.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { executionsAddress, toFilter } from '../executionSearch.ts'
import { DetailSection } from './DetailSection.tsx'
import { StackTrace } from './StackTrace.tsx'

interface ErrorSectionProps {
  readonly source: string
  readonly error: ErrorDetails
  /** The execution has succeeded since: this is how it failed last. */
  readonly past: boolean
}

/** Why it failed: code, the whole message, what was wrong with which field, and where in the code. */
export function ErrorSection({ source, error, past }: ErrorSectionProps) {
  const { t } = useLingui()
  const alike = executionsAddress(source, {
    view: 'all',
    filter: toFilter([eq('state.error.errorCode', error.errorCode)]),
  })
  return (
    <DetailSection title={past ? <Trans>Last error</Trans> : <Trans>Error</Trans>}>
      <p className="error-head">
        <code className="error-code">{error.errorCode === '' ? t`(no code)` : error.errorCode}</code>
        <Link to={alike}>
          <Trans>All with this code</Trans>
        </Link>
        <CopyButton text={`${error.errorCode}\n${error.errorMsg}`} label={t`Copy code and message`} />
      </p>
      <Message text={error.errorMsg} />
      {error.bindingErrors !== undefined && error.bindingErrors.length > 0 && (
        <dl className="facts binding-errors">
          {error.bindingErrors.map(({ name, msg }, index) => (
            <div key={index} className="fact">
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{msg}</dd>
            </div>
          ))}
        </dl>
      )}
      <StackTrace trace={error.stackTrace} />
    </DetailSection>
  )
}

/** A message longer than this is folded: whole pages of HTML have been seen in the place of one. */
const LONGEST_MESSAGE = 700

function Message({ text }: { readonly text: string }) {
  const [whole, setWhole] = useState(false)
  if (text === '') {
    return (
      <p className="secondary">
        <Trans>No message was recorded.</Trans>
      </p>
    )
  }
  const isCut = text.length > LONGEST_MESSAGE
  return (
    <>
      <p className="error-message">{isCut && !whole ? `${text.slice(0, LONGEST_MESSAGE)}…` : text}</p>
      {isCut && (
        <button type="button" className="link-button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? (
            <Trans>Show the beginning only</Trans>
          ) : (
            <Plural
              value={text.length}
              one="Show the whole message (# character)"
              other="Show the whole message (# characters)"
            />
          )}
        </button>
      )}
    </>
  )
}
