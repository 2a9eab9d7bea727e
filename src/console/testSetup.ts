import '@testing-library/jest-dom/vitest'
import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'
import { i18n } from './text/i18n.ts'
import { reloadPreferences } from './ui/preferences.ts'
import { setTransport } from './ui/request.ts'

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
Element.prototype.scrollIntoView = () => undefined
Element.prototype.scrollTo = () => undefined

beforeEach(() => {
  localStorage.clear()
  localStorage.setItem('amends.preferences', JSON.stringify({ language: 'en', zone: 'UTC', theme: 'light' }))
  reloadPreferences()
  i18n.activate('en')
})

afterEach(() => {
  cleanup()
  setTransport()
})
