import { send } from '../../ui/data/request.ts'

/** The server makes one id for each question. */
export const MOST_IDS = 100
const AT_ONCE = 4
const PATIENCE_MS = 20_000

/** Ids of the server's own generator, in their order. */
export async function makeIds(source: string, count: number): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const ids: string[] = []
  async function ask(): Promise<void> {
    if (ids.length >= count) return
    const at = ids.push('') - 1
    const answer = await send(`/api/wow/${encodeURIComponent(source)}/wow/id/global`, {
      headers: { Accept: 'text/plain' },
      signal,
    })
    ids[at] = (await answer.text()).trim()
    return ask()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask))
  return ids.toSorted((one, other) => (one < other ? -1 : 1))
}
