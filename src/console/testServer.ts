/** For screen tests: a Wow server in memory and the gateway before it, closed when the test is over. */
import { afterEach } from 'vitest'
import { openEmbeddedWow } from '../embedded/wow/server.ts'
import type { EmbeddedWow, EmbeddedWowOptions } from '../embedded/wow/server.ts'
import { testGateway } from '../gateway/testGateway.ts'
import type { TestGateway } from '../gateway/testGateway.ts'

export interface TestServer {
  readonly wow: EmbeddedWow
  readonly gateway: TestGateway
}

const open: TestServer[] = []
afterEach(async () => {
  for (const { wow, gateway } of open.splice(0)) {
    gateway.close()
    await wow.close()
  }
})

export async function openTestServer(
  options: Partial<EmbeddedWowOptions> = {},
  gatewayOptions: Parameters<typeof testGateway>[1] = {},
): Promise<TestServer> {
  const wow = await openEmbeddedWow({ file: ':memory:', guard: 'open', ...options })
  const server = { wow, gateway: testGateway(wow, gatewayOptions) }
  open.push(server)
  return server
}
