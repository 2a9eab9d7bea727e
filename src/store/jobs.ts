import type { Connection, JobLimit, Migrations, Role } from './connection.ts'

/**
 * A named piece of work on a connection. It runs in a worker that imports the module, so argument and result are plain
 * data; a refusal that the caller must tell apart is a result, not an error.
 */
type Job = (connection: Connection, argument: never) => unknown

/** What a jobs module exports as `jobs`. */
export type Jobs = Readonly<Record<string, Job>>

export type ArgumentOf<J extends Job> = J extends (connection: Connection, argument: infer A) => unknown ? A : never

export interface RunOptions {
  /** From the call on, waiting included. Without it a job may take as long as it needs. */
  readonly deadlineMs?: number
  /** When the caller leaves: a waiting job is dropped, a running one stops where its SQL asks `alive()`. */
  readonly signal?: AbortSignal
}

/** Jobs run one after the other, in the order of the calls. */
export interface Lane<J extends Jobs> {
  /** Rejects with DeadlineExceeded, Cancelled, LaneFull, or StoreError with the words of what went wrong. */
  run<Name extends keyof J & string>(
    name: Name,
    argument: ArgumentOf<J[Name]>,
    options?: RunOptions,
  ): Promise<Awaited<ReturnType<J[Name]>>>
}

/** What a worker is started with. */
export interface LaneSetup {
  readonly file: string
  readonly role: Role
  readonly migrations: Migrations
  /** Address of the module that exports `jobs`. */
  readonly module: string
  /** One Int32: the number of the job that must stop. */
  readonly stop: SharedArrayBuffer
}

export interface LaneRequest {
  /** Counts from 1; 0 asks the worker to close its connection and end. */
  readonly number: number
  readonly name: string
  readonly argument: unknown
  readonly leftMs: number | undefined
}

/** Runs a job of a module under a limit. Returns what the job returns. */
export function runJob(jobs: object, name: string, connection: Connection, argument: unknown, limit: JobLimit) {
  const job: unknown = Reflect.get(jobs, name)
  if (typeof job !== 'function') throw new Error(`There is no job ${name}.`)
  return connection.limited(limit, () => Reflect.apply(job, undefined, [connection, argument]))
}
