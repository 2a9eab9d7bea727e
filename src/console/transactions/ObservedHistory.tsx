import { Trans, useLingui } from '@lingui/react/macro'
import type { HistoryEntry } from '../../gateway/api/oms.ts'
import { transitionsBetween } from '../../oms/transitions.ts'
import { formatDuration, formatInstant } from '../ui/values/format.ts'
import { usePreferences } from '../ui/preferences.ts'
import { OmsTime } from './OmsTime.tsx'
import { statusWord, useOperationWord, useOriginWord } from './transactionWords.tsx'

/** What Amends saw and did, the newest first. Observed: the OMS keeps no history that could be read. */
export function ObservedHistory({ history, omsZone }: { history: readonly HistoryEntry[]; omsZone: string }) {
  const { t } = useLingui()
  return (
    <section className="transaction-part" aria-labelledby="history">
      <h2 id="history">
        <Trans>History</Trans>{' '}
        <span
          className="secondary observed"
          data-tip={t`The OMS has no history that can be read: this is what Amends saw while it looked`}
        >
          <Trans>observed</Trans>
        </span>
      </h2>
      <ol className="observed-history" reversed>
        {history.toReversed().map((entry) => (
          <li key={entry.id}>
            {entry.kind === 'status' ? <SeenStatus entry={entry} omsZone={omsZone} /> : <DoneOperation entry={entry} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

function SeenStatus({ entry, omsZone }: { entry: HistoryEntry; omsZone: string }) {
  const { language, zone } = usePreferences()
  const originWord = useOriginWord()
  const { at, status, statusText, otherStatus, notBefore, late, updateTime } = entry
  const word = status === null ? '' : statusWord(status, language)
  const ways = status === null || otherStatus === null ? [] : transitionsBetween(otherStatus, status)
  return (
    <>
      <time className="secondary">{formatInstant(at, zone)}</time>{' '}
      <span>
        {otherStatus === null ? (
          <Trans>first seen: {word}</Trans>
        ) : (
          <>
            {statusWord(otherStatus, language)} → {word}
            {ways.length > 0 && (
              <span className="secondary">, {ways.map(({ origin }) => originWord(origin)).join(' / ')}</span>
            )}
          </>
        )}
        {statusText !== null &&
          statusText !== '' &&
          ![word, status === null ? '' : statusWord(status, 'zh-CN')].includes(statusText) && (
            <span className="secondary" lang="zh-CN">
              {' '}
              {statusText}
            </span>
          )}
        <span className="secondary">
          {notBefore !== null && at > notBefore && (
            <>
              {' · '}
              <Trans>within the {formatDuration(at - notBefore, language)} before</Trans>
            </>
          )}
          {late && (
            <>
              {' · '}
              <Trans>observed late</Trans>
            </>
          )}
          {updateTime !== null && (
            <>
              {' · '}
              <Trans>the OMS says</Trans> <OmsTime text={updateTime} omsZone={omsZone} />
            </>
          )}
        </span>
      </span>
    </>
  )
}

function DoneOperation({ entry }: { entry: HistoryEntry }) {
  const { t } = useLingui()
  const { language, zone } = usePreferences()
  const operationWord = useOperationWord()
  const { at, operation, outcome, otherStatus, reason, errorCode, errorMsg } = entry
  const outcomes: Record<NonNullable<HistoryEntry['outcome']>, string> = {
    sending: t`being sent`,
    reached: t`accepted, reached: ${otherStatus === null ? '' : statusWord(otherStatus, language)}`,
    accepted: t`accepted, not seen yet`,
    unknown: t`outcome unknown`,
    refused: t`refused by the OMS`,
    'not-sent': t`not sent`,
  }
  return (
    <>
      <time className="secondary">{formatInstant(at, zone)}</time>{' '}
      <span>
        <strong>{operation === null ? '' : operationWord(operation)}</strong>{' '}
        {outcome === null ? '' : outcomes[outcome]}
        {reason !== null && reason !== '' && (
          <>
            {' · '}
            <Trans>reason: {reason}</Trans>
          </>
        )}
        {errorMsg !== null && errorMsg !== '' && (
          <span className="problem" lang="en">
            {' · '}
            {errorMsg} {errorCode !== null && `(${errorCode})`}
          </span>
        )}
      </span>
    </>
  )
}
