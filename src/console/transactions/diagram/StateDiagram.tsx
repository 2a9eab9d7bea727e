import { Trans, useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { TRANSACTION_STATUSES } from '../../../oms/statuses.ts'
import type { TransactionStatusCode } from '../../../oms/statuses.ts'
import { TRANSITIONS, transitionsFrom } from '../../../oms/transitions.ts'
import type { TransitionOrigin } from '../../../oms/transitions.ts'
import { formatClock, formatInstant } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { BOX, DIAGRAM, EDGES, PLACES, edgeKey } from './diagramLayout.ts'
import { takenPath } from './observedPath.ts'
import type { SeenStatus, TakenPath } from './observedPath.ts'
import './stateDiagram.css'
import { statusLook, statusWord, useOperationWord, useOriginWord } from '../transactionWords.tsx'

interface StateDiagramProps {
  /** The status now; one that is not in the table is told in words. */
  readonly status: number
  /** The statuses as they were seen, oldest first. */
  readonly seen: readonly SeenStatus[]
}

const ORIGINS: readonly TransitionOrigin[] = ['webservice', 'oms', 'engine']

/** The fixed transition table as a drawing: the status now is lit, the way it was seen to take is bold. */
export function StateDiagram({ status, seen }: StateDiagramProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const markerId = useId()
  const originWord = useOriginWord()
  const path = takenPath(seen)
  return (
    <figure className="state-diagram">
      {/* The table beside it says the same to those who cannot see the drawing. */}
      <div className="state-drawing">
        <svg viewBox={`0 0 ${DIAGRAM.width} ${DIAGRAM.height}`} aria-hidden="true" focusable="false">
          <defs>
            {ORIGINS.map((origin) => (
              <marker
                key={origin}
                id={`${markerId}-${origin}`}
                className={`edge-head edge-${origin}`}
                viewBox="0 0 8 8"
                refX="6"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M0 0L8 4L0 8Z" />
              </marker>
            ))}
          </defs>
          {TRANSITIONS.map((transition) => {
            const key = edgeKey(transition)
            return (
              <path
                key={key}
                className={`edge edge-${transition.origin}${edgeMark(path, key)}`}
                data-edge={key}
                d={EDGES[key]}
                markerEnd={`url(#${markerId}-${transition.origin})`}
              />
            )
          })}
          {TRANSACTION_STATUSES.map(({ code }) => (
            <StatusBox key={code} code={code} isNow={code === status} seenAt={path.seenAt.get(code)} />
          ))}
        </svg>
      </div>
      <figcaption>
        {ORIGINS.map((origin) => (
          <span key={origin} className="edge-sample">
            <svg viewBox="0 0 36 8" aria-hidden="true" focusable="false">
              <path className={`edge edge-${origin}`} d="M1 4H35" />
            </svg>
            {originWord(origin)}
          </span>
        ))}
        <span className="edge-sample">
          <svg viewBox="0 0 36 8" aria-hidden="true" focusable="false">
            <path className="edge is-taken" d="M1 4H35" />
          </svg>
          <Trans>the way it was seen to take</Trans>
        </span>
        <span className="path-gaps">
          {path.gaps
            .map(
              ({ from, to }) =>
                t`What led from ${statusWord(from, language)} to ${statusWord(to, language)} was not seen.`,
            )
            .join(' ')}
        </span>
      </figcaption>
    </figure>
  )
}

const edgeMark = ({ taken, maybe }: TakenPath, key: string): string =>
  taken.has(key) ? ' is-taken' : maybe.has(key) ? ' is-maybe' : ''

interface StatusBoxProps {
  readonly code: TransactionStatusCode
  readonly isNow: boolean
  readonly seenAt: number | undefined
}

function StatusBox({ code, isNow, seenAt }: StatusBoxProps) {
  const { language, zone } = usePreferences()
  const { x, y } = PLACES[code]
  const marks = `${isNow ? ' is-now' : ''}${seenAt === undefined ? '' : ' is-seen'}`
  return (
    <g
      className={`status-box look-${statusLook(code)}${marks}`}
      transform={`translate(${x - BOX.width / 2} ${y - BOX.height / 2})`}
    >
      <rect width={BOX.width} height={BOX.height} rx="4" />
      <text x={BOX.width / 2} y={seenAt === undefined ? 26 : 19} textAnchor="middle">
        <tspan className="status-box-code">{code}</tspan> {statusWord(code, language)}
      </text>
      {seenAt !== undefined && (
        <text className="status-box-time" x={BOX.width / 2} y={35} textAnchor="middle">
          {formatClock(seenAt, zone)}
        </text>
      )}
    </g>
  )
}

/** The twin of the drawing, which a phone shows first. */
export function StateTable({ status, seen }: StateDiagramProps) {
  const { t } = useLingui()
  const { language, zone } = usePreferences()
  const operationWord = useOperationWord()
  const originWord = useOriginWord()
  const { seenAt, taken, maybe } = takenPath(seen)
  return (
    <table className="state-table" aria-label={t`Statuses and the ways between them`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Status</Trans>
          </th>
          <th scope="col">
            <Trans>Leads to</Trans>
          </th>
          <th scope="col">
            <Trans>Seen</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {TRANSACTION_STATUSES.map(({ code }) => {
          const at = seenAt.get(code)
          return (
            <tr key={code} aria-current={code === status ? 'step' : undefined}>
              <th scope="row">
                <span className="secondary">{code}</span> {statusWord(code, language)}
                {code === status && (
                  <strong>
                    {' · '}
                    <Trans>now</Trans>
                  </strong>
                )}
              </th>
              <td>
                <ul>
                  {transitionsFrom(code).map((transition) => (
                    <li key={edgeKey(transition)}>
                      {statusWord(transition.to, language)}{' '}
                      <span className="secondary">
                        {transition.operation !== undefined && `${operationWord(transition.operation)}, `}
                        {originWord(transition.origin)}
                      </span>
                      {taken.has(edgeKey(transition)) && (
                        <strong>
                          {' · '}
                          <Trans>taken</Trans>
                        </strong>
                      )}
                      {maybe.has(edgeKey(transition)) && (
                        <strong>
                          {' · '}
                          <Trans>perhaps taken</Trans>
                        </strong>
                      )}
                    </li>
                  ))}
                </ul>
              </td>
              <td>{at === undefined ? null : formatInstant(at, zone)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
