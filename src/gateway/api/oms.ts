/** The gateway's own interface to an OMS: `/api/oms/:source/*` and `/api/watches`. Times are epoch milliseconds of the gateway's clock. */
import * as z from 'zod/mini'
import { OmsOptions } from '../../oms/options.ts'
import { isObject, Transaction } from '../../oms/schemas.ts'
import type { Action } from '../../oms/schemas.ts'
import { OPERATIONS } from '../../oms/transitions.ts'

/** `GET /api/oms/:source`: how this OMS is spoken to; for `operations()`, for times and for a copied curl. */
export const OmsDescription = z.looseObject({
  name: z.string(),
  embedded: z.boolean(),
  /** Where other clients reach it, up to and with `/app/newoms.php`; null for an embedded one without a port of its own. */
  url: z.nullable(z.string()),
  options: OmsOptions,
})
export type OmsDescription = z.infer<typeof OmsDescription>

/** In the body of a refusal (`api/error.ts`), where an OMS is the cause: `oms`. */
export const OmsFailure = z.looseObject({
  kind: z.enum(['refused', 'unreachable', 'timeout', 'aborted', 'unreadable']),
  /** HTTP status of the OMS, 0 where it did not answer. */
  status: z.number(),
  contentType: z.string(),
  /** Its body, shortened and without the token. */
  raw: z.string(),
  /** What `explain` of `src/oms` says of it. */
  explanation: z.looseObject({ code: z.string() }),
})
export type OmsFailure = z.infer<typeof OmsFailure>

export const ReadProgress = z.looseObject({
  total: z.number(),
  done: z.number(),
  counts: z.record(z.string(), z.number()),
  /** When the actions were read; of many they are read less often than the status. */
  at: z.number(),
})
export type ReadProgress = z.infer<typeof ReadProgress>

/** A transaction that the gateway knows: watched, or opened lately. What it says of the OMS was true at `lastReadAt`. */
export const KnownTransaction = z.looseObject({
  source: z.string(),
  setId: z.number(),
  transId: z.number(),
  cmd: z.number(),
  /** Since when it is watched; null: it is not. */
  watchedAt: z.nullable(z.number()),
  openedAt: z.nullable(z.number()),
  status: z.nullable(z.number()),
  statusText: z.nullable(z.string()),
  /** When the status was first seen. It began somewhere between `notBefore` (null: unknown) and then. */
  since: z.nullable(z.number()),
  notBefore: z.nullable(z.number()),
  lastReadAt: z.nullable(z.number()),
  /** Next read of a watched one; null when it is closed or not watched. */
  nextReadAt: z.nullable(z.number()),
  pollIntervalMs: z.nullable(z.number()),
  type: z.nullable(z.number()),
  reason: z.nullable(z.number()),
  memo: z.nullable(z.string()),
  idName: z.nullable(z.string()),
  createUser: z.nullable(z.string()),
  /** Local times of the OMS. */
  createTime: z.nullable(z.string()),
  updateTime: z.nullable(z.string()),
  progress: z.nullable(ReadProgress),
  /** Why the last read failed; null when it did not. */
  error: z.nullable(z.looseObject({ errorCode: z.string(), errorMsg: z.string(), since: z.number() })),
})
export type KnownTransaction = z.infer<typeof KnownTransaction>

/** `GET /api/watches` */
export const Watches = z.looseObject({
  /** The oldest first. */
  watches: z.array(KnownTransaction),
  /** Opened lately and not watched; the newest first. */
  recent: z.array(KnownTransaction),
  /** So many can be watched. */
  most: z.number(),
})
export type Watches = z.infer<typeof Watches>

const id = z.int().check(z.minimum(0), z.maximum(4_294_967_295))
const cmd = z.int().check(z.minimum(1), z.maximum(999_999_999))

/** `POST /api/watches`; answers a `KnownTransaction`. `DELETE /api/watches/:source/:setId/:transId` ends it. */
export const WatchWish = z.strictObject({ source: z.string(), setId: id, transId: id, cmd })
export type WatchWish = z.infer<typeof WatchWish>

const OPERATION_OUTCOMES = [
  /** Not known yet: it is being sent. */
  'sending',
  /** Taken by the OMS, and the transaction was seen to move. */
  'reached',
  /** Taken by the OMS, and not seen to move yet. In the history it becomes `reached` when a later read sees the move. */
  'accepted',
  /** Nobody can say whether the OMS took it. */
  'unknown',
  /** The OMS said no. */
  'refused',
  /** The gateway did not send it. */
  'not-sent',
] as const
export type OperationOutcome = (typeof OPERATION_OUTCOMES)[number]

