/** Who may do what: three roles, each of which may all that the one before may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Tells the role of whoever sent the request. */
export type RoleOf = (request: Request) => Role

/** Without a sign-in the process listens on the loopback only, and whoever reaches it is its admin. */
export const everybodyIsAdmin: RoleOf = () => 'admin'

export const mayAct = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed)
