/** What a person pasted into the palette: an address of this console or of a chat notification, or an id somewhere in a text. Pure. */
import { parsePasted } from '../../oms/pasted.ts'
import { viewOfAddress } from '../../wow/condition/views.ts'
import type { View } from '../../wow/condition/views.ts'

type Pasted =
  /** A notification's link: the view it names, and its record. */
  | { readonly kind: 'notification'; readonly view: View; readonly id: string | undefined }
  /** An address of a page, without its host. */
  | { readonly kind: 'address'; readonly to: string; readonly id: string | undefined }
  | { readonly kind: 'id'; readonly id: string }
  /** Of an OMS: an address or a curl of its webservice, a link of this console, two ids. A token in it is left behind. */
  | { readonly kind: 'transaction'; readonly setId: number; readonly transId: number; readonly cmd: number | undefined }
  | { readonly kind: 'text' }

/** The server's own ids: 15 digits and letters, of which the time makes one a digit or a capital. */
const ID = /(?<![0-9A-Za-z])(?=[0-9A-Za-z]*\d)[0-9A-Za-z]{15}(?![0-9A-Za-z])/u
const PAGE =
  /^\/(?:overview|[^/]+\/(?:executions(?:\/(?<id>[^/]+)(?:\/(?:attempts|history|state)(?:\/[^/]+){0,2})?)?|(?:groups|operations|transactions|tools)(?:\/.*)?))\/?$/u

export function readPasted(text: string): Pasted {
  const trimmed = text.trim()
  const url = addressIn(trimmed)
  if (url !== undefined) {
    const view = viewOfAddress(url.pathname)
    if (view !== undefined) return { kind: 'notification', view, id: url.searchParams.get('id')?.trim() || undefined }
    const page = PAGE.exec(url.pathname)
    if (page) {
      const id = page.groups?.['id']
      return { kind: 'address', to: `${url.pathname}${url.search}`, id: id && decoded(id) }
    }
  }
  const transaction = parsePasted(trimmed)
  if (transaction !== undefined) {
    const { setId, transId, cmd } = transaction
    return { kind: 'transaction', setId, transId, cmd }
  }
  const id = ID.exec(trimmed)?.[0]
  return id === undefined ? { kind: 'text' } : { kind: 'id', id }
}

/** The first address in a text: with its scheme anywhere, without one only when it is all there is. */
function addressIn(text: string): URL | undefined {
  const written = /https?:\/\/[^\s<>"')\]]+/u.exec(text)?.[0] ?? (/^\/\S+$/u.test(text) ? text : undefined)
  return written !== undefined && URL.canParse(written, 'http://here') ? new URL(written, 'http://here') : undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part // a stray percent sign: it is the id as it is
  }
}
