import { Plural, Trans } from '@lingui/react/macro'
import { Link } from 'react-router'
import { actionStatus } from '../../oms/statuses.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { isSuspended } from './failure.ts'
import type { Failure } from './failure.ts'
import { transactionAddress } from './transactionAddress.ts'
import type { TransactionKey } from './transactionAddress.ts'
import { actionStatusWord } from './transactionWords.tsx'

const MOST_SHOWN = 2

interface FailurePartProps {
  readonly id: TransactionKey
  readonly failure: Failure
}

/** The failure first: of a transaction that is suspended or ended abnormally, its reason and the actions that stopped it. */
export function FailurePart({ id, failure: { transaction, actions, isPast } }: FailurePartProps) {
  const source = useSourceName()
  const { language } = usePreferences()
  const { Reason: reason } = transaction
  const stopped = actions.filter(({ Status }) =>
    ['suspended', 'ended', 'rolling-back'].includes(actionStatus(Status)?.group ?? ''),
  )
  return (
    <section className={isPast ? 'failure-part is-past' : 'failure-part'} aria-labelledby="failure">
      <h2 id="failure">
        {isPast ? (
          <Trans>Why it was suspended; it has gone on since</Trans>
        ) : isSuspended(transaction) ? (
          <Trans>Why it is suspended</Trans>
        ) : (
          <Trans>Why it ended abnormally</Trans>
        )}
      </h2>
      <p>
        {reason === null || reason === 0 ? (
          <Trans>The OMS gives no reason.</Trans>
        ) : (
          <Trans>
            The OMS gives the reason code {reason}. What it stands for is not public: whoever runs the OMS can look it
            up.
          </Trans>
        )}
      </p>
      {stopped.length > 0 && (
        <ul>
          {stopped.slice(0, MOST_SHOWN).map((action) => (
            <li key={action.Id}>
              <Link to={transactionAddress(source, id, { cmd: id.cmd, action: action.Id })} replace>
                <Trans>Action {action.Id}</Trans>
              </Link>{' '}
              {actionStatusWord(action.Status, language)} · {action.IdName}
              {action.Reason !== null && action.Reason !== 0 && (
                <>
                  {' · '}
                  <Trans>reason code {action.Reason}</Trans>
                </>
              )}
              {action.Context !== null && action.Context !== '' && (
                <code className="failure-context">{action.Context.trim().slice(0, 400)}</code>
              )}
            </li>
          ))}
        </ul>
      )}
      {stopped.length > MOST_SHOWN && (
        <p className="secondary">
          <Plural
            value={stopped.length - MOST_SHOWN}
            one="and # more, in the table below"
            other="and # more, in the table below"
          />
        </p>
      )}
    </section>
  )
}
