import { render, screen } from '@testing-library/react'
import { I18nProvider } from '@lingui/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { i18n } from '../../text/i18n.ts'
import { useAnnouncement } from '../announce.ts'
import { Id } from './Id.tsx'
import { showTips } from '../tips.ts'

const LONG = '2448ba3d-5b7e-149e-f756-5fb45d4fb061'

function Said() {
  return <output>{useAnnouncement()}</output>
}

function show() {
  render(
    <I18nProvider i18n={i18n}>
      <Id value={LONG} />
      <Said />
    </I18nProvider>,
  )
  return userEvent.setup({ writeToClipboard: false })
}

afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(navigator, 'clipboard')
})

test('a long id is cut in the middle; its tip and its copy are whole', async () => {
  const user = show()
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  expect(screen.getByText('2448ba3d…4fb061')).toHaveAttribute('data-tip', LONG)
  await user.click(screen.getByRole('button', { name: `Copy ${LONG}` }))
  expect(copied).toHaveBeenCalledWith(LONG)
  expect(await screen.findByText('Copied')).toBeVisible()
})

test('on plain http, where there is no clipboard, the text is copied through a field', async () => {
  const user = show()
  Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })
  const selected: string[] = []
  Object.assign(document, {
    execCommand: () => {
      const field = document.activeElement
      selected.push(
        field instanceof HTMLTextAreaElement ? field.value.slice(field.selectionStart, field.selectionEnd) : '',
      )
      return true
    },
  })
  await user.click(screen.getByRole('button', { name: `Copy ${LONG}` }))
  expect(selected).toEqual([LONG])
  expect(screen.getByRole('button')).toHaveFocus()
  expect(document.querySelector('textarea')).toBeNull()
})

test('a copy that the browser forbids is not claimed', async () => {
  const user = show()
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'))
  Object.assign(document, { execCommand: () => false })
  await user.click(screen.getByRole('button', { name: `Copy ${LONG}` }))
  expect(await screen.findByText('The browser did not let this page copy')).toBeVisible()
})

test('tips come with the keyboard too, belong to what has the focus, and Escape takes them away', async () => {
  const user = show()
  const stop = showTips(document)
  await user.tab()
  const button = screen.getByRole('button')
  expect(screen.getByRole('tooltip')).toHaveTextContent(`Copy ${LONG}`)
  expect(button).toHaveAccessibleDescription(`Copy ${LONG}`)
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('tooltip')).toBeNull()
  expect(button).not.toHaveAttribute('aria-describedby')
  await user.hover(screen.getByText('2448ba3d…4fb061'))
  expect(await screen.findByRole('tooltip')).toHaveTextContent(LONG)
  stop()
  expect(screen.queryByRole('tooltip')).toBeNull()
})
