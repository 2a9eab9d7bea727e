/** The server's limit for one question. Pure. */
import { MAX_NODES } from '../../wow/condition/guard.ts'

/** The server joins a condition with the tenant's: two nodes of its own. */
const SERVER_NODES = 2
/** What a client may send. */
export const MOST_NODES = MAX_NODES - SERVER_NODES

export interface NodeCount {
  readonly used: number
  /** Of these: what the page itself adds. */
  readonly around: number
}
