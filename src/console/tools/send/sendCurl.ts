import { shellQuoted } from '../../ui/copy/copyAs.ts'
import { sendPath, wireHeaders } from './sentCommands.ts'
import type { Wish } from './sentCommands.ts'

/** The same command from a shell, through this Amends. Sent under the same request id it runs once. */
export function sendCurl(wish: Wish, origin: string): string {
  const headers = {
    ...wireHeaders(wish),
    'Content-Type': 'application/json',
    Accept: 'text/event-stream, application/json',
  }
  return [
    `curl -sSN -X POST ${shellQuoted(origin + sendPath(wish.source))}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${shellQuoted(`${name}: ${value}`)}`),
    `--data-binary ${shellQuoted(wish.body.trim() === '' ? '{}' : wish.body)}`,
  ].join(' \\\n  ')
}
