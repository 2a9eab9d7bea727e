import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { KnownTransaction, OmsDescription } from '../../gateway/api/oms.ts'
import { durationMs, momentOf } from '../../oms/omsTime.ts'
import type { Transaction } from '../../oms/schemas.ts'
import { isTerminal } from '../../oms/statuses.ts'
import { CopyButton } from '../ui/copy/CopyButton.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { formatDuration } from '../ui/values/format.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useGatewayNow } from '../ui/data/serverClock.ts'
import { sourceQueries } from '../ui/data/sourceQueries.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { omsDuration } from './omsDuration.ts'
import { OmsTime } from './OmsTime.tsx'
import { inStatusSince } from './stuck.ts'
import { StuckMark } from './StuckMark.tsx'
import type { TransactionKey } from './transactionAddress.ts'
import { useWatch } from './transactionCommands.ts'
import { transactionQueries } from './transactionQueries.ts'
import { TransactionStatus } from './TransactionStatus.tsx'

const SECOND_MS = 1000

interface TransactionHeaderProps {
  readonly id: TransactionKey
  readonly oms: OmsDescription
  readonly transaction: Transaction
  readonly known: KnownTransaction | null
  /** Shows why it fails, where that is not on screen. */
  readonly onWhy: (() => void) | undefined
}

/** Status and since when, which transaction, who made it and when. */
export function TransactionHeader({ id, oms, transaction, known, onWhy }: TransactionHeaderProps) {
  const { t } = useLingui()
  const {
    Status: status,
    StatusText: statusText,
    Reason: reason,
    CreateUser: user,
    CreateTime: created,
    UpdateTime: updated,
  } = transaction
  const omsZone = oms.options.timeZone
  return (
    <header className="transaction-header">
      <div className="transaction-state">
        <TransactionStatus status={status} statusText={statusText} />
        {known !== null && <TimeInStatus status={status} cmd={id.cmd} known={known} omsZone={omsZone} />}
      </div>
      <div className="transaction-state">
        <span className="transaction-ids">
          <Trans>
            set {id.setId} / {id.transId}
          </Trans>
          <CopyButton text={`${id.setId}/${id.transId}`} label={t`Copy ${`${id.setId}/${id.transId}`}`} />
        </span>
        <WatchButton id={id} isWatched={known?.watchedAt !== null && known !== null} isClosed={isTerminal(status)} />
        {onWhy !== undefined ? (
          <button type="button" className="link-button" onClick={onWhy}>
            <Trans>Show why</Trans>
          </button>
        ) : (
          reason !== null &&
          reason !== 0 && (
            <span className="secondary">
              <Trans>reason code {reason}</Trans>
            </span>
          )
        )}
      </div>
      <div className="secondary transaction-times">
        <div>
          {created !== null && (
            <span>
              <Trans>created</Trans> <OmsTime text={created} omsZone={omsZone} />{' '}
              {user !== null && user !== '' && <Trans>by {user}</Trans>}
            </span>
          )}
          {updated !== null && (
            <span>
              <Trans>updated</Trans> <OmsTime text={updated} omsZone={omsZone} />
            </span>
          )}
        </div>
        <div>
          <Length transaction={transaction} omsZone={omsZone} />
          <span data-tip={t`The OMS writes local times of this zone`}>{omsZone}</span>
        </div>
      </div>
    </header>
  )
}

/** From creation to the last update of one that is closed; else until now, by a clock that is not the OMS's. */
function Length({ transaction, omsZone }: { transaction: Transaction; omsZone: string }) {
  const { language } = usePreferences()
  const now = useGatewayNow()
  const { CreateTime: created, UpdateTime: updated, Status: status } = transaction
  if (isTerminal(status)) {
    const ms = durationMs(created, updated, omsZone)
    return ms === undefined ? null : <span>{<Trans>took {omsDuration(ms, language)}</Trans>}</span>
  }
  const start = momentOf(created, omsZone)?.at
  if (start === undefined || now < start) return null
  return (
    <span>
      <Trans>about {formatDuration(now - start, language)} old</Trans>
    </span>
  )
}

interface TimeInStatusProps {
  readonly status: number
  readonly cmd: number
  readonly known: KnownTransaction
  readonly omsZone: string
}

function TimeInStatus({ status, cmd, known, omsZone }: TimeInStatusProps) {
  const { language } = usePreferences()
  const now = useGatewayNow(10_000)
  const since = inStatusSince(known, omsZone)
  if (since === null || known.status !== status) return null
  const inStatus = Math.max(SECOND_MS, now - since)
  return (
    <>
      <span className="secondary">
        <Trans>in it for at least {formatDuration(inStatus, language)}</Trans>
      </span>
      <StuckMark status={status} cmd={cmd} inStatusMs={inStatus} />
    </>
  )
}

function WatchButton({ id, isWatched, isClosed }: { id: TransactionKey; isWatched: boolean; isClosed: boolean }) {
  const { t } = useLingui()
  const source = useSourceName()
  const { data: watches } = useQuery(transactionQueries.watches())
  const watch = useWatch(source, id)
  const isFull = watches !== undefined && watches.watches.length >= watches.most
  const { data: sources } = useQuery(sourceQueries.all())
  if (isClosed && !isWatched) return null
  const off =
    sources?.role === 'viewer'
      ? t`your role may look, not act: this needs an operator`
      : isFull && !isWatched
        ? t`So many are watched already (${watches.most}): end another watch first.`
        : undefined
  return (
    <>
      <Button
        size="small"
        aria-pressed={isWatched}
        aria-disabled={off !== undefined}
        className={off === undefined ? '' : 'ant-btn-disabled'}
        loading={watch.isPending}
        data-tip={off ?? t`Amends keeps looking while no page is open`}
        onClick={() => off === undefined && watch.mutate(!isWatched)}
      >
        {isWatched ? <Trans>Watching</Trans> : <Trans>Watch</Trans>}
      </Button>
      <ErrorNote error={watch.error} title={<Trans>The watch could not be changed.</Trans>} />
    </>
  )
}
