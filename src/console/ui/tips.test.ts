import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { showTips } from './tips.ts'

let stop: () => void
let button: HTMLButtonElement
beforeEach(() => {
  document.body.innerHTML = '<button>Before</button><button data-tip="Key: r">Execute</button>'
  const found = document.querySelector<HTMLButtonElement>('[data-tip]')
  if (found === null) throw new Error('no button')
  button = found
  stop = showTips(document)
})
afterEach(() => {
  stop()
  document.body.innerHTML = ''
})

const tip = () => document.querySelector('#tip')?.textContent
const press = (key: string) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))

test('a tip that is open says what its owner says by now, and goes when that has nothing to say', async () => {
  press('Tab')
  button.focus()
  expect(tip()).toBe('Key: r')
  button.setAttribute('data-tip', 'only possible when it is suspended')
  await vi.waitFor(() => expect(tip()).toBe('only possible when it is suspended'))
  button.removeAttribute('data-tip')
  await vi.waitFor(() => expect(tip()).toBeUndefined())
})

test('focus that the page gives back, as after a dialog, opens no tip; walking there does', () => {
  press('Enter')
  button.focus()
  expect(tip()).toBeUndefined()
  document.querySelector('button')?.focus()
  press('Tab')
  button.focus()
  expect(tip()).toBe('Key: r')
})
