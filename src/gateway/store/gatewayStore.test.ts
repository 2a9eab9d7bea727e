import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { openGatewayStore } from './gatewayStore.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'store-'))
afterAll(() => rmSync(folder, { recursive: true }))

const row = { source: 'local', set_id: 1, trans_id: 2, cmd: 10002, facts: '{}' }

test('a file is made, kept, and opened again', async () => {
  const file = path.join(folder, 'kept.db')
  const first = await openGatewayStore(file)
  await first.insertInto('oms_transaction').values(row).execute()
  await first.destroy()
  const second = await openGatewayStore(file)
  expect(await second.selectFrom('oms_transaction').select('trans_id').execute()).toEqual([{ trans_id: 2 }])
  await expect(second.insertInto('oms_transaction').values(row).execute()).rejects.toThrow('UNIQUE')
  await second.destroy()
})

test('what belongs to a transaction goes with it', async () => {
  const store = await openGatewayStore(':memory:')
  const { id } = await store.insertInto('oms_transaction').values(row).returning('id').executeTakeFirstOrThrow()
  const entry = { transaction_id: id, at: 1, kind: 'status' as const, late: 0 as const }
  await store.insertInto('oms_history').values(entry).execute()
  await store.deleteFrom('oms_transaction').execute()
  expect(await store.selectFrom('oms_history').selectAll().execute()).toEqual([])
  await expect(store.insertInto('oms_history').values(entry).execute()).rejects.toThrow('FOREIGN KEY')
  await store.destroy()
})

test('a transaction of the database rolls back as a whole', async () => {
  const store = await openGatewayStore(':memory:')
  const failing = store.transaction().execute(async (within) => {
    await within.insertInto('oms_transaction').values(row).execute()
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await store.selectFrom('oms_transaction').selectAll().execute()).toEqual([])
  await store.destroy()
})

test('a file that is none is refused, and one that a newer program wrote', async () => {
  await expect(openGatewayStore(folder)).rejects.toThrow('unable to open')
  const file = path.join(folder, 'newer.db')
  await (await openGatewayStore(file)).destroy()
  const database = new DatabaseSync(file)
  database.exec("UPDATE kysely_migration SET name = '999-later' WHERE name = (SELECT max(name) FROM kysely_migration)")
  database.close()
  await expect(openGatewayStore(file)).rejects.toThrow('could not be brought to its newest shape')
})
