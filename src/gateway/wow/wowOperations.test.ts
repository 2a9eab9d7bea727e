import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATIONS, type Operation } from '../../embedded/wow/openapi/operations.ts'
import { openEmbeddedWow, type EmbeddedWow } from '../../embedded/wow/server.ts'
import type { Role } from '../../wow/execution/actions.ts'
import { testGateway, type TestGateway } from '../testGateway.ts'

let wow: EmbeddedWow
let gateway: TestGateway
let role: Role = 'admin'

beforeAll(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open', biConsumerGroupNamespace: 'demo' })
  gateway = testGateway(wow, { roleOf: () => role })
})
afterAll(async () => {
  gateway.close()
  await wow.close()
})

const VALUES: Readonly<Record<string, string>> = { limit: '1', afterId: '(0)', path: 'liveness' }
const PATHS = /\{(\w+)\}/g

async function send({ method, path, body }: Operation) {
  const address = path.replace(PATHS, (_, name: string) => VALUES[name] ?? '1')
  const accept = path === '/wow/id/global' ? 'text/plain' : '*/*'
  return gateway.app.request(`http://localhost/api/wow/local${address}`, {
    method: method.toUpperCase(),
    headers: { Accept: accept, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: '{}' }),
  })
}

/** The least role of each operation; what is not named is for everybody. */
const ROLES: Readonly<Record<string, Role>> = {
  'compensation.execution_failed.create_execution_failed': 'admin',
  'compensation.execution_failed.apply_execution_success': 'admin',
  'compensation.execution_failed.apply_execution_failed': 'admin',
  'compensation.execution_failed.default_delete_aggregate': 'admin',
  'compensation.execution_failed.default_recover_aggregate': 'admin',
  'compensation.execution_failed.snapshot.batch_regenerate': 'admin',
  'compensation.execution_failed.state_event.resend': 'admin',
  'wow.command.send': 'admin',
  'wow.command.wait': 'admin',
  'wow.bi_script.generate': 'admin',
  ...Object.fromEntries(
    [
      'prepare_compensation',
      'force_prepare_compensation',
      'apply_retry_spec',
      'change_function',
      'mark_recoverable',
      'default_apply_resource_tags',
      'snapshot.regenerate',
      'compensate',
    ].map((name) => [`compensation.execution_failed.${name}`, 'operator']),
  ),
}
const RANKS: readonly Role[] = ['viewer', 'operator', 'admin']

test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
  '%s reaches the server, from its role on',
  async (id, operation) => {
    for (role of RANKS) {
      const response = await send(operation)
      const text = await response.text()
      const isAllowed = RANKS.indexOf(role) >= RANKS.indexOf(ROLES[id] ?? 'viewer')
      expect(text.includes('GatewayForbidden'), `${role}: ${text}`).toBe(!isAllowed)
      // What the document does not name is no answer of this server.
      if (isAllowed) {
        expect(text).not.toContain('No static resource')
        expect(Object.keys(operation.responses)).toContain(String(response.status))
      }
    }
  },
)

test('the page of the document keeps its own policy, every other answer has none of its own', async () => {
  role = 'viewer'
  const page = await gateway.app.request('http://localhost/api/wow/local/swagger-ui/index.html')
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const html = await page.text()
  expect(html).not.toMatch(/<script|\son\w+=|\sstyle=|https?:/)
  for (const { id } of OPERATIONS) expect(html).toContain(`id="${id}"`)
  const json = await gateway.app.request('http://localhost/api/wow/local/v3/api-docs')
  expect(json.headers.get('content-security-policy')).toMatch(/^default-src 'none'; base-uri/)
})
