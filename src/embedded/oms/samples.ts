/** The sample transactions: those with fixed names, which stay as they are so that each can be looked at, and some that move. */
import { TRANSACTION_KINDS, FAILOVER_TYPE, type TransactionCmd } from '../../oms/cmds.ts'
import { TRANSACTION_STATUSES } from '../../oms/statuses.ts'
import { randomOf, type Random } from '../sample/random.ts'
import { FAILED_REASON } from './engineSteps.ts'
import { pastActions, type ActionPlan } from './sampleActions.ts'
import { TRANSACTION } from './statusCodes.ts'
import type { ActionRow, NewTransaction } from './transactionTable.ts'
import { EMBEDDED_TYPES } from './embeddedTypes.ts'

interface Sample {
  readonly transaction: NewTransaction
  readonly actions: readonly ActionRow[]
}

interface KindOfSample {
  readonly memo: string
  readonly objects: readonly [string, ...string[]]
  readonly actions: number
  /** Shortest and longest run of an action. */
  readonly runMs: readonly [number, number]
}

const TABLES = ['guild_rank', 'player_bag', 'mail_box', 'match_log', 'friend_list'] as const
const PROCESSES = ['tcapsvr.1.3.1', 'tcapsvr.1.3.2', 'tcapsvr.1.4.1', 'tcaproxy.1.3.1'] as const
const HOSTS = ['10.20.3.7', '10.20.3.9', '10.20.4.16', '10.20.4.18'] as const

const KINDS: Readonly<Record<TransactionCmd | 'failover', KindOfSample>> = {
  10002: { memo: 'AddTableManual', objects: TABLES, actions: 12, runMs: [800, 3_000] },
  10003: { memo: 'ModifyTable', objects: TABLES, actions: 14, runMs: [800, 4_000] },
  10004: { memo: 'TruncateTable', objects: TABLES, actions: 8, runMs: [1_000, 6_000] },
  10005: { memo: 'DeleteTable', objects: TABLES, actions: 8, runMs: [800, 4_000] },
  10006: { memo: 'DeleteZone', objects: TABLES, actions: 20, runMs: [1_000, 5_000] },
  10008: { memo: 'MergeTableData', objects: TABLES, actions: 40, runMs: [3_000, 15_000] },
  10009: { memo: 'BackupSvrData', objects: PROCESSES, actions: 24, runMs: [2_000, 12_000] },
  10011: { memo: 'TableDataConstruct', objects: TABLES, actions: 60, runMs: [20_000, 90_000] },
  10012: { memo: 'HostDataConstruct', objects: HOSTS, actions: 30, runMs: [5_000, 30_000] },
  10013: { memo: 'ImportTableData', objects: TABLES, actions: 32, runMs: [4_000, 14_000] },
  10022: { memo: 'TableIndex', objects: TABLES, actions: 10, runMs: [1_000, 8_000] },
  failover: { memo: 'Failover', objects: PROCESSES, actions: 9, runMs: [1_000, 5_000] },
}

const MINUTE = 60_000

interface Wish {
  readonly setId?: number
  readonly id: number
  readonly kind: TransactionCmd | 'failover'
  readonly status: number
  /** How long it has stood so. */
  readonly forMs?: number
  /** The engine takes it on from here; else it stays. */
  readonly moves?: boolean
  readonly actions?: number
  /** Share of the actions that have ended; half of them unless said. */
  readonly done?: number
  readonly concurrency?: number
  /** This one fails the first time it runs. */
  readonly failing?: number
  readonly fields?: Partial<NewTransaction>
}

interface World {
  readonly seed: number
  /** Epoch milliseconds. */
  readonly now: number
}

function plansOf({ actions, kind, failing }: Wish, random: Random): readonly ActionPlan[] {
  const { objects, runMs, actions: usual } = KINDS[kind]
  const count = actions ?? usual
  return Array.from({ length: count }, (_, index) => ({
    type: 1 + Math.floor((index * 6) / count),
    idName: objects[index % objects.length] ?? objects[0],
    durationMs: random.int(...runMs),
    failures: index + 1 === failing ? 1 : 0,
    failureText: failureText(random),
    // The fourth of twelve finds nothing to do.
    skipped: index % 12 === 3,
  }))
}