/** What became of a transaction, as the gateway saw it. */
export const HistoryEntry = z.looseObject({
  id: z.number(),
  at: z.number(),
  kind: z.enum(['status', 'operation']),
  /** The status seen, or the one on which the operation was decided. */
  status: z.nullable(z.number()),
  statusText: z.nullable(z.string()),
  /** The status seen before (null: none), or the one reached by the operation (null: not seen). */
  otherStatus: z.nullable(z.number()),
  /** The change happened between this moment and `at`; null: unknown. */
  notBefore: z.nullable(z.number()),
  /** How often it was read then; null: it was not watched. */
  pollIntervalMs: z.nullable(z.number()),
  /** Seen much later than it may have happened: the gateway or the OMS was away in between, or nobody watched. */
  late: z.boolean(),
  /** The OMS's own time of the last update, local. */
  updateTime: z.nullable(z.string()),
  operation: z.nullable(z.enum(OPERATIONS)),
  outcome: z.nullable(z.enum(OPERATION_OUTCOMES)),
  /** Given by the person who asked for it. */
  reason: z.nullable(z.string()),
  errorCode: z.nullable(z.string()),
  errorMsg: z.nullable(z.string()),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** The OMS answered about another transaction than the one asked for. */
export const OtherEcho = z.looseObject({ setId: z.nullable(z.number()), transIds: z.array(z.number()) })
export type OtherEcho = z.infer<typeof OtherEcho>

/** As the gateway read it; a page looks no closer, because there may be 50,000. */
const ReadAction = z.custom<Action>(
  (value) => isObject(value) && typeof value['Id'] === 'number' && typeof value['Status'] === 'number',
)

/**
 * `GET /api/oms/:source/transactions/:setId/:transId?cmd=10002[&actions=1][&again=1]`; `…/raw?cmd=` is the body of the OMS
 * itself. `again`: a person asks once more, so a login or token that was refused a moment ago is tried anew.
 */
export const TransactionDetail = z.looseObject({
  transaction: Transaction,
  /** Null when not asked for, or when the OMS has no such list. */
  actions: z.nullable(z.array(ReadAction)),
  oddActions: z.array(z.unknown()),
  otherEcho: z.nullable(OtherEcho),
  readAt: z.number(),
  /** Null when the answer was about another transaction. */
  known: z.nullable(KnownTransaction),
  /** The oldest first, at most 500. */
  history: z.array(HistoryEntry),
})
export type TransactionDetail = z.infer<typeof TransactionDetail>

/** `GET /api/oms/:source/transactions/:setId/:transId/history`, without a question to the OMS. */
export const TransactionHistory = z.looseObject({
  known: z.nullable(KnownTransaction),
  history: z.array(HistoryEntry),
})
export type TransactionHistory = z.infer<typeof TransactionHistory>

/** `POST /api/oms/:source/transactions/:setId/:transId/:operation` */
export const OperationWish = z.strictObject({
  /** One per press of the button: whatever comes twice under it is done once. */
  intentId: z.string().check(z.regex(/^[\w-]{8,64}$/)),
  cmd,
  /** The status on which the person decided. When it is another one by now, nothing is sent. */
  seenStatus: z.int(),
  reason: z.optional(z.string().check(z.maxLength(500))),
})
export type OperationWish = z.infer<typeof OperationWish>

/**
 * What became of it. A refusal is an error: `OmsMoved` (with `transaction`, nothing was sent), `OmsNotOffered` (with
 * `notOffered`), `OmsAcceptedBefore`, or that of the OMS.
 */
export const OperationAnswer = z.looseObject({
  intentId: z.string(),
  operation: z.enum(OPERATIONS),
  outcome: z.enum(['reached', 'accepted', 'unknown']),
  statusBefore: z.number(),
  statusReached: z.nullable(z.number()),
  /** As it was read last. */
  transaction: z.nullable(Transaction),
  otherEcho: z.nullable(OtherEcho),
  /** Why the outcome is unknown. */
  message: z.nullable(z.string()),
  /** The answer to an earlier request with the same intent. */
  repeated: z.boolean(),
})
export type OperationAnswer = z.infer<typeof OperationAnswer>

/** `GET /api/oms/:source/failovers?appId=12[&zoneId=4][&all=1]` */
export const Failovers = z.looseObject({
  transactions: z.array(Transaction),
  /** Rows that are no transactions, as they came. */
  odd: z.array(z.unknown()),
  readAt: z.number(),
})
export type Failovers = z.infer<typeof Failovers>

/** The `transaction` event of `/api/events`: of every OMS, whichever source the stream is for. */
export const TransactionNews = z.looseObject({
  known: KnownTransaction,
  /** What was added to the history, or changed in it. */
  entries: z.array(HistoryEntry),
})
export type TransactionNews = z.infer<typeof TransactionNews>

/** The `forgotten` event: neither watched nor among the recent ones any more. */
export const TransactionForgotten = z.looseObject({ source: z.string(), setId: z.number(), transId: z.number() })
export type TransactionForgotten = z.infer<typeof TransactionForgotten>
