import { Plural } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Throwable, TraceLine } from '../../../wow/stackTrace.ts'
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
      {traceBlocks(throwable.lines).map(({ folded, lines }, at) =>
        folded ? (
          <TraceFold
            key={at}
            className="trace-fold"
            unfolded={unfolded}
            summary={<Plural value={lines.length} one="# frame of frameworks" other="# frames of frameworks" />}
          >
            <Pieces lines={lines} />
          </TraceFold>
        ) : (
          <Pieces key={at} lines={lines} />
        ),
      )}
    </TraceFold>
  ))
}

/** Neighbours of one kind share an element: a recursion of thousands of frames is then a few pieces of text. */
function Pieces({ lines }: { readonly lines: readonly TraceLine[] }) {
  return pieces(lines).map((piece, index) => (
    <div key={index} className="trace-piece" style={{ containIntrinsicBlockSize: `auto ${piece.length * LINE_PX}px` }}>
      {runsOf(piece, isApplication).map((run, at) => (
        <div key={at} className={run.every(isApplication) ? 'frame is-application' : 'frame'}>
          {run.map(({ text }) => text).join('\n')}
        </div>
      ))}
    </div>
  ))
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
