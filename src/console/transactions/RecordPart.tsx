import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { OmsDescription } from '../../gateway/api/oms.ts'
import { KNOWN_TYPES } from '../../oms/cmds.ts'
import { affectedZones, relatedTransaction } from '../../oms/schemas.ts'
import type { Transaction } from '../../oms/schemas.ts'
import { CopyButton } from '../ui/copy/CopyButton.tsx'
import { downloadText } from '../ui/copy/download.ts'
import { Fact } from '../ui/values/Fact.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { RawJson } from '../ui/values/RawJson.tsx'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { transactionAddress } from './transactionAddress.ts'
import type { TransactionKey } from './transactionAddress.ts'
import { curlOfTransaction } from './transactionCurl.ts'
import { transactionQueries } from './transactionQueries.ts'

interface RecordPartProps {
  readonly id: TransactionKey
  readonly oms: OmsDescription
  readonly transaction: Transaction
}

/** Everything that the OMS says of the transaction, what belongs to it, and the answer as it came. */
export function RecordPart({ id, oms, transaction }: RecordPartProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const source = useSourceName()
  const related = relatedTransaction(transaction)
  const zones = affectedZones(transaction)
  const type = transaction.Type
  const known = type === null ? undefined : KNOWN_TYPES[type]
  const yesNo = (flag: number | null) => (flag === null ? null : flag === 0 ? t`no` : t`yes`)
  return (
    <section className="transaction-part" aria-labelledby="record">
      <h2 id="record">
        <Trans>Record</Trans>
      </h2>
      <dl className="facts">
        <Fact name={<Trans>Object</Trans>}>{transaction.IdName}</Fact>
        <Fact name={<Trans>Type</Trans>}>
          {type === null
            ? null
            : `${type}${known === undefined ? '' : ` ${language === 'zh-CN' ? known.zh : known.en}`}`}
        </Fact>
        <Fact name={<Trans>Remark</Trans>}>{transaction.Memo}</Fact>
        <Fact name={<Trans>App / zone</Trans>}>
          {transaction.AppId === null && transaction.ZoneId === null
            ? null
            : `${transaction.AppId ?? '–'} / ${transaction.ZoneId ?? '–'}`}
        </Fact>
        <Fact name={<Trans>Data</Trans>}>{transaction.Data && <code>{transaction.Data}</code>}</Fact>
        <Fact name={<Trans>Extra</Trans>}>{transaction.ExtendInfo}</Fact>
        <Fact name={<Trans>Can redo</Trans>}>{yesNo(transaction.CanRedo)}</Fact>
        <Fact name={<Trans>Can suspend</Trans>}>{yesNo(transaction.CanSuspend)}</Fact>
        <Fact name={<Trans>Can roll back</Trans>}>{yesNo(transaction.CanRollback)}</Fact>
        <Fact name={<Trans>Affected zones</Trans>}>
          {zones.map(({ app_id, zone_id }) => `${app_id ?? '–'} / ${zone_id ?? '–'}`).join(', ')}
        </Fact>
        <Fact name={<Trans>Belongs to</Trans>}>
          {related !== undefined && (
            <Link to={transactionAddress(source, { setId: id.setId, transId: related })}>
              <Trans>Transaction {`${id.setId} / ${related}`}</Trans>
            </Link>
          )}
        </Fact>
      </dl>
      <div className="record-tools">
        <CopyButton text={() => curlOfTransaction(oms, id)} label={t`Copy as curl, without the token`}>
          <Trans>Copy as curl</Trans>
        </CopyButton>
        <Download id={id} />
      </div>
      <RawJson value={transaction} label={t`the transaction as JSON`} />
    </section>
  )
}

/** The answer of the OMS as a file, for whoever is asked for help. */
function Download({ id }: { id: TransactionKey }) {
  const source = useSourceName()
  const { refetch, isFetching, error } = useQuery({ ...transactionQueries.raw(source, id), enabled: false })

  async function download() {
    const { data } = await refetch()
    if (data === undefined) return
    downloadText(`transaction-${id.setId}-${id.transId}.json`, 'application/json', JSON.stringify(data, undefined, 2))
  }

  return (
    <>
      <button type="button" className="link-button" disabled={isFetching} onClick={() => void download()}>
        <Trans>Download the answer</Trans>
      </button>
      {error && (
        <span className="problem" role="alert">
          {error.message}
        </span>
      )}
    </>
  )
}
