/**
 * One small bubble for everything that has `data-tip` or `data-whole`, on hover and on keyboard focus. A library's tooltip would wrap
 * each of the hundreds of cells of a list and weigh more than this file.
 */
const DELAY_MS = 250
const GAP = 6
/** Keys after which the page moves the focus, not the person. */
const CLOSING: ReadonlySet<string> = new Set(['Enter', ' ', 'Escape'])

const ownerOf = (event: Event) =>
  event.target instanceof Element ? event.target.closest('[data-tip], [data-whole]') : null

/** `data-tip` always; `data-whole` only where the element had no room for it. */
function tipOf(target: Element): string | null {
  const isCut = target.scrollWidth > target.clientWidth
  return target.getAttribute('data-tip') ?? (isCut ? target.getAttribute('data-whole') : null)
}

/** Starts showing tips inside `root`; gives the function that stops it. */
export function showTips(root: Document): () => void {
  const bubble = root.createElement('div')
  bubble.className = 'tip'
  bubble.setAttribute('role', 'tooltip')
  bubble.id = 'tip'
  bubble.hidden = true
  // In the top layer, or an open dialog would cover the tips of its own buttons.
  bubble.popover = 'manual'

  let owner: Element | undefined
  let lastKey = ''
  let described = false
  let timer: ReturnType<typeof setTimeout> | undefined

  /** What it says may be otherwise by now: a button that was pressed is off. */
  const words = new MutationObserver(() => {
    const text = owner && tipOf(owner)
    if (text) bubble.textContent = text
    else hide()
  })

  const hide = () => {
    clearTimeout(timer)
    words.disconnect()
    if (described) owner?.removeAttribute('aria-describedby')
    described = false
    owner = undefined
    bubble.hidden = true
    bubble.remove()
  }

  const show = (target: Element, describe: boolean) => {
    const text = tipOf(target)
    if (text === null || text === '' || !target.isConnected) return
    owner = target
    words.observe(target, { attributeFilter: ['data-tip', 'data-whole'] })
    bubble.textContent = text
    bubble.hidden = false
    // Inside of the page's main landmark: whoever walks by landmarks finds nothing beside them.
    ;(root.querySelector('main') ?? root.body).append(bubble)
    if ('showPopover' in bubble) bubble.showPopover()
    described = describe && !target.hasAttribute('aria-describedby')
    if (described) target.setAttribute('aria-describedby', bubble.id)
    const box = target.getBoundingClientRect()
    const { width, height } = bubble.getBoundingClientRect()
    const above = box.top - height - GAP
    const left = box.left + box.width / 2 - width / 2
    bubble.style.top = `${above >= GAP ? above : box.bottom + GAP}px`
    bubble.style.left = `${Math.max(GAP, Math.min(left, root.documentElement.clientWidth - width - GAP))}px`
  }

  const onOver = (event: Event) => {
    const target = ownerOf(event)
    // A finger does not hover: its tip would stand over what was just opened.
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch'
    if (isTouch || (target === owner && target !== null)) return
    hide()
    if (target) timer = setTimeout(() => show(target, false), DELAY_MS)
  }
  const onFocus = (event: Event) => {
    const target = ownerOf(event)
    hide()
    // What the page gives back, as when a dialog closes, is no question: the tip would stand over what came of it.
    if (CLOSING.has(lastKey)) return
    if (target?.matches(':focus-visible')) show(target, true)
  }
  const onKey = (event: KeyboardEvent) => {
    lastKey = event.key
    if (event.key === 'Escape') hide()
  }

  const events = [
    ['pointerover', onOver],
    ['focusin', onFocus],
    ['focusout', hide],
    ['pointerdown', hide],
    ['scroll', hide],
  ] as const
  for (const [name, listener] of events) root.addEventListener(name, listener, { capture: true, passive: true })
  root.addEventListener('keydown', onKey, { capture: true })
  return () => {
    hide()
    for (const [name, listener] of events) root.removeEventListener(name, listener, { capture: true })
    root.removeEventListener('keydown', onKey, { capture: true })
  }
}
