import { expect, test } from 'vitest'
import { openConnection } from '../../store/connection.ts'
import { takeDueSteps } from './engineSteps.ts'
import { sampleJobs } from './sampleJobs.ts'
import { MIGRATIONS } from './schema.ts'
import { detailText } from './transactionJson.ts'
import { EMBEDDED_TYPES } from './embeddedTypes.ts'

/** Milliseconds of processor time: others who use the machine do not count. */
function cost(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

test('a transaction of 50,000 actions is answered within a second, and its steps cost what those of a small one do', () => {
  const connection = openConnection(':memory:', 'writer', MIGRATIONS)
  const now = Date.UTC(2026, 0, 1)
  expect(sampleJobs.addLarge(connection, { seed: 7, now, actions: 50_000 })).toBe(true)
  expect(sampleJobs.addLarge(connection, { seed: 7, now, actions: 50_000 })).toBe(false)

  const asked = { setId: 1, transId: 50_000, cmd: 10013, typesByCmd: EMBEDDED_TYPES, caller: '' }
  const job = { ...asked, zone: 'Asia/Shanghai', actionsKey: 'ActionList', withActions: true }
  const costs = [1, 2, 3].map(() => cost(() => detailText(connection, job)))
  expect(Math.min(...costs)).toBeLessThan(1000)
  const answer = detailText(connection, job)
  expect('text' in answer && JSON.parse(answer.text).ActionList).toHaveLength(50_000)

  let due: number | null = now
  const perStep = cost(() => {
    for (let steps = 0; steps < 200 && due !== null; steps += 1) due = takeDueSteps(connection, { now: due, speed: 1 })
  })
  expect(perStep / 200).toBeLessThan(5)
  connection.close()
})
