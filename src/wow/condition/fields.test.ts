import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { eventStreams, snapshots } from './documentArbitraries.ts'
import { EVENT_FIELDS, fieldOf, SNAPSHOT_FIELDS } from './fields.ts'
import type { Field } from './fields.ts'
import { isObject } from '../json.ts'
import { matches } from './matches.ts'

/** Every path of a document, arrays entered; inside tags, event bodies and headers keys are free. */
function paths(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => (isObject(item) ? paths(item, path) : []))
  if (!isObject(value) || path === 'tags' || path === 'body.body') return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = path === '' ? key : `${path}.${key}`
    return [below, ...paths(inner, below)]
  })
}

const exists = (field: Field, document: unknown, kind: 'snapshot' | 'event') =>
  matches({ field: field.path, operator: 'EXISTS', value: true }, document, { now: 0, zone: 'UTC', kind })

const recorded = z
  .object({ snapshots: z.array(z.json()), events: z.array(z.json()) })
  .parse(JSON.parse(readFileSync(new URL('../fixtures/recordedQueries.json', import.meta.url), 'utf8')))

test('the list names every field of a document, and promises only what is always there', () => {
  fc.assert(
    fc.property(
      fc.oneof(snapshots, fc.constantFrom(...recorded.snapshots)),
      fc.oneof(eventStreams, fc.constantFrom(...recorded.events)),
      (snapshot, stream) => {
        const known = new Set(SNAPSHOT_FIELDS.map((field) => field.path))
        expect(paths(snapshot).filter((path) => !known.has(path))).toEqual([])
        expect(
          SNAPSHOT_FIELDS.filter((field) => field.isAlwaysPresent && !exists(field, snapshot, 'snapshot')),
        ).toEqual([])
        const knownOfEvents = new Set(EVENT_FIELDS.map((field) => field.path))
        expect(paths(stream).filter((path) => !knownOfEvents.has(path))).toEqual([])
        expect(EVENT_FIELDS.filter((field) => field.isAlwaysPresent && !exists(field, stream, 'event'))).toEqual([])
      },
    ),
  )
})

test('every path and every name stands once, in both languages', () => {
  for (const fields of [SNAPSHOT_FIELDS, EVENT_FIELDS]) {
    for (const key of [
      (field: Field) => field.path,
      (field: Field) => field.label.en,
      (field: Field) => field.label['zh-CN'],
    ]) {
      expect(new Set(fields.map(key)).size).toBe(fields.length)
    }
  }
})

test('a field is found by its path, the id by either name, a tag by its key', () => {
  expect(fieldOf('state.status')).toMatchObject({ type: 'enum', values: ['FAILED', 'PREPARED', 'SUCCEEDED'] })
  expect(fieldOf('_id')).toBe(fieldOf('aggregateId'))
  expect(fieldOf('body.name')).toMatchObject({ type: 'enum', label: { en: 'event' } })
  expect(fieldOf('tags.team')).toEqual({
    path: 'tags.team',
    type: 'array',
    label: { en: 'tag team', 'zh-CN': '标签 team' },
    isAlwaysPresent: false,
  })
  expect(fieldOf('state.eventId.aggregateId.id')).toBeUndefined()
  expect(fieldOf('constructor')).toBeUndefined()
})
