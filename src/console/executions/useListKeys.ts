import { useEffect } from 'react'
import type { RefObject } from 'react'
import { useNavigate } from 'react-router'
import type { ExecutionNeighbours } from './executionNeighbours.ts'

interface ListKeys {
  readonly filterInput: RefObject<HTMLInputElement | null>
  readonly list: RefObject<HTMLElement | null>
  readonly neighbours: ExecutionNeighbours
}

/** True where a letter is text, or already means something else. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  return (
    event.target instanceof Element &&
    event.target.closest('input, textarea, select, [contenteditable], dialog, [role="menu"]') !== null
  )
}

/** `/` goes to the filter; `j` and `k` walk the list, with the open execution when there is one. */
export function useListKeys({ filterInput, list, neighbours }: ListKeys): void {
  const navigate = useNavigate()
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (isTaken(event)) return
      if (event.key === '/') {
        filterInput.current?.focus()
      } else if (event.key === 'j' || event.key === 'k') {
        const to = event.key === 'j' ? neighbours.next : neighbours.previous
        // Replaced, so that Back leaves the record instead of walking all of them again.
        if (to !== undefined) void navigate(to, { replace: true })
        else list.current?.querySelector<HTMLElement>('tr[data-row-id][tabindex="0"]')?.focus()
      } else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [filterInput, list, navigate, neighbours])
}
