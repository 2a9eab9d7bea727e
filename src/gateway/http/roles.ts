/** Who may do what. */
import type { Role } from '../../wow/execution/actions.ts'

/** Tells the role of whoever sent the request. */
export type RoleOf = (request: Request) => Role

/** Without a sign-in the process listens on the loopback only, and whoever reaches it is its admin. */
export const everybodyIsAdmin: RoleOf = () => 'admin'
