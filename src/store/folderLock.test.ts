import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FolderInUseError, lockFolder } from './folderLock.ts'

let folder: string

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'folder-lock-')), 'data')
})
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }))

/** Another process that holds the folder until it is ended. */
async function holderProcess() {
  const module = new URL('folderLock.ts', import.meta.url).href
  const source = `import { lockFolder } from ${JSON.stringify(module)}
    await lockFolder(${JSON.stringify(folder)}); process.stdout.write('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

test('a folder is created, held and given back', async () => {
  const first = await lockFolder(folder)
  expect(existsSync(folder)).toBe(true)
  await expect(lockFolder(folder)).rejects.toThrow(FolderInUseError)
  await first.release()
  await first.release()
  const second = await lockFolder(folder)
  await second.release()
})

test('a folder held by another process is refused by name, and is free as soon as that process is killed', async () => {
  const child = await holderProcess()
  await expect(lockFolder(folder)).rejects.toThrow(
    `The data folder ${folder} is in use by another Amends process (process ${child.pid}).`,
  )
  child.kill('SIGKILL')
  await once(child, 'exit')
  const lock = await lockFolder(folder)
  await lock.release()
})

test('a folder that cannot be created is another error', async () => {
  await expect(lockFolder('/dev/null/data')).rejects.not.toBeInstanceOf(FolderInUseError)
})
