import { expect, test } from 'vitest'
import { valueAt } from './json.ts'

test('a value is found at its path, through arrays too, and nothing is invented', () => {
  const document = { state: { error: { bindingErrors: [{ name: 'a' }, { name: 'b' }] } }, tags: { team: ['x'] } }
  expect(valueAt(document, 'state.error.bindingErrors.name')).toEqual(['a', 'b'])
  expect(valueAt(document, 'tags.team')).toEqual(['x'])
  expect(valueAt(document, 'state.error.errorCode.length')).toBeUndefined()
  expect(valueAt(document, 'constructor.name')).toBeUndefined()
  expect(valueAt(undefined, 'state')).toBeUndefined()
})
