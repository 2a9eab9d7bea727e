import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { openConnection } from '../../store/connection.ts'
import { takeDueSteps } from './engineSteps.ts'
import { sampleJobs } from './sampleJobs.ts'
import { MIGRATIONS } from './schema.ts'
import { openTestOms } from './testOms.ts'

test('machines fail from time to time, and each failover succeeds by itself', async () => {
  const { oms, clock, client } = await openTestOms({ tokenLifeMs: 24 * 3_600_000 })
  const statuses = async () => {
    const body = { app_id: 2, only_incomplete: 0 }
    const { json } = await client.ask('oamp/transaction/get-failover-list', 10017, { body })
    return z.parse(z.array(z.looseObject({ Status: z.number() })), json).map(({ Status }) => Status)
  }
  const before = await statuses()
  await clock.advance(3_600_000)
  const after = await statuses()
  expect(after.length - before.length).toBeGreaterThanOrEqual(3600 / 240 - 2)
  expect(after.filter((status) => status === 9).length).toBeGreaterThan(before.length)
  await oms.close()
})

test('finished failovers are dropped with their actions when there are more than two hundred', () => {
  const connection = openConnection(':memory:', 'writer', MIGRATIONS)
  let now = Date.UTC(2026, 0, 1)
  for (let made = 0; made < 230; made += 1) {
    sampleJobs.addFailover(connection, { seed: 7, now })
    for (let due = takeDueSteps(connection, { now, speed: 1 }); due !== null;) {
      now = due
      due = takeDueSteps(connection, { now, speed: 1 })
    }
  }
  const count = (sql: string) => connection.statement(sql).get()?.['n']
  expect(count('SELECT count(*) AS n FROM trans')).toBe(201)
  expect(count('SELECT count(DISTINCT trans) AS n FROM action')).toBe(201)
  expect(count('SELECT max(id) AS n FROM trans')).toBe(230)
  connection.close()
})
