import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Throwable, TraceLine } from '../../../../wow/failure/stackTrace.ts'
import { headText, isApplication, pieces, runsOf, traceBlocks } from './traceBlocks.ts'

/** Height of a line in pixels, as in `trace.css`: what is out of sight has its true size before it is laid out. */
const LINE_PX = 18
const DEEPEST = 4

interface TraceLinesProps {
  readonly throwables: readonly Throwable[]
  /** Nothing is folded. */
  readonly unfolded: boolean
}

/** Every line of a trace, folded ones too, so that a search reaches all of them; out of sight they cost nothing. */
export function TraceLines({ throwables, unfolded }: TraceLinesProps) {
  return throwables.map((throwable, index) => (
    <TraceFold
      key={index}
      className={`throwable throwable-${throwable.relation}`}
      depth={Math.min(throwable.depth, DEEPEST)}
      initiallyOpen
      unfolded={unfolded}
      summary={<span className="throwable-head">{headText(throwable)}</span>}
    >
      <Pieces lines={throwable.lines} unfolded={unfolded} />
    </TraceFold>
  ))
}

function Pieces({ lines, unfolded }: { readonly lines: readonly TraceLine[]; readonly unfolded: boolean }) {
  const { t } = useLingui()
  const summaryOf = remembered(
    (count) => t`${plural(count, { one: '# frame of frameworks', other: '# frames of frameworks' })}`,
  )
  return pieces(traceBlocks(lines)).map(({ blocks, height }, index) => (
    <div key={index} className="trace-piece" style={{ containIntrinsicBlockSize: `auto ${height * LINE_PX}px` }}>
      {blocks.map((block, at) =>
        block.folded ? (
          <TraceFold key={at} className="trace-fold" unfolded={unfolded} summary={summaryOf(block.lines.length)}>
            <div className="frame">{textOf(block.lines)}</div>
          </TraceFold>
        ) : (
          // Neighbours of one kind share an element: a recursion of thousands of frames is then a few pieces of text.
          runsOf(block.lines, isApplication).map((run, place) => (
            <div key={`${at} ${place}`} className={run.every(isApplication) ? 'frame is-application' : 'frame'}>
              {textOf(run)}
            </div>
          ))
        ),
      )}
    </div>
  ))
}

const textOf = (lines: readonly TraceLine[]): string => lines.map(({ text }) => text).join('\n')

/** Hundreds of folds say one of a few sentences, and each sentence costs. */
function remembered(sentence: (count: number) => string): (count: number) => string {
  const known = new Map<number, string>()
  return (count) => {
    const text = known.get(count) ?? sentence(count)
    known.set(count, text)
    return text
  }
}

interface TraceFoldProps {
  readonly className: string
  readonly depth?: number
  readonly summary: ReactNode
  readonly initiallyOpen?: boolean
  readonly unfolded: boolean
  readonly children: ReactNode
}

function TraceFold({ className, depth = 0, summary, initiallyOpen = false, unfolded, children }: TraceFoldProps) {
  const [open, setOpen] = useState(initiallyOpen)
  return (
    <details
      className={className}
      data-depth={depth === 0 ? undefined : depth}
      open={open || unfolded}
      onToggle={(event) => {
        // A nested fold is not this one.
        if (event.target === event.currentTarget && !unfolded) setOpen(event.currentTarget.open)
      }}
    >
      <summary>{summary}</summary>
      {children}
    </details>
  )
}
