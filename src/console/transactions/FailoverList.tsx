import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { Transaction } from '../../oms/schemas.ts'
import { affectedZones } from '../../oms/schemas.ts'
import { AskAgain } from '../ui/AskAgain.tsx'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { Fold } from '../ui/Fold.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Fact } from '../ui/values/Fact.tsx'
import { formatClock } from '../ui/values/format.ts'
import { RawJson } from '../ui/values/RawJson.tsx'
import { useUrlState } from '../url/useUrlState.ts'
import { NumberField } from './NumberField.tsx'
import { OmsErrorNote } from './OmsErrorNote.tsx'
import { OmsTime } from './OmsTime.tsx'
import { FailoverSearch } from './transactionAddress.ts'
import { transactionQueries } from './transactionQueries.ts'
import { TransactionStatus } from './TransactionStatus.tsx'

/** Failovers that the machines made by themselves; the OMS lists them by app, and has no detail of them. */
export function FailoverList() {
  const { t } = useLingui()
  const { zone } = usePreferences()
  const source = useSourceName()
  const [{ app, closed }, setSearch] = useUrlState(FailoverSearch)
  const [typed, setTyped] = useState(String(app ?? ''))
  const [all, setAll] = useState(closed !== undefined)
  const description = useQuery(transactionQueries.description(source))
  const list = useQuery({
    ...transactionQueries.failovers(source, { appId: app ?? 0, all: closed !== undefined }),
    enabled: app !== undefined,
  })
  const isNumber = /^\d{1,9}$/.test(typed.trim()) && Number(typed) > 0
  const ask = () => void list.refetch()

  function show() {
    const next = { app: Number(typed), closed: all ? ('yes' as const) : undefined }
    if (next.app === app && next.closed === closed) ask()
    else setSearch(next)
  }

  return (
    <section className="transaction-part" aria-labelledby="failovers">
      <h2 id="failovers">
        <Trans>Failovers</Trans>
      </h2>
      <form
        className="open-transaction"
        aria-label={t`List the failovers of an app`}
        onSubmit={(event) => {
          event.preventDefault()
          if (isNumber) show()
        }}
      >
        <NumberField label={<Trans>App</Trans>} value={typed} onChange={setTyped} />
        <label className="check">
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
          <Trans>closed ones too</Trans>
        </label>
        <Button htmlType="submit" disabled={!isNumber}>
          <Trans>List</Trans>
        </Button>
      </form>
      <OmsErrorNote
        error={list.error ?? (app === undefined ? null : description.error)}
        title={<Trans>The failovers could not be read.</Trans>}
        onRetry={() => {
          ask()
          void description.refetch()
        }}
        retrying={list.isFetching}
      />
      {list.isLoading && <Skeleton className="transaction-skeleton" />}
      {/* Without the zone of the OMS its times would be said wrongly. */}
      {list.data !== undefined && description.data !== undefined && (
        <>
          <p className="secondary failover-age" aria-busy={list.isFetching}>
            <Trans>As of {formatClock(list.data.readAt, zone)}</Trans>
            {' · '}
            <Trans>App {app}</Trans>
            {' · '}
            <Plural
              value={list.data.transactions.length}
              _0="This app has no such failover."
              one="# failover"
              other="# failovers"
            />
            <AskAgain isFetching={list.isFetching} onAsk={ask} />
          </p>
          <ul className="failovers">
            {list.data.transactions.map((failover) => (
              <li key={`${failover.SetId}/${failover.Id}`}>
                <Failover failover={failover} omsZone={description.data.options.timeZone} />
              </li>
            ))}
          </ul>
          {list.data.odd.length > 0 && <RawJson value={list.data.odd} label={t`the unreadable rows`} />}
        </>
      )}
    </section>
  )
}

function Failover({ failover, omsZone }: { failover: Transaction; omsZone: string }) {
  const { t } = useLingui()
  const zones = affectedZones(failover)
  return (
    <Fold
      className="failover"
      summary={
        <span className="failover-line">
          <TransactionStatus status={failover.Status} statusText={failover.StatusText} />{' '}
          <span className="figure">
            {failover.SetId} / {failover.Id}
          </span>{' '}
          <span>{failover.IdName}</span> <OmsTime text={failover.CreateTime} omsZone={omsZone} />
        </span>
      }
    >
      {() => (
        <>
          <p className="secondary">
            <Trans>The OMS gives no more of a failover than this row: it has no detail and cannot be watched.</Trans>
          </p>
          <dl className="facts">
            <Fact name={<Trans>Created</Trans>}>
              {failover.CreateTime && <OmsTime text={failover.CreateTime} omsZone={omsZone} />}
            </Fact>
            <Fact name={<Trans>Updated</Trans>}>
              {failover.UpdateTime && <OmsTime text={failover.UpdateTime} omsZone={omsZone} />}
            </Fact>
            <Fact name={<Trans>Reason code</Trans>}>{failover.Reason}</Fact>
            <Fact name={<Trans>Remark</Trans>}>{failover.Memo}</Fact>
            <Fact name={<Trans>Affected app / zone</Trans>}>
              {zones.map(({ app_id, zone_id }) => `${app_id ?? '–'} / ${zone_id ?? '–'}`).join(', ')}
            </Fact>
          </dl>
          <RawJson value={failover} label={t`the failover as JSON`} />
        </>
      )}
    </Fold>
  )
}
