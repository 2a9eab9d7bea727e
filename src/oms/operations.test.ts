import { expect, test } from 'vitest'
import { TRANSACTION_KINDS } from './cmds.ts'
import { operations, possibleOperation, whyNot } from './operations.ts'
import { DEFAULT_OMS_OPTIONS } from './options.ts'
import { TRANSACTION_STATUSES } from './statuses.ts'
import { OPERATIONS } from './transitions.ts'

const cmds = TRANSACTION_KINDS.map(({ cmd }) => cmd)
const resumable = [10009, 10011, 10012, 10013]

/** Contract 1.8 written a second time, by status: what an operator finds there. */
const expected: Record<number, Partial<Record<(typeof OPERATIONS)[number], string>>> = {
  1: { execute: 'offered', endAbnormally: 'not-over-the-webservice' },
  4: { suspend: 'not-over-the-webservice' },
  5: { resume: 'offered to some', endAbnormally: 'not-over-the-webservice' },
  8: { endAbnormally: 'not-over-the-webservice' },
}

const everything = TRANSACTION_STATUSES.flatMap(({ code }) =>
  OPERATIONS.flatMap((operation) => cmds.map((cmd) => [code, operation, cmd] as const)),
)

test.each(everything)('status %i, %s, cmd %i', (status, operation, cmd) => {
  const reason = whyNot(operation, { Status: status, CanRedo: 1 }, cmd)
  const rule = expected[status]?.[operation]
  if (status === 9 || status === 10) expect(reason).toEqual({ code: 'closed' })
  else if (rule === undefined) expect(reason?.code).toBe('status')
  else if (rule === 'offered') expect(reason).toBeUndefined()
  else if (rule === 'offered to some' && resumable.includes(cmd)) expect(reason).toBeUndefined()
  else if (rule === 'offered to some') expect(reason).toEqual({ code: 'kind', cmds: resumable })
  else expect(reason).toEqual({ code: rule })
})

const resumeAt = (CanRedo: number | null) => possibleOperation({ Status: 5, CanRedo }, 10009)

test('resume is not offered where the transaction says that it cannot be redone', () => {
  expect([resumeAt(0), resumeAt(1), resumeAt(null)]).toEqual([undefined, 'resume', 'resume'])
  expect(whyNot('resume', { Status: 5, CanRedo: 0 }, 10009)).toEqual({ code: 'cannot-redo' })
  expect(possibleOperation({ Status: 1, CanRedo: 0 }, 10002)).toBe('execute')
})

test('capabilities alone enable nothing', () => {
  const finished = { Status: 9, CanRedo: 1, CanSuspend: 1, CanRollback: 1 }
  expect(operations(finished, 10009).every(({ reason }) => reason?.code === 'closed')).toBe(true)
})

test('without a kind nothing can be called, and an unknown status allows nothing', () => {
  expect(whyNot('execute', { Status: 1 }, undefined)).toEqual({ code: 'kind-unknown' })
  expect(operations({ Status: 77 }, 10002).map(({ reason }) => reason?.code)).toEqual(
    OPERATIONS.map(() => 'unknown-status'),
  )
})

test('every operation is listed, also those that cannot be called', () => {
  expect(operations({ Status: 1 }, 10002).map(({ operation, reason }) => [operation, reason?.code])).toEqual([
    ['execute', undefined],
    ['resume', 'status'],
    ['suspend', 'status'],
    ['endAbnormally', 'not-over-the-webservice'],
    ['rollback', 'status'],
  ])
})

test('an installation that has more is marked as such', () => {
  const options = {
    ...DEFAULT_OMS_OPTIONS,
    executableCmds: [10002],
    paths: { ...DEFAULT_OMS_OPTIONS.paths, suspend: 'webservice/oamp/transaction/suspend' },
  }
  const found = operations({ Status: 4 }, 10002, options).filter(({ reason }) => reason === undefined)
  expect(found).toEqual([{ operation: 'suspend', reason: undefined, nonStandard: true }])
  expect(whyNot('execute', { Status: 1 }, 10009, options)).toEqual({ code: 'kind', cmds: [10002] })
})
