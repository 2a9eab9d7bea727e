import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { findMatches, markMatches, searchable, showMatch, stepped, unmarkMatches } from './traceSearch.ts'
import type { Match, Searchable } from './traceSearch.ts'

export interface TraceSearch {
  readonly wanted: string
  readonly count: number
  /** From 0; meaningless while nothing is found. */
  readonly index: number
  /** The whole line of the current match, for those who do not see the mark. */
  readonly line: string
  /** Reads the text before the first key does, which then has less to do. */
  readonly prepare: () => void
  readonly search: (wanted: string) => void
  readonly step: (by: 1 | -1) => void
}

interface Found {
  readonly content: unknown
  readonly wanted: string
  readonly matches: readonly Match<Text>[]
  readonly index: number
}

const NOTHING = { wanted: '', matches: [], index: 0 } as const

/**
 * Searches the lines inside `lines` as they stand in the document. `content` is what they show: with another one the text
 * is read anew. No key renders a line.
 */
export function useTraceSearch(lines: RefObject<HTMLElement | null>, content: unknown): TraceSearch {
  const [found, setFound] = useState<Found>({ content, ...NOTHING })
  const read = useRef<{ readonly content: unknown; readonly texts: readonly Searchable<Text>[] }>(undefined)
  // Other lines than those that were searched: nothing is searched yet.
  const { wanted, matches, index } = found.content === content ? found : NOTHING

  function texts(): readonly Searchable<Text>[] {
    const known = read.current
    const texts = known !== undefined && known.content === content ? known.texts : readTexts(lines.current)
    read.current = { content, texts }
    return texts
  }

  useEffect(() => {
    const current = matches[index]
    if (wanted === '') return unmarkMatches()
    markMatches(matches, index)
    if (current !== undefined && lines.current !== null) showMatch(lines.current, current)
    return undefined
  }, [lines, wanted, matches, index])

  useEffect(() => unmarkMatches, [])

  const chosen = matches[index]
  return {
    wanted,
    count: matches.length,
    index,
    line: chosen === undefined ? '' : lineOf(chosen),
    prepare: () => void texts(),
    search: (text) => setFound({ content, wanted: text, matches: findMatches(texts(), text), index: 0 }),
    step: (by) => setFound({ content, wanted, matches, index: stepped(index, by, matches.length) }),
  }
}

function readTexts(lines: HTMLElement | null): readonly Searchable<Text>[] {
  const elements = [...(lines?.querySelectorAll('.frame, .throwable-head') ?? [])]
  return elements.flatMap(({ firstChild }) =>
    firstChild instanceof Text ? searchable(firstChild, firstChild.data) : [],
  )
}

function lineOf({ piece: { data }, start }: Match<Text>): string {
  const end = data.indexOf('\n', start)
  return data.slice(data.lastIndexOf('\n', start) + 1, end < 0 ? undefined : end)
}
