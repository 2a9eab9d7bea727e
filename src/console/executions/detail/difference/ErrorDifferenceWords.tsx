import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ErrorDetails } from '../../../../wow/schemas.ts'
import './difference.css'
import { errorDifference, framesDifference, messageDifference } from './errorDifference.ts'
import type { Part } from './sequenceDifference.ts'

interface ErrorDifferenceWordsProps {
  readonly before: ErrorDetails
  readonly after: ErrorDetails
}

/** Two failures, one after the other: what of the second was already so. */
export function ErrorDifferenceWords({ before, after }: ErrorDifferenceWordsProps) {
  const { isSameCode, message, isSameFrames } = errorDifference(before, after)
  return (
    <dl className="facts">
      <div className="fact">
        <dt>
          <Trans>Error code</Trans>
        </dt>
        <dd>
          {isSameCode ? (
            <>
              <Trans>the same</Trans> <code>{after.errorCode}</code>
            </>
          ) : (
            <>
              <Gone>
                <code>{before.errorCode}</code>
              </Gone>{' '}
              <Come>
                <code>{after.errorCode}</code>
              </Come>
            </>
          )}
        </dd>
      </div>
      <div className="fact">
        <dt>
          <Trans>Message</Trans>
        </dt>
        <dd>
          {message === 'same' ? (
            <Trans>the same</Trans>
          ) : (
            <>
              {message === 'values' && (
                <p className="secondary">
                  <Trans>the same, with other values</Trans>
                </p>
              )}
              <MessageDifference before={before.errorMsg} after={after.errorMsg} />
            </>
          )}
        </dd>
      </div>
      <div className="fact">
        <dt>
          <Trans>Frames</Trans>
        </dt>
        <dd>
          {isSameFrames ? (
            <Trans>the same</Trans>
          ) : (
            <FramesDifference before={before.stackTrace} after={after.stackTrace} />
          )}
        </dd>
      </div>
    </dl>
  )
}

interface Texts {
  readonly before: string
  readonly after: string
}

export function MessageDifference({ before, after }: Texts) {
  const parts = messageDifference(before, after)
  const isWhole = parts.every(({ kind }) => kind !== 'same')
  return (
    <p className="message-difference">
      {parts.map(({ kind, texts }, index) => {
        const text = texts.join('')
        return kind === 'same' ? (
          text
        ) : kind === 'gone' ? (
          <Gone key={index}>{text}</Gone>
        ) : (
          <Come key={index}>{isWhole ? `\n${text}` : text}</Come>
        )
      })}
    </p>
  )
}

/** Where all is another, the first lines say so. */
const MOST_CHANGED = 5
/** Around a change so many lines that are the same say where it is. */
const AROUND = 2

export function FramesDifference({ before, after }: Texts) {
  const { t } = useLingui()
  const parts = framesDifference(before, after)
  return (
    <ol className="frames-difference" aria-label={t`Stack frames, before and after`}>
      {parts.map((part, index) => (
        <FramesPart key={index} part={part} isFirst={index === 0} isLast={index === parts.length - 1} />
      ))}
    </ol>
  )
}

interface FramesPartProps {
  readonly part: Part
  readonly isFirst: boolean
  readonly isLast: boolean
}

function FramesPart({ part: { kind, texts }, isFirst, isLast }: FramesPartProps) {
  const [whole, setWhole] = useState(false)
  if (kind !== 'same') {
    const shown = whole || texts.length <= MOST_CHANGED + 1 ? texts : texts.slice(0, MOST_CHANGED)
    return (
      <>
        {shown.map((text, index) => (
          <li key={index} className={`is-${kind}`}>
            {kind === 'gone' ? <Gone>{text}</Gone> : <Come>{text}</Come>}
          </li>
        ))}
        {shown.length < texts.length && (
          <li>
            <button type="button" className="link-button" onClick={() => setWhole(true)}>
              {kind === 'gone' ? (
                <Plural
                  value={texts.length - shown.length}
                  one="# more line that went"
                  other="# more lines that went"
                />
              ) : (
                <Plural
                  value={texts.length - shown.length}
                  one="# more line that came"
                  other="# more lines that came"
                />
              )}
            </button>
          </li>
        )}
      </>
    )
  }
  const head = isFirst ? 0 : AROUND
  const tail = isLast ? 0 : AROUND
  const left = texts.length - head - tail
  if (whole || left <= 1) return texts.map((text, index) => <li key={index}>{text}</li>)
  return (
    <>
      {texts.slice(0, head).map((text, index) => (
        <li key={index}>{text}</li>
      ))}
      <li>
        <button type="button" className="link-button" onClick={() => setWhole(true)}>
          <Plural value={left} one="# line that is the same" other="# lines that are the same" />
        </button>
      </li>
      {texts.slice(texts.length - tail).map((text, index) => (
        <li key={index}>{text}</li>
      ))}
    </>
  )
}

/** Colour, a sign and the element's own meaning: each tells it alone. */
const Gone = ({ children }: { readonly children: ReactNode }) => <del className="is-gone">{children}</del>
const Come = ({ children }: { readonly children: ReactNode }) => <ins className="is-come">{children}</ins>
