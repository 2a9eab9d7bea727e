import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConnection, type Connection } from '../../store/connection.ts'
import { MIGRATIONS } from './schema.ts'
import { appendStream, bulkInsert, loadSnapshot, loadStreams, requestIdUsed, saveSnapshot } from './tables.ts'
import { testSnapshot, testStream } from './testDocuments.ts'

let connection: Connection
beforeEach(() => {
  connection = openConnection(':memory:', 'writer', MIGRATIONS)
})
afterEach(() => connection.close())

/** The newest version of an aggregate; 0 when it has no stream. */
function lastVersion(from: Connection, id: string): number {
  const found = from.statement('SELECT max(version) AS version FROM event WHERE aggregateId = ?').get(id)
  return Number(found?.['version'] ?? 0)
}

test('streams come back by version, with their size', () => {
  for (const version of [1, 2, 3, 4]) expect(appendStream(connection, testStream('a', version))).toBe('appended')
  appendStream(connection, testStream('b', 1))
  expect(loadStreams(connection, 'a', 2, 3)).toEqual([
    { ...testStream('a', 2), size: 1 },
    { ...testStream('a', 3), size: 1 },
  ])
  expect(loadStreams(connection, 'a').map(({ version }) => version)).toEqual([1, 2, 3, 4])
  expect(loadStreams(connection, 'nobody')).toEqual([])
  expect([lastVersion(connection, 'a'), lastVersion(connection, 'nobody')]).toEqual([4, 0])
})

test('a version is written once, and a request id once for each aggregate', () => {
  appendStream(connection, testStream('a', 1, 'request'))
  expect(appendStream(connection, { ...testStream('a', 1, 'other'), id: 'x' })).toBe('versionConflict')
  expect(appendStream(connection, testStream('a', 2, 'request'))).toBe('duplicateRequestId')
  // Both at once: somebody else wrote this version.
  expect(appendStream(connection, { ...testStream('a', 1, 'request'), id: 'x' })).toBe('versionConflict')
  expect(appendStream(connection, testStream('b', 1, 'request'))).toBe('appended')
  expect(requestIdUsed(connection, 'a', 'request')).toBe(true)
  expect(requestIdUsed(connection, 'a', 'other')).toBe(false)
  expect(lastVersion(connection, 'a')).toBe(1)
})

test('a snapshot comes back as it was saved; an older one does not replace it', () => {
  const [newer, older] = [
    { ...testSnapshot(1), version: 3 },
    { ...testSnapshot(1), version: 2, operator: 'older' },
  ]
  saveSnapshot(connection, newer)
  saveSnapshot(connection, older)
  expect(loadSnapshot(connection, newer.aggregateId)).toEqual(newer)
  const same = { ...newer, operator: 'rebuilt', deleted: true, tags: { team: ['a'] } }
  saveSnapshot(connection, same)
  expect(loadSnapshot(connection, newer.aggregateId)).toEqual(same)
  expect(loadSnapshot(connection, 'nobody')).toBeUndefined()
})

test('a time beyond what a column holds is kept in the document', () => {
  const snapshot = testSnapshot(1, { executeAt: 2 ** 63 })
  saveSnapshot(connection, snapshot)
  expect(loadSnapshot(connection, snapshot.aggregateId)).toEqual(snapshot)
  const later = connection.statement('SELECT 1 AS found FROM snapshot WHERE executeAt > 9e18').all()
  expect(later).toEqual([{ found: 1 }])
})

test('documents of another aggregate or tenant are refused', () => {
  expect(() => appendStream(connection, { ...testStream('a', 1), tenantId: 't1' })).toThrow('Not a document of')
  expect(() => saveSnapshot(connection, { ...testSnapshot(1), aggregateName: 'order' })).toThrow('Not a document of')
})

test('many are written all together or not at all', () => {
  bulkInsert(connection, [testStream('a', 1), testStream('a', 2)], [testSnapshot(1), testSnapshot(2)])
  expect(() => bulkInsert(connection, [testStream('a', 3), testStream('a', 2)], [testSnapshot(3)])).toThrow(
    'versionConflict: a 2',
  )
  expect(lastVersion(connection, 'a')).toBe(2)
  expect(loadSnapshot(connection, testSnapshot(3).aggregateId)).toBeUndefined()
})
