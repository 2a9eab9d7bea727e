import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import type { KnownTransaction } from '../../gateway/api/oms.ts'
import { DataTable } from '../ui/table/DataTable.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Screen } from '../ui/Screen.tsx'
import { useMedia } from '../ui/useMedia.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { StaleLine } from '../ui/StaleLine.tsx'
import { useWritable } from '../ui/data/writable.ts'
import { FailoverList } from './FailoverList.tsx'
import { knownColumns, knownPhoneColumns } from './knownColumns.tsx'
import { OmsZone } from './omsZone.ts'
import { OpenTransaction } from './OpenTransaction.tsx'
import { transactionAddress } from './transactionAddress.ts'
import { transactionQueries } from './transactionQueries.ts'
import './transactions.css'

const ROW_HEIGHT = 36
const PHONE_ROW_HEIGHT = 61

/** The way to a transaction: by its ids, from what is watched, from what was opened lately, from the failovers. */
export function TransactionsPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const { data, error, isFetching, refetch } = useQuery(transactionQueries.watches())
  const ofThis = (list: readonly KnownTransaction[]) => list.filter((known) => known.source === source)
  const { data: description } = useQuery(transactionQueries.description(source))
  const writable = useWritable()
  const watches = ofThis(data?.watches ?? [])
  const recent = ofThis(data?.recent ?? [])
  return (
    <Screen title={t`Transactions`} className="transactions">
      <OpenTransaction />
      {/* What the gateway knows needs the gateway; the server of this name that it also asks is another one. */}
      {!writable.writable && writable.why === 'gateway' && (
        <StaleLine writable={writable} isEmpty={data === undefined} />
      )}
      <OmsZone value={description?.options.timeZone ?? ''}>
        <section className="transaction-part" aria-labelledby="watched">
          <h2 id="watched">
            <Trans>Watched</Trans>
          </h2>
          <ErrorNote
            error={error}
            title={<Trans>What is watched could not be read.</Trans>}
            onRetry={() => void refetch()}
            retrying={isFetching}
          />
          {data !== undefined && watches.length === 0 && (
            <p className="secondary">
              <Trans>
                Nothing is watched. Open a transaction and choose Watch: Amends then looks while nobody does.
              </Trans>
            </p>
          )}
          {watches.length > 0 && <KnownTable label={t`Watched transactions`} rows={watches} />}
        </section>
        {recent.length > 0 && (
          <section className="transaction-part" aria-labelledby="recent">
            <h2 id="recent">
              <Trans>Opened lately</Trans>
            </h2>
            <KnownTable label={t`Transactions opened lately`} rows={recent} />
          </section>
        )}
      </OmsZone>
      <FailoverList />
    </Screen>
  )
}

function KnownTable({ label, rows }: { label: string; rows: readonly KnownTransaction[] }) {
  const navigate = useNavigate()
  const scroller = useRef<HTMLDivElement>(null)
  const isPhone = useMedia('(max-width: 599px)')
  return (
    <div className="known-scroll" ref={scroller}>
      <DataTable
        label={label}
        columns={isPhone ? knownPhoneColumns : knownColumns}
        rows={rows}
        rowId={({ setId, transId }) => `${setId}/${transId}`}
        scroller={scroller}
        rowHeight={isPhone ? PHONE_ROW_HEIGHT : ROW_HEIGHT}
        onOpen={(known) => void navigate(transactionAddress(known.source, known, { cmd: known.cmd }))}
      />
    </div>
  )
}
