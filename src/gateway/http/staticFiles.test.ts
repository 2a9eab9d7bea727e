import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { createApp } from '../app.ts'
import { wowSource } from '../wow/source.ts'
import { systemClock } from '../clock.ts'
import { chooseEncoding, openStaticFiles } from './staticFiles.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'dist-'))
afterAll(() => rmSync(folder, { recursive: true }))

const script = `export const words = ${JSON.stringify('amends '.repeat(500))}`
mkdirSync(path.join(folder, 'assets'))
mkdirSync(path.join(folder, '.vite'))
writeFileSync(path.join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__" /><p>page</p>')
writeFileSync(path.join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
writeFileSync(path.join(folder, 'assets/main-abc123.js'), script)
writeFileSync(path.join(folder, 'assets/photo-abc123.png'), Buffer.from([137, 80, 78, 71]))
writeFileSync(path.join(folder, '.vite/manifest.json'), '{}')

const local = wowSource({
  name: 'local',
  embedded: true,
  url: null,
  upstream: async () => Response.json(null),
  clock: systemClock,
})
const app = createApp({ sources: [local], files: openStaticFiles(folder), deviceId: 'device' })

test.each([
  '/',
  '/local/executions',
  '/local/executions/0V3oAWGt0001000',
  '/local/executions/0V3oAWGt0001000/history/12',
  '/local/executions/0V3oAWGt0001000/state/2026-11-28T03:14:00.000Z/now',
  '/local/tools/events',
])('%s is the page, fresh with every load', async (address) => {
  const response = await app.request(address)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.has('etag')).toBe(false)
  expect(await response.text()).toContain('<p>page</p>')
})

test('the page carries the nonce of its own policy, and each answer another', async () => {
  const nonces = []
  for (let load = 0; load < 2; load += 1) {
    const response = await app.request('/local/executions')
    const [, nonce] = /content="([^"]*)"/.exec(await response.text()) ?? []
    expect(nonce).toMatch(/^[\w+/]{22}==$/)
    expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`)
    nonces.push(nonce)
  }
  expect(nonces[0]).not.toBe(nonces[1])
})

test('the page may load nothing from elsewhere and nothing may frame it', async () => {
  const { headers } = await app.request('/')
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'self'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]),
  )
  expect(policy).not.toContain('unsafe')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('permissions-policy')).toContain('camera=()')
})

test.each(['/nowhere', '/other/executions', '/local', '/local/executions/a/b', '/local/groups', '/LOCAL/executions'])(
  '%s is a page that says 404',
  async (address) => {
    const response = await app.request(address)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('<p>page</p>')
  },
)

test.each(['/assets/gone-000000.js', '/robots.txt', '/.vite/manifest.json', '/index.html', '/assets/..%2findex.html'])(
  '%s is no file, and never the page in its place',
  async (address) => {
    const response = await app.request(address)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('text/plain')
    expect(await response.text()).toBe('Not found.\n')
  },
)

test.each([
  ['br, gzip', 'br', brotliDecompressSync],
  ['gzip, deflate', 'gzip', gunzipSync],
] as const)(
  'a hashed file is kept for good and sent compressed to a client that takes %s',
  async (accepted, encoding, decompress) => {
    for (let time = 0; time < 2; time += 1) {
      const response = await app.request('/assets/main-abc123.js', { headers: { 'Accept-Encoding': accepted } })
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(response.headers.get('content-encoding')).toBe(encoding)
      expect(response.headers.get('vary')).toBe('Accept-Encoding')
      const body = Buffer.from(await response.arrayBuffer())
      expect(body.length).toBeLessThan(script.length / 4)
      expect(decompress(body).toString()).toBe(script)
    }
  },
)

test('a client that takes no compression gets the file as it is', async () => {
  const response = await app.request('/assets/main-abc123.js')
  expect(response.headers.has('content-encoding')).toBe(false)
  expect(await response.text()).toBe(script)
})

test('a picture is not compressed again, a public file may change', async () => {
  const picture = await app.request('/assets/photo-abc123.png', { headers: { 'Accept-Encoding': 'br' } })
  expect(picture.headers.has('content-encoding')).toBe(false)
  expect(picture.headers.get('content-type')).toBe('image/png')
  const icon = await app.request('/favicon.svg')
  expect(icon.headers.get('content-type')).toBe('image/svg+xml')
  expect(icon.headers.get('cache-control')).not.toContain('immutable')
})

test('HEAD answers the headers alone', async () => {
  for (const address of ['/', '/assets/main-abc123.js']) {
    const response = await app.request(address, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  }
})

test.each([
  ['/to-retry?id=0V3oAWGt0001000', '/local/executions/0V3oAWGt0001000?view=to-retry'],
  ['/executing', '/local/executions?view=executing'],
  ['/next-retry?id=', '/local/executions?view=next-retry'],
  ['/non-retryable?id=a%2Fb%3Fc', '/local/executions/a%2Fb%3Fc?view=non-retryable'],
  ['/succeeded?id=x&other=1', '/local/executions/x?view=succeeded'],
  ['/unrecoverable?id=//evil.example', '/local/executions/%2F%2Fevil.example?view=unrecoverable'],
])('the notification link %s leads to %s', async (link, target) => {
  const response = await app.request(link)
  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toBe(target)
})

test('where nothing was built, the answer says how to', async () => {
  const empty = createApp({ sources: [local], files: openStaticFiles(path.join(folder, 'absent')), deviceId: 'device' })
  const response = await empty.request('/')
  expect(response.status).toBe(503)
  expect(await response.text()).toContain('npm run build')
})

test.each([
  ['br', 'br'],
  ['gzip, br;q=0', 'gzip'],
  ['gzip;q=0.0, br;q=0.5', 'br'],
  ['deflate', undefined],
  ['', undefined],
])('of "%s" the encoding is %s', (accepted, encoding) => {
  expect(chooseEncoding(accepted)).toBe(encoding)
})
