import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { alikeCondition } from '../../../wow/failure/alike.ts'
import { CopyButton } from '../../ui/copy/CopyButton.tsx'
import { useRefusedOperators } from '../../ui/data/sourceQueries.ts'
import { useSearchedWords } from '../filter/searchedWords.ts'
import { CountedLink } from './CountedLink.tsx'
import { DetailSection } from './DetailSection.tsx'
import type { ExecutionRecord } from './executionRecord.ts'
import { StackTrace } from './trace/StackTrace.tsx'

interface ErrorSectionProps {
  readonly source: string
  readonly record: ExecutionRecord
}

/** Why it failed: code, the whole message, what was wrong with which field, and where in the code. */
export function ErrorSection({ source, record }: ErrorSectionProps) {
  const { t } = useLingui()
  const { error, status } = record.state
  return (
    <DetailSection title={status === 'SUCCEEDED' ? <Trans>Last error</Trans> : <Trans>Error</Trans>}>
      <p className="error-head">
        <code className="error-code">{error.errorCode === '' ? t`(no code)` : error.errorCode}</code>
        <AlikeLink source={source} record={record} />
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

/** Every failure with the same fingerprint, as far as this server can be asked; its tip says what is searched. */
function AlikeLink({ source, record }: ErrorSectionProps) {
  const refused = useRefusedOperators(source)
  const wordsOf = useSearchedWords()
  const contains = refused?.every(({ operator }) => operator !== 'CONTAINS') ?? false
  const { condition, searched } = alikeCondition(record.state.error, { contains })
  return (
    <CountedLink
      source={source}
      record={record}
      condition={condition}
      tip={wordsOf(searched)}
      withThisOne={<Trans>like this, with this one</Trans>}
    >
      <Trans>more like this</Trans>
    </CountedLink>
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
