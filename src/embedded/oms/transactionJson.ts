/** Transactions and actions as the wire has them. Runs on a reader's connection of `oms.db`. */
import * as z from 'zod/mini'
import type { FieldErrors } from '../../oms/errorTexts.ts'
import { transactionStatus } from '../../oms/statuses.ts'
import { localTimeAt } from '../../oms/omsTime.ts'
import type { Connection } from '../../store/connection.ts'
import { allowed, type Asked } from './allowed.ts'
import { findTransaction, TransactionRow } from './transactionTable.ts'

interface Writing {
  /** Zone of the times. */
  readonly zone: string
  /** Key of the list of actions. */
  readonly actionsKey: string
}

const NO_TIME = '0000-00-00 00:00:00'

/** The fields in the order of the form: newer ones have the abilities late and a `StatusText`. */
function transactionFields(transaction: TransactionRow, date: (at: number) => string) {
  const { form } = transaction
  const { Reason, Num, IdName, ...first } = {
    Id: transaction.id,
    AppId: transaction.appId,
    ZoneId: transaction.zoneId,
    Type: transaction.type,
    Status: transaction.status,
    Reason: transaction.reason,
    Num: transaction.num,
    IdName: transaction.idName,
  }
  const middle = {
    Reason,
    Num,
    IdName,
    Data: transaction.data,
    Memo: transaction.memo,
    CreateUser: transaction.createUser,
    CreateTime: date(transaction.createTime),
    UpdateTime: date(transaction.updateTime),
  }
  const abilities = {
    CanRedo: transaction.canRedo,
    CanSuspend: transaction.canSuspend,
    // A real OMS was seen to write it with the blank (quirk Q1).
    [form === 'misspelt' ? 'CanRol lback' : 'CanRollback']: transaction.canRollback,
  }
  const last = {
    SetId: transaction.setId,
    ExtendInfo: transaction.extendInfo,
    MaxConcurrentCount: transaction.maxConcurrentCount,
  }
  if (form !== 'new') return { ...first, ...abilities, ...middle, ...last }
  return { ...first, ...middle, ...abilities, ...last, StatusText: transactionStatus(transaction.status)?.zh ?? '' }
}

/** All actions as JSON. Rows become objects with the wire's keys at once: there may be tens of thousands. */
function actionsText(connection: Connection, transaction: TransactionRow, date: (at: number) => string): string {
  const rows = connection
    .statement(
      `SELECT ? AS TransId, id AS Id, ? AS AppId, ? AS ZoneId, type AS Type, status AS Status, reason AS Reason,
         num AS Num, idName AS IdName, data AS Data, context AS Context, createTime AS CreateTime,
         executeTime AS ExecuteTime, updateTime AS UpdateTime
       FROM action WHERE trans = ? AND alive() ORDER BY id`,
    )
    .iterate(transaction.id, transaction.appId, transaction.zoneId, transaction.row)
  const notBegun = transaction.form === 'new' ? null : NO_TIME
  let text = ''
  for (const row of rows) {
    const { CreateTime, ExecuteTime, UpdateTime } = row
    row['CreateTime'] = date(Number(CreateTime))
    row['ExecuteTime'] = ExecuteTime === null ? notBegun : date(Number(ExecuteTime))
    row['UpdateTime'] = date(Number(UpdateTime))
    text += text === '' ? JSON.stringify(row) : `,${JSON.stringify(row)}`
  }
  return `[${text}]`
}

type DetailJob = Asked & Writing & { readonly withActions: boolean }

/** The answer to a detail question as JSON, all of it as it stood at one moment. */
export function detailText(connection: Connection, job: DetailJob): { text: string } | { refused: FieldErrors } {
  return connection.snapshot(() => {
    const found = allowed(findTransaction(connection, job), job)
    if ('refused' in found) return found
    const { transaction } = found
    const date = (at: number) => localTimeAt(at, job.zone)
    const text = JSON.stringify(transactionFields(transaction, date))
    if (!job.withActions) return { text }
    const actions = actionsText(connection, transaction, date)
    return { text: `${text.slice(0, -1)},${JSON.stringify(job.actionsKey)}:${actions}}` }
  })
}

interface FailoverJob {
  readonly zone: string
  readonly type: number
  readonly appId: number
  /** 0: all zones of the app. */
  readonly zoneId: number
  readonly onlyIncomplete: boolean
  readonly terminal: readonly number[]
}

/** The failovers that touch an app, newest first, as JSON. */
export function failoverListText(connection: Connection, job: FailoverJob): string {
  const closed = job.onlyIncomplete ? `AND status NOT IN (${job.terminal.map(Number).join(', ')})` : ''
  const rows = connection
    .statement(
      `SELECT * FROM trans WHERE type = ? ${closed} AND EXISTS (
         SELECT 1 FROM json_each(affectedZones) WHERE value ->> 'app_id' = ? AND (? = 0 OR value ->> 'zone_id' = ?))
       ORDER BY createTime DESC, row DESC`,
    )
    .all(job.type, String(job.appId), job.zoneId, String(job.zoneId))
  const date = (at: number) => localTimeAt(at, job.zone)
  const list = rows.map((found) => {
    const transaction = z.parse(TransactionRow, found)
    const AffectedZoneList: unknown = JSON.parse(transaction.affectedZones ?? '[]')
    return { ...transactionFields(transaction, date), AffectedZoneList }
  })
  return JSON.stringify(list)
}
