/** The two enumerations of the OMS, which share numbers and mean different things: of transactions and of their actions. */

/** Who has to act before a transaction moves on. `unknown`: the guide says nothing. */
export type Actor = 'operator' | 'engine' | 'nobody' | 'unknown'

interface TransactionStatus {
  readonly code: number
  readonly key: string
  /** The server's own word (`StatusText` of an OMS in Chinese). */
  readonly zh: string
  readonly en: string
  /** Closed for good. */
  readonly terminal: boolean
  readonly actor: Actor
}

export const TRANSACTION_STATUSES = [
  {
    code: 1,
    key: 'awaiting-execution',
    zh: '待点击执行',
    en: 'awaiting execution',
    terminal: false,
    actor: 'operator',
  },
  { code: 2, key: 'queued', zh: '等待执行队列中', en: 'queued', terminal: false, actor: 'engine' },
  { code: 3, key: 'preparing', zh: '执行前准备中', en: 'preparing', terminal: false, actor: 'engine' },
  { code: 4, key: 'executing', zh: '执行中', en: 'executing', terminal: false, actor: 'engine' },
  { code: 5, key: 'suspended', zh: '挂起中', en: 'suspended', terminal: false, actor: 'operator' },
  { code: 6, key: 'awaiting-resume', zh: '待恢复', en: 'awaiting resume', terminal: false, actor: 'engine' },
  { code: 7, key: 'awaiting-rollback', zh: '待回滚', en: 'awaiting rollback', terminal: false, actor: 'engine' },
  { code: 8, key: 'rolling-back', zh: '回滚中', en: 'rolling back', terminal: false, actor: 'engine' },
  { code: 9, key: 'succeeded', zh: '已成功完成', en: 'succeeded', terminal: true, actor: 'nobody' },
  { code: 10, key: 'ended-abnormally', zh: '异常结束', en: 'ended abnormally', terminal: true, actor: 'nobody' },
  // The guide leaves the cell of its operations empty where it says "none" for others: neither closed nor movable.
  { code: 1000, key: 'paused', zh: '已暂停', en: 'paused', terminal: false, actor: 'unknown' },
] as const satisfies readonly TransactionStatus[]

export type TransactionStatusCode = (typeof TRANSACTION_STATUSES)[number]['code']
export type TransactionStatusKey = (typeof TRANSACTION_STATUSES)[number]['key']

/** Undefined for a number that this console does not know: show the number. */
export const transactionStatus = (code: number) => TRANSACTION_STATUSES.find((status) => status.code === code)

/** False for a status that is not known: it may still move. */
export const isTerminal = (code: number): boolean => transactionStatus(code)?.terminal ?? false

/** What an action stands for when actions are counted. */
export type ActionGroup = 'waiting' | 'running' | 'suspended' | 'rolling-back' | 'finished' | 'ended' | 'skipped'

interface ActionStatus {
  readonly code: number
  readonly key: string
  readonly zh: string
  readonly en: string
  /** Will not run any more. */
  readonly terminal: boolean
  readonly group: ActionGroup
}

export const ACTION_STATUSES = [
  { code: 1, key: 'initialising', zh: '初始化中', en: 'initialising', terminal: false, group: 'waiting' },
  {
    code: 2,
    key: 'ready',
    zh: '资源就绪,待执行',
    en: 'resources ready, waiting to run',
    terminal: false,
    group: 'waiting',
  },
  { code: 3, key: 'executing', zh: '执行中', en: 'executing', terminal: false, group: 'running' },
  { code: 4, key: 'suspended', zh: '挂起', en: 'suspended', terminal: false, group: 'suspended' },
  { code: 5, key: 'rolling-back', zh: '回滚中', en: 'rolling back', terminal: false, group: 'rolling-back' },
  { code: 6, key: 'finished', zh: '完成', en: 'finished', terminal: true, group: 'finished' },
  { code: 7, key: 'ended', zh: '已结束', en: 'ended', terminal: true, group: 'ended' },
  { code: 8, key: 'awaiting-resume', zh: '待恢复', en: 'awaiting resume', terminal: false, group: 'waiting' },
  { code: 9, key: 'skipped', zh: '跳过', en: 'skipped', terminal: true, group: 'skipped' },
] as const satisfies readonly ActionStatus[]

export type ActionStatusKey = (typeof ACTION_STATUSES)[number]['key']

export const actionStatus = (code: number) => ACTION_STATUSES.find((status) => status.code === code)
