import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { keyCaps, keyName, useKey, useKeyHold, useRegisteredKeys } from './keys.ts'
import { setPreferences } from './preferences.ts'

function Answer({ to, words, onPress }: { to: string; words?: string; onPress: () => false | void }) {
  useKey(to, words, 'list', onPress)
  return null
}

function Hold({ onEscape }: { onEscape: () => void }) {
  useKeyHold(onEscape)
  return null
}

function Help() {
  return <p role="note">{useRegisteredKeys().map(({ key, words }) => `${key}=${words}`)}</p>
}

const press = (key: string, on: Element = document.body, more: Partial<KeyboardEventInit> = {}) =>
  fireEvent.keyDown(on, { key, ...more })

test('the youngest answers first, and may leave the key to the one before', () => {
  const old = vi.fn()
  const young = vi.fn<() => false | void>()
  render(<Answer to="j" words="old" onPress={old} />)
  render(<Answer to="j" words="young" onPress={young} />)
  press('j')
  expect([old.mock.calls.length, young.mock.calls.length]).toEqual([0, 1])
  young.mockReturnValue(false)
  press('j')
  expect([old.mock.calls.length, young.mock.calls.length]).toEqual([1, 2])
})

test('a key that nobody takes keeps its usual meaning', () => {
  render(<Answer to="j" words="walk" onPress={() => false} />)
  expect(press('j')).toBe(true)
  expect(press('x')).toBe(true)
  render(<Answer to="x" words="select" onPress={() => undefined} />)
  expect(press('x')).toBe(false)
})

test('letters are text in a field, and keys of their own in menus and dialogs; a checkbox has none', () => {
  const onPress = vi.fn()
  render(
    <>
      <Answer to="x" words="select" onPress={onPress} />
      <input aria-label="text" />
      <input type="checkbox" aria-label="box" />
      <ul data-own-keys>
        <li>item</li>
      </ul>
    </>,
  )
  press('x', screen.getByRole('textbox'))
  press('x', screen.getByText('item'))
  expect(onPress).not.toHaveBeenCalled()
  press('x', screen.getByRole('checkbox'))
  expect(onPress).toHaveBeenCalledOnce()
})

test('nothing behind an open dialog answers, not even with a modifier', () => {
  const onPress = vi.fn()
  render(
    <>
      <Answer to="r" words="act" onPress={onPress} />
      <Answer to="mod+k" words="find" onPress={onPress} />
      <dialog open>asking</dialog>
    </>,
  )
  press('r')
  press('k', document.body, { ctrlKey: true })
  expect(onPress).not.toHaveBeenCalled()
})

test('a key with a modifier answers in a field too', () => {
  const onPress = vi.fn()
  render(
    <>
      <Answer to="mod+k" words="find" onPress={onPress} />
      <input aria-label="text" />
    </>,
  )
  press('k', screen.getByRole('textbox'), { metaKey: true })
  expect(onPress).toHaveBeenCalledOnce()
})

test('single characters can be turned off; Escape stays', () => {
  const letter = vi.fn()
  const escape = vi.fn()
  render(<Answer to="r" words="act" onPress={letter} />)
  render(<Answer to="Escape" words="close" onPress={escape} />)
  setPreferences({ keys: false })
  press('r')
  press('Escape')
  expect(letter).not.toHaveBeenCalled()
  expect(escape).toHaveBeenCalledOnce()
})

test('while something is on its way no key of the page is pressed, and Escape gives it up', () => {
  const letter = vi.fn<() => void>()
  const escape = vi.fn<() => void>()
  const giveUp = vi.fn<() => void>()
  render(<Answer to="r" words="right" onPress={letter} />)
  render(<Answer to="Escape" words="close" onPress={escape} />)
  const { unmount } = render(<Hold onEscape={giveUp} />)
  press('r')
  press('Escape')
  expect(letter).not.toHaveBeenCalled()
  expect(escape).not.toHaveBeenCalled()
  expect(giveUp).toHaveBeenCalledOnce()
  unmount()
  press('r')
  expect(letter).toHaveBeenCalledOnce()
})

test('what is typed for what is on its way is heard by no row and no button, but by a text field', () => {
  const heard = vi.fn<() => void>()
  render(
    <>
      <button type="button" onKeyDown={heard}>
        row
      </button>
      <input aria-label="text" onKeyDown={heard} />
      <Hold onEscape={() => undefined} />
    </>,
  )
  expect(press(' ', screen.getByRole('button'))).toBe(false)
  expect(press('Enter', screen.getByRole('button'))).toBe(false)
  expect(heard).not.toHaveBeenCalled()
  expect(press('Tab', screen.getByRole('button'))).toBe(true)
  expect(press('a', screen.getByRole('textbox'))).toBe(true)
  expect(heard).toHaveBeenCalledTimes(2)
})

test('what answers now is listed, and what has left is not', () => {
  render(<Help />)
  const { unmount } = render(<Answer to="x" words="select" onPress={() => undefined} />)
  render(<Answer to="y" onPress={() => undefined} />)
  expect(screen.getByRole('note')).toHaveTextContent(/^x=select$/)
  unmount()
  expect(screen.getByRole('note')).toBeEmptyDOMElement()
})

test.for([
  [{ key: 'J' }, 'j'],
  [{ key: 'X', shiftKey: true }, 'shift+x'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: 'K', metaKey: true }, 'mod+k'],
  [{ key: 'Enter', shiftKey: true }, 'shift+Enter'],
] as const)('%o is called %s', ([init, name]) => {
  expect(keyName(new KeyboardEvent('keydown', init))).toBe(name)
})

test('caps are as printed', () => {
  expect(keyCaps('mod+k')).toEqual(['Ctrl', 'K'])
  expect(keyCaps('Escape')).toEqual(['Esc'])
})
