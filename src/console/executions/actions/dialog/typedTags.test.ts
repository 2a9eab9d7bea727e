import { expect, test } from 'vitest'
import { readTags, typedTags } from './typedTags.ts'

test('tags are typed and read back as they were', () => {
  const tags = { team: ['stock', 'night, shift'], checked: [] }
  expect(readTags(typedTags(tags))).toEqual({ ok: true, tags })
})

test('blank and repeated keys are said at their row', () => {
  const typed = [
    { row: 0, key: 'team', values: [] },
    { row: 1, key: ' ', values: ['x'] },
    { row: 2, key: 'team ', values: [] },
  ]
  expect(readTags(typed)).toEqual({ ok: false, problems: [undefined, 'blank', 'twice'] })
})

test('an empty value field is no value, a key without values stays', () => {
  expect(readTags([{ row: 0, key: 'team', values: ['', ' '] }])).toEqual({ ok: true, tags: { team: [] } })
})
