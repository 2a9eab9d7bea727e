import { Worker } from 'node:worker_threads'
import type { Lane, LaneRequest, LaneSetup, Jobs, RunOptions } from './jobs.ts'
import {
  Cancelled,
  DeadlineExceeded,
  LaneFull,
  receiveError,
  sendError,
  StoreError,
  StoreUnusable,
  type SentError,
} from './storeErrors.ts'

interface Waiting {
  readonly number: number
  readonly name: string
  readonly argument: unknown
  /** On the clock of `performance.now()`. */
  readonly deadline: number | undefined
  /** Nothing takes it back, so the worker may have it in advance. */
  readonly isFinal: boolean
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

/** `result` is what the job named in the call returned; `run` gives it that job's type. */
type Answer =
  | { readonly number: number; readonly ok: true; readonly result: never }
  | { readonly number: number; readonly ok: false; readonly error: SentError }

interface WorkerLane<J extends Jobs> extends Lane<J> {
  /** Drops what waits, finishes what runs (a reader's job is stopped instead), closes the file. */
  close(): Promise<void>
}

const MAX_WAITING = 1000
const MAX_RESTARTS = 5
/** Numbers of jobs fit the Int32 that stops them. */
const MAX_NUMBER = 2 ** 31 - 1
const RESTART_WINDOW_MS = 60_000

/**
 * A lane whose jobs run in a worker of their own. Resolves once its file is open. A worker that dies takes the job it
 * ran with it (whether that took effect is unknown) and is replaced, up to five times a minute.
 */
export async function openWorkerLane<J extends Jobs>(setup: Omit<LaneSetup, 'stop'>): Promise<WorkerLane<J>> {
  const shared = new SharedArrayBuffer(4)
  const stop = new Int32Array(shared)
  const waiting: Waiting[] = []
  const restarts: number[] = []
  /** What the worker has: the job that it runs, and one that it finds when its answer to the first is on the way. */
  const given: Waiting[] = []
  let lastNumber = 0
  let closed: StoreError | undefined
  /** Absent while a dead one is replaced. */
  let worker: Worker | undefined = await start()
  let restarting: Promise<void> | undefined

  function start(): Promise<Worker> {
    const started = new Worker(new URL('./laneWorker.ts', import.meta.url), {
      workerData: { ...setup, stop: shared } satisfies LaneSetup,
      name: setup.role,
    })
    return new Promise((resolve, reject) => {
      let ready = false
      let cause = 'it ended by itself'
      started.on('error', (error) => (cause = error instanceof Error ? error.message : String(error)))
      started.on('message', (answer: Answer) => {
        if (answer.number > 0) return finish(answer)
        ready = true
        resolve(started)
      })
      started.on('exit', () =>
        ready ? died(cause) : reject(new StoreUnusable(`The ${setup.role} cannot start`, cause)),
      )
    })
  }

  function finish(answer: Answer): void {
    const job = given.shift()
    if (answer.ok) job?.resolve(answer.result)
    else job?.reject(receiveError(answer.error))
    next()
  }

  function died(cause: string): void {
    worker = undefined
    const [running, ...unbegun] = given.splice(0)
    running?.reject(new StoreError(`The ${setup.role} ended in the middle of ${running.name}: ${cause}`))
    waiting.unshift(...unbegun)
    if (closed !== undefined) return fail(cause)
    const now = performance.now()
    restarts.push(now)
    while ((restarts[0] ?? now) < now - RESTART_WINDOW_MS) restarts.shift()
    if (restarts.length > MAX_RESTARTS) fail(cause)
    else restarting = restart()
  }

  async function restart(): Promise<void> {
    try {
      worker = await start()
      next()
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error))
    }
  }

  /** Takes no job any more. */
  function fail(cause: string): void {
    closed ??= new StoreError(`The ${setup.role} does not run: ${cause}`)
    for (const job of waiting.splice(0)) job.reject(closed)
  }

  function next(): void {
    const [job] = waiting
    if (job === undefined || worker === undefined || given.length >= (job.isFinal ? 2 : 1)) return
    waiting.shift()
    const { number, name, argument, deadline, reject } = job
    const leftMs = deadline === undefined ? undefined : deadline - performance.now()
    try {
      worker.postMessage({ number, name, argument, leftMs } satisfies LaneRequest)
      given.push(job)
    } catch (error) {
      // The argument is no plain data.
      reject(receiveError(sendError(error)))
    }
    next()
  }

  /** Takes a job out, wherever it stands. */
  function drop(job: Waiting, error: Error): void {
    const index = waiting.indexOf(job)
    if (index !== -1) waiting.splice(index, 1)
    if (given[0] === job) Atomics.store(stop, 0, job.number)
    job.reject(error)
  }

  return {
    run(name: string, argument: unknown, { deadlineMs, signal }: RunOptions = {}) {
      return new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(closed)
        if (signal?.aborted === true) return reject(new Cancelled())
        // All but the one that runs.
        const others = waiting.length + given.length - 1
        if (others >= MAX_WAITING) return reject(new LaneFull(others))
        const deadline = deadlineMs === undefined ? undefined : performance.now() + deadlineMs
        const timer =
          deadlineMs === undefined ? undefined : setTimeout(() => drop(job, new DeadlineExceeded()), deadlineMs)
        const left = () => drop(job, new Cancelled())
        signal?.addEventListener('abort', left, { once: true })
        const settle = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', left)
        }
        const job: Waiting = {
          number: (lastNumber = (lastNumber % MAX_NUMBER) + 1),
          name,
          argument,
          deadline,
          isFinal: deadlineMs === undefined && signal === undefined,
          resolve: (result) => {
            settle()
            resolve(result)
          },
          reject: (error) => {
            settle()
            reject(error)
          },
        }
        waiting.push(job)
        next()
      })
    },

    async close() {
      fail('the store is closed')
      await restarting
      if (worker === undefined) return
      const [running] = given
      if (setup.role === 'reader' && running !== undefined) Atomics.store(stop, 0, running.number)
      const ended = new Promise((resolve) => worker?.once('exit', resolve))
      worker.postMessage({ number: 0, name: 'close', argument: undefined, leftMs: undefined } satisfies LaneRequest)
      await ended
    },
  }
}
