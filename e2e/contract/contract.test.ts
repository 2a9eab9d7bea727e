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

const all = {
  method: 'POST',
  path: '/execution_failed/snapshot/count',
  headers: { 'Content-Type': 'application/json' },
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

      expect((await askServer({ url: product.native }, { ...all, text: '{}' })).text).toBe('0')
    })

    test('a run that is stopped deletes what it has made', async () => {
      const stop = new AbortController()
      const run = await runContract(
        contract(Date.now()),
        { url: product.native, guard, tag: `stopped-${guard}`, now: Date.now(), signal: stop.signal },
        ({ case: { name } }) => void (name === 'space.other' && stop.abort()),
      )
      expect(run.results.at(-1)?.case.name).toBe('space.other')
      expect(run.deleted).toBeGreaterThan(15)
      expect((await askServer({ url: product.native }, { ...all, text: '{}' })).text).toBe('0')
    })
  })
}
