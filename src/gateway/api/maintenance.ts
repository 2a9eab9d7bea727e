/** `/api/maintenance`: batches over every record of a Wow server (contract 6.2), run by the gateway. Times are epoch milliseconds of its clock. */
import * as z from 'zod/mini'

export const MAINTENANCE_KINDS = [
  /** Builds every snapshot anew from its events. */
  'regenerate',
  /** Publishes the state of every version again, for the function that copies state elsewhere. */
  'resend',
] as const
export type MaintenanceKind = (typeof MAINTENANCE_KINDS)[number]

/** The operation of the protocol that each is made of. */
export const MAINTENANCE_OPERATIONS: Readonly<Record<MaintenanceKind, string>> = {
  regenerate: 'compensation.execution_failed.snapshot.batch_regenerate',
  resend: 'compensation.execution_failed.state_event.resend',
}

const RUN_STATUSES = [
  'running',
  'paused',
  /** It cannot go on by itself: `error` says why, a person says how. */
  'stopped',
  'done',
  'cancelled',
] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

/** Records a second. */
export const MOST_RATE = 1000
const rate = z.int().check(z.minimum(1), z.maximum(MOST_RATE))

export const MaintenanceRun = z.looseObject({
  id: z.number(),
  source: z.string(),
  kind: z.enum(MAINTENANCE_KINDS),
  status: z.enum(RUN_STATUSES),
  /** The most that was allowed, records a second. */
  rate: z.number(),
  /** A record that the server fails at is noted and left out; else the run stops there. */
  skips: z.boolean(),
  /** The last record that the server said it is done with; null before the first. */
  cursor: z.nullable(z.string()),
  /** How many records there were when it began; null while that is not known. */
  total: z.nullable(z.number()),
  /** Records that the server said it is done with. */
  done: z.number(),
  /** Records that were left out because the server fails at them. */
  failed: z.number(),
  /** Of the done ones: so many at most may have been done twice, because an answer was lost. */
  maybeTwice: z.number(),
  /** So many at most are with the server now. */
  inFlight: z.number(),
  /** What it really does, records a second; null when that is not known yet, or when it does not run. */
  measuredRate: z.nullable(z.number()),
  startedAt: z.number(),
  endedAt: z.nullable(z.number()),
  /** It runs, and the server does not answer. */
  waiting: z.nullable(z.looseObject({ since: z.number(), message: z.string(), nextTryAt: z.number() })),
  /** Why it stopped; `recordId` where the server failed at one record. */
  error: z.nullable(z.looseObject({ errorCode: z.string(), errorMsg: z.string(), recordId: z.nullable(z.string()) })),
})
export type MaintenanceRun = z.infer<typeof MaintenanceRun>

/** `GET /api/maintenance/:source` */
export const MaintenanceRuns = z.looseObject({
  /** The newest first, at most 50. */
  runs: z.array(MaintenanceRun),
  now: z.number(),
})
export type MaintenanceRuns = z.infer<typeof MaintenanceRuns>

/** `POST /api/maintenance/:source` answers a `MaintenanceRun`; `MaintenanceBusy` (with `run`) while another has not ended,
 * `MaintenanceMissing` where the server does not have the operation. */
export const MaintenanceWish = z.strictObject({
  /** One per press of the button: whatever comes twice under it is done once. */
  intentId: z.string().check(z.regex(/^[\w-]{8,64}$/)),
  kind: z.enum(MAINTENANCE_KINDS),
  rate,
  skips: z.boolean(),
})
export type MaintenanceWish = z.infer<typeof MaintenanceWish>

/**
 * What can be said to a run: `POST /api/maintenance/:source/:id/:verb` answers the run as it is then. To go on it needs the
 * operation, as to start.
 */
export const RUN_VERBS = ['pause', 'resume', 'skip', 'cancel'] as const
export type RunVerb = (typeof RUN_VERBS)[number]

/** `PUT /api/maintenance/:source/:id` changes how it runs, also while it does. */
export const MaintenancePace = z.strictObject({ rate })
export type MaintenancePace = z.infer<typeof MaintenancePace>

/** `GET /api/maintenance/:source/:id/failures`: the first 200 of the records that were left out. */
export const MaintenanceFailures = z.looseObject({
  failures: z.array(z.looseObject({ recordId: z.string(), at: z.number(), message: z.string() })),
})
export type MaintenanceFailures = z.infer<typeof MaintenanceFailures>
