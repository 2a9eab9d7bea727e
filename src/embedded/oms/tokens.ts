import { randomBytes } from 'node:crypto'

/** More are forgotten, the oldest first. */
const MOST_TOKENS = 1000

/** The access tokens that were given out. Kept in memory only: after a restart every client has to ask for a new one. */
export function accessTokens(options: { now: () => number; lifeMs: number }) {
  const expiries = new Map<string, number>()

  return {
    issue(): string {
      const token = randomBytes(20).toString('hex')
      expiries.set(token, options.now() + options.lifeMs)
      const [oldest] = expiries.keys()
      if (expiries.size > MOST_TOKENS && oldest !== undefined) expiries.delete(oldest)
      return token
    },

    accepts(token: string): boolean {
      const expiry = expiries.get(token)
      if (expiry === undefined) return false
      if (expiry > options.now()) return true
      expiries.delete(token)
      return false
    },
  }
}

export type AccessTokens = ReturnType<typeof accessTokens>