function failureText(random: Random): string {
  const host = random.pick(HOSTS)
  return `\n[ERROR] no answer from ${host}:9999 within 30 s\n[ERROR] 3 tries, giving up; shard ${random.int(1, 64)} is not complete`
}

const digest = (random: Random): string => Array.from({ length: 32 }, () => random.int(0, 15).toString(16)).join('')

function sample(wish: Wish, { seed, now }: World): Sample {
  const { setId = 1, id, kind, status, moves = false, done = 0.5, concurrency = 3 } = wish
  const random = randomOf(seed, 'oms', setId, id)
  const at = now - (moves ? 0 : (wish.forMs ?? (20 + (id % 50)) * MINUTE))
  const plans = plansOf(wish, random)
  const past = { plans, concurrency, status, at, random, done: Math.ceil(plans.length * done) }
  const { actions, startedAt } = pastActions(past)
  const ends = actions.flatMap(({ endsAt }) => endsAt ?? [])
  const { memo, objects } = KINDS[kind]
  const failed = status === TRANSACTION.suspended || status === TRANSACTION.endedAbnormally
  const failover = kind === 'failover'
  return {
    actions,
    transaction: {
      setId,
      id,
      appId: 2,
      zoneId: failover ? 0 : 3,
      type: failover ? FAILOVER_TYPE : (EMBEDDED_TYPES[kind]?.[0] ?? 0),
      status,
      reason: failed ? FAILED_REASON : 0,
      num: 0,
      idName: objects[id % objects.length] ?? objects[0],
      data: kind === 10002 ? 'proxy@;tcapsvr@slave#2' : kind === 10003 ? digest(random) : '',
      memo,
      createUser: failover ? 'SYSTEM' : random.pick(['wang_dba', 'li_dba', 'ops_auto']),
      createTime: startedAt - 2 * MINUTE,
      updateTime: at,
      canRedo: failover ? 0 : 1,
      canSuspend: 1,
      canRollback: 1,
      extendInfo: '',
      maxConcurrentCount: concurrency,
      affectedZones: failover ? JSON.stringify([{ app_id: '2', zone_id: String(3 + (id % 2) * 2) }]) : null,
      form: id % 4 === 3 ? 'old' : 'new',
      onlyCaller: null,
      dueAt: moves ? (ends.length > 0 ? Math.min(...ends) : now + 2_000) : null,
      ...wish.fields,
    },
  }
}

/** The four that the guide shows, with their facts: in the past, closed, without actions. */
const DOCUMENTED = [
  {
    setId: 1,
    id: 300,
    kind: 10002,
    status: 9,
    zoneId: 5,
    form: 'new',
    reason: 0,
    from: '2021-07-23T16:17:20',
    to: '2021-07-23T16:17:47',
  },
  {
    setId: 126,
    id: 405,
    kind: 10003,
    status: 10,
    zoneId: 3,
    form: 'misspelt',
    reason: 2,
    from: '2017-03-02T21:38:30',
    to: '2017-03-02T21:41:37',
  },
  {
    setId: 126,
    id: 408,
    kind: 10004,
    status: 9,
    zoneId: 3,
    form: 'old',
    reason: 0,
    from: '2017-03-02T21:57:56',
    to: '2017-03-02T22:00:29',
  },
  {
    setId: 126,
    id: 411,
    kind: 10005,
    status: 9,
    zoneId: 3,
    form: 'old',
    reason: 0,
    from: '2017-03-02T22:11:04',
    to: '2017-03-02T22:13:20',
  },
] as const

