import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-router'
import type { KnownTransaction } from '../../gateway/api/oms.ts'
import { isTerminal, transactionStatus } from '../../oms/statuses.ts'
import type { Actor } from '../../oms/statuses.ts'
import { formatDuration, formatNumber, formatRelative } from '../ui/values/format.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useGatewayNow } from '../ui/data/serverClock.ts'
import { createAppColumnHelper, useIsReachable } from '../ui/table/tableModel.ts'
import { useOmsZone } from './omsZone.ts'
import { inStatusSince } from './stuck.ts'
import { StuckMark } from './StuckMark.tsx'
import { transactionAddress } from './transactionAddress.ts'
import { TransactionStatus } from './TransactionStatus.tsx'
import { transactionTitle } from './transactionTitle.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000

const column = createAppColumnHelper<KnownTransaction>()

/** What the gateway knows of a transaction, a row each. */
export const knownColumns = column.columns([
  column.display({
    id: 'status',
    header: () => <Trans>Status</Trans>,
    meta: { className: 'col-known-status' },
    cell: ({ row }) => <KnownStatus known={row.original} />,
  }),
  column.display({
    id: 'transaction',
    header: () => <Trans>Transaction</Trans>,
    cell: ({ row }) => <KnownLink known={row.original} />,
  }),
  column.display({
    id: 'acts',
    header: () => <Trans>Who acts</Trans>,
    meta: { className: 'col-known-acts' },
    cell: ({ row }) => <WhoseTurn known={row.original} />,
  }),
  column.display({
    id: 'since',
    header: () => <Trans>In it for</Trans>,
    meta: { className: 'col-known-since' },
    cell: ({ row }) => <InStatus known={row.original} />,
  }),
  column.display({
    id: 'progress',
    header: () => <Trans>Actions</Trans>,
    meta: { className: 'col-known-progress' },
    cell: ({ row }) => <KnownProgress known={row.original} />,
  }),
])

/** Two lines for a phone. */
export const knownPhoneColumns = column.columns([
  column.display({
    id: 'transaction',
    header: () => <Trans>Transaction</Trans>,
    cell: ({ row }) => (
      <div className="known-lines">
        <span className="known-line">
          <KnownStatus known={row.original} />
          <InStatus known={row.original} />
        </span>
        <span className="known-line">
          <KnownLink known={row.original} />
          <KnownProgress known={row.original} />
        </span>
      </div>
    ),
  }),
])

function KnownStatus({ known: { status, statusText, error } }: { known: KnownTransaction }) {
  const { t } = useLingui()
  return (
    <span className="known-status">
      {status === null ? (
        <span className="secondary">{t`not read yet`}</span>
      ) : (
        <TransactionStatus status={status} statusText={statusText} />
      )}
      {error !== null && (
        <span className="stuck" data-tip={`${error.errorMsg} (${error.errorCode})`}>
          <Trans>not read since</Trans>
        </span>
      )}
    </span>
  )
}

function KnownLink({ known }: { known: KnownTransaction }) {
  const { language } = usePreferences()
  const name = transactionTitle(known, language)
  return (
    <span className="known-link">
      <span className="cut" data-whole={name}>
        <Link to={transactionAddress(known.source, known, { cmd: known.cmd })} tabIndex={useIsReachable() ? 0 : -1}>
          {name}
        </Link>
      </span>{' '}
      <span className="secondary figure">
        {known.setId} / {known.transId}
      </span>
    </span>
  )
}

function WhoseTurn({ known: { status } }: { known: KnownTransaction }) {
  const { t } = useLingui()
  const words: Record<Actor, string> = { operator: t`a person`, engine: t`the engine`, nobody: '–', unknown: '–' }
  return status === null ? null : words[transactionStatus(status)?.actor ?? 'unknown']
}

function InStatus({ known }: { known: KnownTransaction }) {
  const { language } = usePreferences()
  const now = useGatewayNow(10_000)
  const since = inStatusSince(known, useOmsZone())
  const { status, cmd, watchedAt, lastReadAt } = known
  if (status === null || since === null) return null
  // What nobody reads may have gone on long ago.
  if (watchedAt === null && lastReadAt !== null && !isTerminal(status) && now - lastReadAt > MINUTE_MS) {
    return (
      <span className="secondary">
        <Trans>read {formatRelative(lastReadAt, now, language)}</Trans>
      </span>
    )
  }
  const inStatus = Math.max(SECOND_MS, now - since)
  return (
    <span className="known-since">
      {formatDuration(inStatus, language)}
      <StuckMark status={status} cmd={cmd} inStatusMs={inStatus} />
    </span>
  )
}

function KnownProgress({ known: { progress } }: { known: KnownTransaction }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  return progress === null ? null : (
    <span className="figure" data-tip={t`finished, ended or skipped, of all`}>
      {formatNumber(progress.done, language)}/{formatNumber(progress.total, language)}
    </span>
  )
}
