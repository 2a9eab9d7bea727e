/** The clock that an embedded OMS lives by: the process's own, or one that a test moves. */
export interface OmsClock {
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Runs once after so many milliseconds; the answer cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

export const processClock: OmsClock = {
  now: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs).unref()
    return () => clearTimeout(timer)
  },
}

/** A timer cannot wait longer than some weeks, and a step that failed is tried again. */
const LONGEST_WAIT_MS = 3_600_000
const AFTER_FAILURE_MS = 2_000

/**
 * Takes the steps of all transactions when they are due: at once those that became due while nobody was there, then the
 * others in their time. `takeDueSteps` answers when the next one is due.
 */
export function startEngine(options: {
  readonly clock: OmsClock
  readonly takeDueSteps: (now: number) => Promise<number | null>
  readonly log: (entry: Record<string, unknown>) => void
}) {
  const { clock, takeDueSteps, log } = options
  let closed = false
  let again = false
  let running = false
  let lastRun: Promise<void> = Promise.resolve()
  let cancel: (() => void) | undefined

  function wake(): void {
    cancel?.()
    again = true
    if (!closed && !running) lastRun = run()
  }

  async function run(): Promise<void> {
    running = true
    let waitMs = LONGEST_WAIT_MS
    while (again) {
      again = false
      try {
        const due = await takeDueSteps(clock.now())
        waitMs = due === null ? LONGEST_WAIT_MS : due - clock.now()
      } catch (error) {
        log({ level: 'error', message: 'the OMS engine failed', cause: String(error) })
        waitMs = AFTER_FAILURE_MS
      }
      again = (again || waitMs <= 0) && !closed
    }
    running = false
    if (!closed) cancel = clock.after(Math.min(waitMs, LONGEST_WAIT_MS), wake)
  }

  wake()

  return {
    /** Looks again at what is due: an operation may have brought it nearer. */
    wake,
    async close(): Promise<void> {
      closed = true
      cancel?.()
      await lastRun
    },
  }
}