function documented({ kind, from, to, ...fields }: (typeof DOCUMENTED)[number], world: World): Sample {
  const times = { createTime: Date.parse(`${from}+08:00`), updateTime: Date.parse(`${to}+08:00`) }
  const more = { maxConcurrentCount: 10, createUser: 'tcaplus', ...times }
  return sample({ ...fields, kind, actions: 0, fields: { ...fields, ...more } }, world)
}

/** Held in every status, kind 10002. */
const HELD: readonly Wish[] = TRANSACTION_STATUSES.map(({ code }) => ({
  id: code === TRANSACTION.paused ? 2000 : 1000 + code,
  kind: 10002,
  status: code,
  actions: code === TRANSACTION.rollingBack ? 16 : 12,
  done: code === TRANSACTION.rollingBack ? 0.75 : 0.5,
}))

const AWAITING: readonly Wish[] = TRANSACTION_KINDS.map(({ cmd }) => ({
  id: 3000 + cmd - 10_000,
  kind: cmd,
  status: TRANSACTION.awaitingExecution,
  // Backups and machines belong to no app.
  fields: cmd === 10009 ? { appId: -1, zoneId: -1 } : cmd === 10012 ? { appId: null, zoneId: null } : {},
}))

const SUSPENDED: readonly Wish[] = ([10009, 10011, 10012, 10013, 10002] as const).map((kind) => ({
  id: 4000 + kind - 10_000,
  kind,
  status: TRANSACTION.suspended,
}))

const MOVING: readonly Wish[] = [
  { id: 500, kind: 10013, status: TRANSACTION.executing, actions: 500, done: 0.36, concurrency: 10, moves: true },
  { id: 6011, kind: 10011, status: TRANSACTION.executing, done: 0.3, concurrency: 4, moves: true },
  { id: 6008, kind: 10008, status: TRANSACTION.queued, concurrency: 5, moves: true },
  { id: 6003, kind: 10003, status: TRANSACTION.awaitingRollback, moves: true },
]

/** A scale-out and its clean-up, each naming the other; and one of somebody else's. */
const OTHERS: readonly Wish[] = [
  { id: 5009, kind: 10009, status: TRANSACTION.awaitingExecution, failing: 6 },
  { id: 6012, kind: 10012, status: TRANSACTION.succeeded, fields: { extendInfo: 'cmId=6013' } },
  { id: 6013, kind: 10012, status: TRANSACTION.awaitingExecution, fields: { extendInfo: 'cmId=6012' } },
  { setId: 403, id: 1, kind: 10002, status: TRANSACTION.awaitingExecution, fields: { onlyCaller: '192.0.2.14' } },
]

/** Where the machine-made failovers are; set 7, app 2. */
export const FAILOVER_SET = 7

const FAILOVERS: readonly Wish[] = [
  ...Array.from({ length: 12 }, (_, index) => ({
    id: 701 + index,
    status: index === 4 ? TRANSACTION.endedAbnormally : TRANSACTION.succeeded,
    forMs: (12 - index) * 17 * 60 * MINUTE,
  })),
  { id: 713, status: TRANSACTION.suspended, forMs: 50 * MINUTE },
  { id: 714, status: TRANSACTION.executing, moves: true },
].map((wish) => ({ ...wish, setId: FAILOVER_SET, kind: 'failover' }))

export const omsSamples = (world: World): readonly Sample[] => [
  ...DOCUMENTED.map((each) => documented(each, world)),
  ...[...HELD, ...AWAITING, ...SUSPENDED, ...OTHERS, ...MOVING, ...FAILOVERS].map((wish) => sample(wish, world)),
]

/** A data import of so many actions in set 1, more than half of them done; its id is their number. */
export const largeSample = (actions: number, world: World): Sample =>
  sample(
    { id: actions, kind: 10013, status: TRANSACTION.executing, actions, done: 0.6, concurrency: 10, moves: true },
    world,
  )

/** A failover as the machines make one: nobody has to start it. */
export const newFailover = (id: number, world: World): Sample =>
  sample({ setId: FAILOVER_SET, id, kind: 'failover', status: TRANSACTION.queued, moves: true }, world)
