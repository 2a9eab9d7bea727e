/** Where a text stands in the pieces of a document that are on screen. Pure but for the marks at the end. */

/** One piece of text, with what is searched of it: prepared once, so that a key costs only the search. */
export interface Searchable<Piece> {
  readonly piece: Piece
  readonly text: string
}

export interface Match<Piece> {
  readonly piece: Piece
  readonly start: number
  readonly end: number
}

/** In any letter case; where lower case would move the letters (`İ`), as it stands. */
export function searchable<Piece>(piece: Piece, text: string): Searchable<Piece> {
  const lower = text.toLowerCase()
  return { piece, text: lower.length === text.length ? lower : text }
}

/** Every place, in order; none for an empty text. */
export function findMatches<Piece>(texts: readonly Searchable<Piece>[], wanted: string): readonly Match<Piece>[] {
  const found: Match<Piece>[] = []
  const sought = wanted.toLowerCase()
  if (sought === '') return found
  for (const { piece, text } of texts) {
    for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) {
      found.push({ piece, start: at, end: at + sought.length })
    }
  }
  return found
}

/** The index of the match that follows `index` in the given direction; round at the ends. */
export const stepped = (index: number, step: 1 | -1, count: number): number =>
  count === 0 ? 0 : (index + step + count) % count

/** So many are marked, around the current one: more are not seen, and each costs time. */
const MOST_MARKED = 400

/** Marks the places without touching the document, where the browser can (all current ones); see `trace.css`. */
export function markMatches(matches: readonly Match<Text>[], current: number): void {
  if (!('highlights' in CSS)) return
  const rangeOf = ({ piece, start, end }: Match<Text>) =>
    new StaticRange({ startContainer: piece, startOffset: start, endContainer: piece, endOffset: end })
  const from = Math.max(0, current - MOST_MARKED / 2)
  const chosen = matches[current]
  CSS.highlights.set('trace-found', new Highlight(...matches.slice(from, from + MOST_MARKED).map(rangeOf)))
  const one = new Highlight(...(chosen === undefined ? [] : [rangeOf(chosen)]))
  one.priority = 1
  CSS.highlights.set('trace-current', one)
}

export function unmarkMatches(): void {
  if (!('highlights' in CSS)) return
  CSS.highlights.delete('trace-found')
  CSS.highlights.delete('trace-current')
}

/** Opens what is folded around a match and scrolls its place of `scroller` into sight. */
export function showMatch(scroller: Element, { piece, start, end }: Match<Text>): void {
  for (let fold = piece.parentElement?.closest('details'); fold; fold = fold.parentElement?.closest('details')) {
    if (!scroller.contains(fold)) break
    fold.open = true
  }
  scroller.scrollIntoView({ block: 'nearest' })
  const range = document.createRange()
  range.setStart(piece, start)
  range.setEnd(piece, end)
  // The test's document knows no places.
  if (!('getBoundingClientRect' in range)) return
  const place = range.getBoundingClientRect()
  const box = scroller.getBoundingClientRect()
  if (place.top < box.top || place.bottom > box.bottom) scroller.scrollTop += place.top - box.top - box.height / 3
  if (place.left < box.left || place.right > box.right) scroller.scrollLeft += place.left - box.left - box.width / 3
}
