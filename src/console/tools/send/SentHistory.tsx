import { Trans, useLingui } from '@lingui/react/macro'
import { Fold } from '../../ui/Fold.tsx'
import { Time } from '../../ui/values/Time.tsx'
import { shortName } from '../metadata/foundMetadata.ts'
import { aggregateIdOf } from './aggregateIdOf.ts'
import { RunPhase, SentRun } from './SentRun.tsx'
import { forgetSent } from './sentCommands.ts'
import type { SentCommand } from './sentCommands.ts'

interface SentHistoryProps {
  readonly runs: readonly SentCommand[]
  readonly onUse: (run: SentCommand) => void
}

/** What was sent from this browser to this server, newest first. */
export function SentHistory({ runs, onUse }: SentHistoryProps) {
  const { t } = useLingui()
  if (runs.length === 0) return null
  return (
    <section className="tool-part" aria-labelledby="sent-before">
      <h2 id="sent-before">
        <Trans>Sent from this browser</Trans>
      </h2>
      <ul className="sent-list">
        {runs.map((run) => {
          const name = shortName(run.type)
          return (
            <li key={run.requestId}>
              <div className="sent-line">
                <strong>{name}</strong>
                <code>{aggregateIdOf(run)}</code>
                <RunPhase run={run} />
                <Time at={run.at} />
                <button
                  type="button"
                  className="link-button body-button"
                  aria-label={t`Use ${name} again`}
                  onClick={() => onUse(run)}
                >
                  <Trans>Use again</Trans>
                </button>
              </div>
              <Fold className="sent-more" summary={<Trans>Details</Trans>}>
                {() => (
                  <>
                    <SentRun run={run} />
                    <pre className="confirm-body">{run.body}</pre>
                  </>
                )}
              </Fold>
            </li>
          )
        })}
      </ul>
      <button type="button" className="link-button body-button" onClick={forgetSent}>
        <Trans>Forget all of them</Trans>
      </button>
    </section>
  )
}
