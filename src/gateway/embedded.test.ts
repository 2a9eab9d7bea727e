import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { create } from '../embedded/wow/testCommands.ts'
import { readConfig } from './config.ts'
import { openEmbedded } from './embedded.ts'
import { createLog } from './log.ts'

function dataFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'embedded-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return async (sample: 'on' | 'off') => {
    const said: string[] = []
    const log = createLog('notice', { write: (line) => said.push(line) })
    const { wow } = readConfig({ AMENDS_SAMPLE: sample, AMENDS_SCHEDULER: 'off' })
    if (wow.kind !== 'embedded') throw new Error('An embedded server was wanted.')
    return { ...(await openEmbedded(folder, wow, log)), said }
  }
}

test('simulated services live beside samples only, not beside executions of somebody’s own', async () => {
  const openOwn = dataFolder()
  const own = await openOwn('off')
  expect((await create(own.wow, 'own-1')).status).toBe(200)
  await own.close()
  const again = await openOwn('on')
  await again.close()
  expect(again.said).toMatchObject([expect.stringContaining('no simulated services run')])

  const openSample = dataFolder()
  for (const _ of ['filled', 'opened again']) {
    const sample = await openSample('on')
    await sample.close()
    expect(sample.said).toEqual([])
  }
})
