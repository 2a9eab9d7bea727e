/** Which addresses are pages, and where the links of Wow's chat notifications lead. */
import type { Context } from 'hono'
import type { GatewayEnv } from './gatewayEnv.ts'
import { newNonce, secure } from './security.ts'
import type { StaticFiles } from './staticFiles.ts'
import { viewOfAddress } from '../../wow/condition/views.ts'

/** Written as the page's own routes are; a source must exist, as a Wow server or as an OMS. */
const PAGES = [
  /^\/$/,
  /^\/(?<source>[^/]+)\/executions(\/[^/]+(\/(attempts|history|state)(\/[^/]+){0,2})?)?$/,
  /^\/(?<oms>[^/]+)\/transactions(\/[^/]+\/[^/]+)?$/,
  /^\/(?<source>[^/]+)\/tools(\/.+)?$/,
]

interface SourceNames {
  readonly wow: readonly string[]
  readonly oms: readonly string[]
}

function isPage(pathname: string, sources: SourceNames): boolean {
  return PAGES.some((page) => {
    const match = page.exec(pathname)
    const { source, oms } = match?.groups ?? {}
    return (
      match !== null &&
      (source === undefined || sources.wow.includes(source)) &&
      (oms === undefined || sources.oms.includes(oms))
    )
  })
}

/** Where a link of a chat notification leads; undefined for any other address. */
function notificationTarget(url: URL, source: string): string | undefined {
  const view = viewOfAddress(url.pathname)
  if (view === undefined) return undefined
  const id = url.searchParams.get('id')?.trim() ?? ''
  return `/${source}/executions${id === '' ? '' : `/${encodeURIComponent(id)}`}?view=${view}`
}

/** Answers everything outside `/api`: a file of the build, a redirect, or the page, with 404 where it has no content. */
export function pagesHandler(files: StaticFiles, sources: SourceNames) {
  return async (c: Context<GatewayEnv>): Promise<Response> => {
    const url = new URL(c.req.url)
    const file = await files.file(url.pathname, c.req.header('accept-encoding') ?? '')
    if (file !== undefined) return secure(file)

    const [firstSource] = sources.wow
    const target = firstSource === undefined ? undefined : notificationTarget(url, firstSource)
    if (target !== undefined) {
      return secure(new Response(null, { status: 302, headers: { Location: target, 'Cache-Control': 'no-store' } }))
    }

    const page = isPage(url.pathname, sources)
    // What wants to be a file must not get the page in its place: a script that is HTML fails far from its cause.
    if (!page && (url.pathname.startsWith('/assets/') || /\.[a-z\d]+$/i.test(url.pathname))) {
      return secure(plain(404, 'Not found.'))
    }
    const nonce = newNonce()
    const html = files.page(nonce)
    if (html === undefined) return secure(plain(503, 'The page is not built. Run: npm run build'))
    return secure(
      new Response(html, {
        status: page ? 200 : 404,
        headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
      }),
      nonce,
    )
  }
}

const plain = (status: number, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  })
