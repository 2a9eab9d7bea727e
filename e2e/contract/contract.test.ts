import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resultLines } from './report.ts'
import { askServer, runContract } from './runContract.ts'
import { contract } from './scenarios.ts'

const MAIN = fileURLToPath(new URL('../../src/gateway/main.ts', import.meta.url))

interface Started {
  readonly native: string
  stop(): Promise<void>
}

/** The product as a process of its own, with the embedded server on a port of its own too. */
async function startProduct(guard: 'open' | 'strict'): Promise<Started> {
  const folder = mkdtempSync(path.join(tmpdir(), 'amends-contract-'))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: {
      ...process.env,
      PORT: '0',
      AMENDS_EMBEDDED_PORT: '0',
      AMENDS_EMBEDDED_GUARD: guard,
      AMENDS_DATA_DIR: folder,
      AMENDS_SAMPLE: 'off',
      AMENDS_SCHEDULER: 'off',
      LOG_LEVEL: 'notice',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const native = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /"address":"(http:[^"]+)".*native addresses/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', () => reject(new Error(`The product did not start: ${said}`)))
  })
  const ended = new Promise((resolve) => void child.once('exit', resolve))
  return {
    native,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

for (const guard of ['open', 'strict'] as const) {
  describe(`the embedded server with an ${guard} guard`, () => {
    let product: Started
    beforeAll(async () => {
      product = await startProduct(guard)
    }, 60_000)
    afterAll(() => product.stop())

    test('answers every case of the contract, and keeps no record of it', { timeout: 120_000 }, async () => {
      const now = Date.now()
      const run = await runContract(contract(now), {
        url: product.native,
        guard,
        tag: `contract-${guard}`,
        now,
      })
      const wrong = run.results.filter(({ outcome }) => outcome === 'different' || outcome === 'not there')
      expect(wrong.flatMap(resultLines).join('\n')).toBe('')
      expect(run.leftBehind).toEqual([])

      const { text } = await askServer(
        { url: product.native },
        {
          method: 'POST',
          path: '/execution_failed/snapshot/count',
          headers: { 'Content-Type': 'application/json' },
          text: '{}',
        },
      )
      expect(text).toBe('0')
    })
  })
}
