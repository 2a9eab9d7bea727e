/** The kinds of transaction that `detail` can read, each under its interface code (cmd). */

interface TransactionKind {
  readonly cmd: number
  readonly key: string
  readonly zh: string
  readonly en: string
  /** Resume (`redo`) takes this cmd over the webservice. */
  readonly resumable: boolean
  /** Only one edition of the guide lists it; an OMS may not know it. */
  readonly oneEditionOnly: boolean
}

const kind = <const C extends number, const K extends string>(
  cmd: C,
  key: K,
  zh: string,
  en: string,
  { resumable = false, oneEditionOnly = false } = {},
) => ({ cmd, key, zh, en, resumable, oneEditionOnly })

export const TRANSACTION_KINDS = [
  kind(10002, 'add-table', '加表', 'add table'),
  kind(10003, 'modify-table', '修改表', 'modify table'),
  kind(10004, 'truncate-table', '清理表', 'truncate table'),
  kind(10005, 'delete-table', '删除表', 'delete table'),
  kind(10006, 'delete-zone', '删除游戏区', 'delete zone', { oneEditionOnly: true }),
  kind(10008, 'copy-table-data', '复制表数据', 'copy table data'),
  kind(10009, 'data-backup', '数据备份', 'data backup', { resumable: true }),
  kind(10011, 'table-data-construction', '表数据构造', 'table data construction', { resumable: true }),
  kind(10012, 'machine-data-construction', '机器数据构造', 'machine data construction', { resumable: true }),
  kind(10013, 'data-import', '数据导入', 'data import', { resumable: true }),
  kind(10022, 'index', '索引事务', 'index'),
] as const satisfies readonly TransactionKind[]

/** A cmd of the guide's list; an OMS with others names them in its options. */
export type TransactionCmd = (typeof TRANSACTION_KINDS)[number]['cmd']

export const transactionKind = (cmd: number) => TRANSACTION_KINDS.find((kind) => kind.cmd === cmd)

export const TOKEN_CMD = 10000
export const FAILOVER_CMD = 10017

/**
 * The Types (a property of the transaction) that a cmd admits, as far as they are public. A cmd without an entry is not
 * checked here; the server's own list stands in its refusal.
 */
export type TypesByCmd = Readonly<Record<number, readonly number[]>>

export const TYPES_BY_CMD: TypesByCmd = { 10002: [283], 10003: [281], 10004: [279], 10005: [363] }

/** Types that were seen in public, with the `Memo` beside them. The number is always shown too. */
export const KNOWN_TYPES: Readonly<
  Record<number, { readonly memo: string; readonly zh: string; readonly en: string }>
> = {
  128: { memo: 'Failover', zh: '故障恢复', en: 'server failover' },
  279: { memo: 'TruncateTable', zh: '清理表', en: 'truncate table' },
  281: { memo: 'ModifyTable', zh: '修改表', en: 'modify table' },
  283: { memo: 'AddTableManual', zh: '加表', en: 'add table' },
  363: { memo: 'DeleteTable', zh: '删除表', en: 'delete table' },
  541: { memo: 'AddHostEx', zh: '添加机器', en: 'add host' },
}

export const FAILOVER_TYPE = 128

/** The cmds known to admit a Type. Empty when none is known to. */
export function cmdsAdmitting(type: number, typesByCmd: TypesByCmd = TYPES_BY_CMD): readonly number[] {
  return Object.entries(typesByCmd).flatMap(([cmd, types]) => (types.includes(type) ? [Number(cmd)] : []))
}

/** Whether a cmd admits a Type; undefined where nothing is known of the cmd. */
export const admits = (cmd: number, type: number, typesByCmd: TypesByCmd = TYPES_BY_CMD): boolean | undefined =>
  typesByCmd[cmd]?.includes(type)
