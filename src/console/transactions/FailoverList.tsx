import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { Transaction } from '../../oms/schemas.ts'
import { affectedZones } from '../../oms/schemas.ts'
import { Fold } from '../ui/Fold.tsx'
import { RawJson } from '../ui/values/RawJson.tsx'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { NumberField } from './NumberField.tsx'
import { OmsErrorNote } from './OmsErrorNote.tsx'
import { OmsTime } from './OmsTime.tsx'
import { transactionQueries } from './transactionQueries.ts'
import { TransactionStatus } from './TransactionStatus.tsx'

/** Failovers that the machines made by themselves; the OMS lists them by app, and has no detail of them. */
export function FailoverList() {
  const { t } = useLingui()
  const source = useSourceName()
  const [appId, setAppId] = useState('')
  const [all, setAll] = useState(false)
  const [asked, setAsked] = useState<{ readonly appId: number; readonly all: boolean }>()
  const description = useQuery(transactionQueries.description(source))
  const list = useQuery({
    ...transactionQueries.failovers(source, asked ?? { appId: 0, all: false }),
    enabled: asked !== undefined,
  })
  const isNumber = /^\d{1,9}$/.test(appId.trim())
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
          if (isNumber) setAsked({ appId: Number(appId), all })
        }}
      >
        <NumberField label={<Trans>App</Trans>} value={appId} onChange={setAppId} />
        <label className="check">
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
          <Trans>closed ones too</Trans>
        </label>
        <Button htmlType="submit" disabled={!isNumber}>
          <Trans>List</Trans>
        </Button>
      </form>
      <OmsErrorNote
        error={list.error}
        title={<Trans>The failovers could not be read.</Trans>}
        onRetry={() => void list.refetch()}
        retrying={list.isFetching}
      />
      {list.data !== undefined && (
        <>
          <p className="secondary">
            <Plural
              value={list.data.transactions.length}
              _0="This app has no such failover."
              one="# failover"
              other="# failovers"
            />
          </p>
          <ul className="failovers">
            {list.data.transactions.map((failover) => (
              <li key={`${failover.SetId}/${failover.Id}`}>
                <Failover failover={failover} omsZone={description.data?.options.timeZone ?? 'UTC'} />
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
        <>
          <TransactionStatus status={failover.Status} statusText={failover.StatusText} />{' '}
          <span className="figure">
            {failover.SetId} / {failover.Id}
          </span>{' '}
          {failover.IdName} <OmsTime text={failover.CreateTime} omsZone={omsZone} />
        </>
      }
    >
      {() => (
        <>
          <p className="secondary">
            <Trans>The OMS gives no more of a failover than this row: it has no detail and cannot be watched.</Trans>
          </p>
          {zones.length > 0 && (
            <p>
              <Trans>Affected app / zone:</Trans>{' '}
              {zones.map(({ app_id, zone_id }) => `${app_id ?? '–'} / ${zone_id ?? '–'}`).join(', ')}
            </p>
          )}
          <RawJson value={failover} label={t`the failover as JSON`} />
        </>
      )}
    </Fold>
  )
}
