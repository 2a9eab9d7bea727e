import { expect, test } from 'vitest'
import { fillTemplate, templateProblem } from './linkTemplate.ts'

const record = {
  aggregateId: '0VbjxYmu0001000',
  state: { error: { errorCode: 'A/B &?#=', errorMsg: '' }, executeAt: 17, eventId: { id: '..' } },
  tags: { team: ['stock', 'shop'] },
}

test.each([
  ['https://runbooks/{state.error.errorCode}', 'https://runbooks/A%2FB%20%26%3F%23%3D'],
  ['https://logs/?id={aggregateId}&at={state.executeAt}', 'https://logs/?id=0VbjxYmu0001000&at=17'],
  ['https://traces/{header.trace_id}', 'https://traces/t-1'],
  ['https://wiki/{tags.team}', 'https://wiki/stock'],
  ['https://no-placeholder/', 'https://no-placeholder/'],
  ['https://x/{state.error.errorMsg}', undefined],
  ['https://x/{state.function.name}', undefined],
  ['https://x/{tags.other}', undefined],
  ['https://x/{state.eventId.id}/y', undefined],
  ['https://x/{header.toString}', undefined],
])('%s leads to %s', (template, address) => {
  expect(fillTemplate(template, record, { trace_id: 't-1' })).toBe(address)
})

test('an unpaired half of a character breaks no link', () => {
  expect(fillTemplate('https://x/{aggregateId}', { aggregateId: '\uD800' }, undefined)).toBe('https://x/%EF%BF%BD')
})

test.each([
  ['https://logs/{aggregateId}', undefined],
  ['http://localhost:3000/{tags.team}?t={header.trace_id}#{header.custom}', undefined],
  ['javascript:alert({aggregateId})', 'http:// or https://'],
  ['/relative/{aggregateId}', 'http:// or https://'],
  ['https://{aggregateId}/', 'before the path'],
  ['https://{aggregateId}.example/', 'before the path'],
  ['{aggregateId}', 'http:// or https://'],
  ['https://me:secret@logs/', 'a user or a password'],
  ['https://x/{state.nothing}', '{state.nothing}'],
  ['https://x/{state.error}', '{state.error}'],
  ['https://x/{aggregateId', 'brace'],
  ['https://x/{}', '{}'],
])('the template %s: %s', (template, problem) => {
  if (problem === undefined) expect(templateProblem(template)).toBeUndefined()
  else expect(templateProblem(template)).toContain(problem)
})
