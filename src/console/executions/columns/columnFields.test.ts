import { describe, expect, test } from 'vitest'
import { SNAPSHOT_FIELDS } from '../../../wow/condition/fields.ts'
import {
  DEFAULT_COLUMNS,
  columnField,
  covers,
  fieldsOfColumn,
  knownColumns,
  outermost,
  projectionOf,
} from './columnFields.ts'

describe('the columns of a list', () => {
  test('are the built-in ones, every field of a snapshot, and any tag', () => {
    for (const { path } of SNAPSHOT_FIELDS) {
      const column = path === 'aggregateId' ? 'id' : path
      expect(fieldsOfColumn(column)?.shows, path).toContain(path)
    }
    expect(columnField('tags.team')?.label.en).toBe('tag team')
    expect(fieldsOfColumn('header.trace_id')).toBeUndefined()
    expect(fieldsOfColumn('constructor')).toBeUndefined()
  })

  test('kept by another version lose what is not known, and always have the id', () => {
    expect(knownColumns(undefined)).toEqual(DEFAULT_COLUMNS)
    expect(knownColumns(['state.error', 'gone', 'state.error', 'tags.team'])).toEqual([
      'id',
      'state.error',
      'tags.team',
    ])
    expect(knownColumns(['failed', 'id'])).toEqual(['failed', 'id'])
  })
})

describe('the projection', () => {
  test('asks only for what is shown, the version and the sort field', () => {
    const always = projectionOf(['id'], 'aggregateId')
    expect(always[0]).toBe('version')
    expect(always.length).toBeLessThan(8)
    expect(projectionOf(['id', 'failed'], 'state.error.errorCode')).toEqual([
      'version',
      'state.error.errorCode',
      ...always.slice(1),
      'state.executeAt',
    ])
  })

  test('leaves out a path that lies in another, which the database refuses', () => {
    const paths = projectionOf(['code', 'state.error', 'state.error.stackTrace'], 'aggregateId')
    expect(paths.filter((path) => path.startsWith('state.error'))).toEqual(['state.error'])
    expect(outermost(['state', 'stateful', 'state.error'])).toEqual(['state', 'stateful'])
  })

  test('of a page holds what fewer columns need', () => {
    expect(covers(['version', 'state.error'], ['state.error.errorCode', 'version'])).toBe(true)
    expect(covers(['version', 'state.error.errorCode'], ['state.error'])).toBe(false)
    expect(covers(['state.err'], ['state.error'])).toBe(false)
  })
})
