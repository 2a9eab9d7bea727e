/** The built page and its files, read once at the start so that what runs is one build. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export interface StaticFiles {
  /** Changes with every build; `none` where the page was not built. */
  readonly build: string
  /** The page with this nonce in it; undefined where it was not built. */
  page(nonce: string): string | undefined
  /** The answer for a file of the build; undefined where there is none of that name. */
  file(pathname: string, acceptEncoding: string): Promise<Response> | undefined
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}
const COMPRESSIBLE = /^(text\/|application\/(json|manifest)|image\/svg)/

type Encoding = 'br' | 'gzip'
type Bytes = Uint8Array<ArrayBuffer>

interface BuiltFile {
  readonly content: Bytes
  readonly type: string
  readonly hashed: boolean
  readonly compressed: Map<Encoding, Promise<Bytes>>
}

/** Reads the folder that the build wrote. A folder that is not there gives no page and no files. */
export function openStaticFiles(folder: string): StaticFiles {
  const files = new Map<string, BuiltFile>()
  for (const name of existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []) {
    const type = TYPES[path.extname(name)]
    // Files without a type of ours are the build's own notes (`.vite/manifest.json` among them) and folders.
    if (type === undefined || name.startsWith('.')) continue
    const pathname = `/${name.split(path.sep).join('/')}`
    const content = Uint8Array.from(readFileSync(path.join(folder, name)))
    files.set(pathname, { content, type, hashed: pathname.startsWith('/assets/'), compressed: new Map() })
  }
  const index = files.get('/index.html')
  files.delete('/index.html') // Served as the page only, with a nonce.
  const html = index && Buffer.from(index.content).toString('utf8')

  return {
    build: html === undefined ? 'none' : createHash('sha256').update(html).digest('hex').slice(0, 12),
    page: (nonce) => html?.replaceAll('__CSP_NONCE__', nonce),
    file(pathname, acceptEncoding) {
      const file = files.get(pathname)
      return file && answer(file, acceptEncoding)
    },
  }
}

async function answer(file: BuiltFile, acceptEncoding: string): Promise<Response> {
  const headers = new Headers({
    'Content-Type': file.type,
    'Cache-Control': file.hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
  })
  if (!COMPRESSIBLE.test(file.type)) return new Response(file.content, { headers })
  headers.set('Vary', 'Accept-Encoding')
  const encoding = chooseEncoding(acceptEncoding)
  if (encoding === undefined) return new Response(file.content, { headers })
  headers.set('Content-Encoding', encoding)
  return new Response(await compressed(file, encoding), { headers })
}

/** Brotli before gzip, as far as the client takes them. */
export function chooseEncoding(acceptEncoding: string): Encoding | undefined {
  const refused = /;\s*q=0(\.0*)?\s*$/i
  const taken = acceptEncoding
    .toLowerCase()
    .split(',')
    .filter((entry) => !refused.test(entry))
    .map((entry) => entry.split(';')[0]?.trim())
  return (['br', 'gzip'] as const).find((encoding) => taken.includes(encoding))
}

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** Compressed when first asked for, and kept: the set of files is fixed, so is the memory. */
function compressed(file: BuiltFile, encoding: Encoding): Promise<Bytes> {
  const known = file.compressed.get(encoding)
  if (known !== undefined) return known
  const made = (
    encoding === 'br'
      ? toBrotli(file.content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      : toGzip(file.content, { level: 9 })
  ).then((content) => Uint8Array.from(content))
  file.compressed.set(encoding, made)
  return made
}
