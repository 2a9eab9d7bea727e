import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { freePort } from '../support/freePort.ts'

test.each([[], ['--strict']])('a server that nobody answers for is told in one sentence: %o', async (...options) => {
  const url = `http://127.0.0.1:${await freePort()}`
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const args = ['--disable-warning=ExperimentalWarning', main, '--wow', url, ...options]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(new RegExp(`^${url} cannot be reached: .*ECONNREFUSED.*\n$`))
})
