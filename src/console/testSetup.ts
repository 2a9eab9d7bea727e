import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'
import { activateLanguage } from './text/i18n.ts'
import { reloadPreferences } from './ui/preferences.ts'
import { setTransport } from './ui/data/request.ts'

// The first render loads the route's code, and the cores are shared by everything that is tested. A failure says what
// was looked for; the whole document below it would bury that.
configure({ asyncUtilTimeout: 10_000, getElementError: (message) => new Error(message ?? 'not found') })

// What jsdom does not have. Reduced motion is on, so that nothing waits for a fade.
window.matchMedia = (query) => ({
  matches: query.includes('reduced-motion'),
  media: query,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
})
window.ResizeObserver = class {
  observe = () => undefined
  unobserve = () => undefined
  disconnect = () => undefined
}
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true
  this.querySelector<HTMLElement>('input, button, select, textarea, a[href]')?.focus()
}
HTMLDialogElement.prototype.close = function close(returnValue = '') {
  this.open = false
  this.returnValue = returnValue
  this.dispatchEvent(new Event('close'))
}
Element.prototype.scrollIntoView = () => undefined
Element.prototype.scrollTo = () => undefined
// The room of a list that renders only what is in sight.
Object.defineProperty(document.documentElement, 'clientHeight', { value: 900 })

beforeEach(async () => {
  localStorage.clear()
  sessionStorage.clear()
  localStorage.setItem('amends.preferences', JSON.stringify({ language: 'en', zone: 'UTC', theme: 'light' }))
  reloadPreferences()
  await activateLanguage('en')
})

afterEach(() => {
  cleanup()
  setTransport()
})
