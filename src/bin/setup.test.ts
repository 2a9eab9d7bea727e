import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runTogether } from './setup.mjs'

test('of children that run together the end of one is the end of all, and its code is the answer', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'together-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const run = (code: string) => [process.execPath, ['-e', code, folder]]
  const lasting = `
    const { rmSync, writeFileSync } = require('node:fs')
    const file = process.argv[1] + '/running'
    process.on('SIGTERM', () => process.exit(rmSync(file)))
    writeFileSync(file, '')
    setInterval(() => {}, 1000)`
  const failing = `
    const { existsSync } = require('node:fs')
    setInterval(() => existsSync(process.argv[1] + '/running') && process.exit(7), 10)`
  expect(await runTogether([run(lasting), run(failing)])).toBe(7)
  await expect.poll(() => readdirSync(folder)).toEqual([])
})
