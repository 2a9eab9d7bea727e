import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import './virtualList.css'

interface ListRow {
  readonly index: number
  /** The one that Tab reaches; its first button takes this as its `tabIndex`. */
  readonly tabIndex: 0 | -1
}

interface VirtualListProps {
  readonly label: string
  readonly className: string
  readonly count: number
  /** Of a row that is closed; what is open is measured. */
  readonly rowHeight: number
  /** What stays the same when rows come in before it. */
  readonly keyOf: (index: number) => string | number
  readonly render: (row: ListRow) => ReactNode
  /** Brought into sight, with the focus, whenever it is another object. */
  readonly target?: { readonly index: number } | undefined
  /** The rows that stand in the document, whenever they are others. */
  readonly onShown: (first: number, last: number) => void
}

/**
 * A list of any length in the scroller around it: only what is in sight is in the document. Tab reaches it once; the
 * arrow keys, Page up, Page down, Home and End walk its rows.
 */
export function VirtualList(props: VirtualListProps) {
  const { label, className, count, rowHeight, keyOf, render, target, onShown } = props
  const list = useRef<HTMLUListElement>(null)
  const margin = useMargin(list)
  const [reached, setReached] = useState(target?.index ?? 0)
  const reachable = Math.min(reached, Math.max(0, count - 1))
  const wanted = useRef<number>(undefined)
  // oxlint-disable-next-line react/incompatible-library -- there is no compiler here that would memoize it
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scrollerOf(list.current),
    estimateSize: () => rowHeight,
    getItemKey: keyOf,
    overscan: 8,
    scrollMargin: margin,
    scrollPaddingStart: STICKY_HEADER,
    // What stands in the document before the list first measures its place.
    initialRect: { width: 0, height: 900 },
    measureElement: (element) => element.getBoundingClientRect().height || rowHeight,
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), reachable])].sort((one, other) => one - other),
  })
  const items = virtual.getVirtualItems().filter(({ index }) => index < count)
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {}
  const tellShown = useEffectEvent(onShown)
  useEffect(() => tellShown(startIndex, endIndex), [startIndex, endIndex])

  function goTo(index: number, align: 'auto' | 'center' = 'auto') {
    wanted.current = index
    setReached(index)
    virtual.scrollToIndex(index, { align })
  }

  const goToTarget = useEffectEvent((index: number) => goTo(index, 'center'))
  useEffect(() => {
    if (target !== undefined) goToTarget(target.index)
  }, [target])

  useLayoutEffect(() => {
    const index = wanted.current
    if (index === undefined) return
    const button = list.current?.querySelector<HTMLElement>(`[data-index="${index}"] button`)
    if (button === null || button === undefined) return
    wanted.current = undefined
    button.focus({ preventScroll: true })
  })

  function onKeyDown(event: KeyboardEvent<HTMLUListElement>) {
    const { target: pressed } = event
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !(pressed instanceof HTMLElement)) return
    const row = pressed.closest<HTMLElement>('[data-index]')
    // Within an open row the keys mean what they always mean.
    if (row === null || pressed !== row.querySelector('button')) return
    const to = stepOf(event.key, Number(row.dataset['index']), count, Math.max(1, endIndex - startIndex - 1))
    if (to === undefined) return
    event.preventDefault()
    goTo(to)
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys walk the buttons in it
    <ul
      ref={list}
      className={`virtual-list ${className}`}
      aria-label={label}
      style={{ height: virtual.getTotalSize() }}
      onKeyDown={onKeyDown}
    >
      {items.map(({ index, key, start }) => (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it hears of the focus of its button
        <li
          key={key}
          ref={virtual.measureElement}
          data-index={index}
          aria-setsize={count}
          aria-posinset={index + 1}
          style={{ transform: `translateY(${start - margin}px)` }}
          onFocus={() => setReached(index)}
        >
          <Row index={index} tabIndex={index === reachable ? 0 : -1} render={render} />
        </li>
      ))}
    </ul>
  )
}

/** Scrolling renders what comes into sight alone. */
const Row = memo(function Row({ render, ...row }: ListRow & Pick<VirtualListProps, 'render'>) {
  return render(row)
})

/** The bar that stays above what scrolls. */
const STICKY_HEADER = 64

function scrollerOf(list: HTMLElement | null): HTMLElement | null {
  let element = list?.parentElement ?? null
  while (element !== null && !/auto|scroll/u.test(getComputedStyle(element).overflowY)) element = element.parentElement
  return element ?? document.documentElement
}

/** How far below the top of what scrolls the list begins; what stands above it may come and go. */
function useMargin(list: RefObject<HTMLElement | null>): number {
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => {
    const element = list.current
    const scroller = scrollerOf(element)
    if (element === null || scroller === null) return undefined
    const measure = () =>
      setMargin(
        Math.round(element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop),
      )
    measure()
    if (typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(measure)
    for (const child of scroller.children) observer.observe(child)
    return () => observer.disconnect()
  }, [list])
  return margin
}

function stepOf(key: string, index: number, count: number, page: number): number | undefined {
  const to = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
  }[key]
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to))
}
