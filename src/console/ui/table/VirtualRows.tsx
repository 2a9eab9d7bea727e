import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef } from 'react'
import type { ReactNode, RefObject } from 'react'
import { RowRoom } from './RowRoom.tsx'

interface VirtualRowsProps {
  readonly scroller: RefObject<HTMLElement | null>
  readonly count: number
  /** Every row is exactly this high, so nothing is measured and nothing jumps. */
  readonly rowHeight: number
  /** The row that has the focus or would get it with Tab: it stays in the document wherever the list is scrolled to. */
  readonly kept: number
  readonly render: (index: number) => ReactNode
  /** Called once, before anything else can happen, when these rows have taken the place of those that stood here. */
  readonly onShown: () => void
}

/** The rows of a long page that are in sight, with room left for the others. */
export function VirtualRows({ scroller, count, rowHeight, kept, render, onShown }: VirtualRowsProps) {
  const shown = useRef(onShown)
  useLayoutEffect(() => shown.current(), [])
  // oxlint-disable-next-line react/incompatible-library -- there is no compiler here that would memoize it
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    // What stands in the document before the list first measures its place.
    initialRect: { width: 0, height: 900 },
    // Where somebody has scrolled to meanwhile; else it would go back to the beginning.
    initialOffset: () => scroller.current?.scrollTop ?? 0,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), kept])].sort((one, other) => one - other),
  })
  // Scrolling renders this component alone: rows that stay in sight are given to React as the same elements, and skipped.
  const row = useMemo(() => remembering(render), [render])
  const indexes = virtual.getVirtualItems().map(({ index }) => index)
  const parts: ReactNode[] = []
  let next = 0
  for (const [index, element] of row(indexes.filter((index) => index >= 0 && index < count))) {
    if (index > next) parts.push(<RowRoom key={`room ${next}`} height={(index - next) * rowHeight} />)
    parts.push(element)
    next = index + 1
  }
  if (next < count) parts.push(<RowRoom key={`room ${next}`} height={(count - next) * rowHeight} />)
  return parts
}

/** Remembers what was rendered for each index the last time. */
function remembering(render: (index: number) => ReactNode) {
  let last = new Map<number, ReactNode>()
  return (indexes: readonly number[]): ReadonlyMap<number, ReactNode> => {
    last = new Map(indexes.map((index) => [index, last.get(index) ?? render(index)]))
    return last
  }
}
