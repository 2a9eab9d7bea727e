/** Addresses around the execution that is open: the list without it, and the rows above and below it there. */
export interface ExecutionNeighbours {
  readonly list: string
  /** Undefined at the end of the page of the list, or when the open execution is not on it. */
  readonly previous: string | undefined
  readonly next: string | undefined
}
