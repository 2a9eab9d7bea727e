import { assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { sqlTokens } from './sqlTokens.ts'

test('a script is read in pieces', () => {
  expect(sqlTokens(`-- global --\nCREATE DATABASE "bi_db"; select 'it''s', a-1`)).toEqual([
    { kind: 'comment', text: '-- global --' },
    { kind: 'plain', text: '\n' },
    { kind: 'word', text: 'CREATE' },
    { kind: 'plain', text: ' ' },
    { kind: 'word', text: 'DATABASE' },
    { kind: 'plain', text: ' ' },
    { kind: 'name', text: '"bi_db"' },
    { kind: 'plain', text: '; ' },
    { kind: 'word', text: 'select' },
    { kind: 'plain', text: ' ' },
    { kind: 'text', text: `'it''s'` },
    { kind: 'plain', text: ', a-1' },
  ])
})

test('nothing of a script is lost', () => {
  assert(
    property(string({ unit: constantFrom("'", '"', '-', '`', '\\', 'a', '1', ' ', '\n') }), (script) => {
      expect(
        sqlTokens(script)
          .map(({ text }) => text)
          .join(''),
      ).toBe(script)
    }),
  )
})
