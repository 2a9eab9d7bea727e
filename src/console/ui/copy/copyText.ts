/**
 * Puts text on the clipboard; true when it is there. On plain http `navigator.clipboard` does not exist, so the old
 * way over a selected field remains.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text)
  }
}

function copySelected(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.setAttribute('readonly', '')
  field.className = 'visually-hidden'
  // What lies outside of an open dialog cannot take the focus.
  ;(focused?.closest('dialog') ?? document.body).append(field)
  field.focus()
  field.select()
  try {
    return document.execCommand('copy')
  } finally {
    field.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}
