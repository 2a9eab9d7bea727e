/** The store failed or lost a worker: what it was doing is not done, or nobody can say whether it is. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError'
}

/** A file or folder that cannot be opened; the message is a sentence for the person who started us. */
export class StoreUnusable extends StoreError {
  override readonly name = 'StoreUnusable'
  constructor(what: string, cause: unknown, advice = '') {
    super(`${what}: ${sendError(cause).message}${advice}`, { cause })
  }
}

/** The time a job was given is over. */
export class DeadlineExceeded extends StoreError {
  override readonly name = 'DeadlineExceeded'
  constructor() {
    super('The job took longer than it was given.')
  }
}

/** Whoever asked for the job has left. */
export class Cancelled extends StoreError {
  override readonly name = 'Cancelled'
  constructor() {
    super('Whoever asked for the job has left.')
  }
}

/** So many jobs wait in the lane that one more would only wait for its deadline. */
export class LaneFull extends StoreError {
  override readonly name = 'LaneFull'
  constructor(waiting: number) {
    super(`${waiting} jobs wait already.`)
  }
}

/** An error as it crosses from a worker to its owner. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly stack?: string
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  return { name: error.name, message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) }
}

/** The error that `sendError` took apart. One that is not of this file becomes a StoreError with the same words. */
export function receiveError(sent: SentError): Error {
  if (sent.name === 'DeadlineExceeded') return new DeadlineExceeded()
  if (sent.name === 'Cancelled') return new Cancelled()
  const error = new StoreError(sent.message)
  if (sent.stack !== undefined) error.stack = sent.stack
  return error
}
