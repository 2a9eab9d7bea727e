import { useKeyHold } from './keys.ts'

/**
 * In the place of a dialog whose code is on its way: what is typed for it must not press keys of the page, the `r` of
 * "retry" retries. Escape gives the dialog up.
 */
export function KeyHold({ onEscape }: { readonly onEscape: () => void }) {
  useKeyHold(onEscape)
  return null
}
