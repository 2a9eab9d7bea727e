/** The scheduler's period, unless somebody configured another: one attempt is never nearer to the next than this. */
export const SCHEDULER_TICK_MS = 60_000
