import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMemo, useState } from 'react'
import { firstApplicationFrame, parseStackTrace } from '../../../wow/stackTrace.ts'
import type { Frame, Throwable, TraceLine } from '../../../wow/stackTrace.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Fold } from './Fold.tsx'
import { countFrames, headLines, isApplication, runsOf, searchTrace, traceBlocks } from './traceBlocks.ts'

/** A stack trace: the frame to look at first, the rest behind a fold, frames of frameworks folded again. */
export function StackTrace({ trace }: { readonly trace: string }) {
  const { t } = useLingui()
  const throwables = useMemo(() => parseStackTrace(trace), [trace])
  const [open, setOpen] = useState(false)
  const [wrapped, setWrapped] = useState(false)
  const [wanted, setWanted] = useState('')
  const first = firstApplicationFrame(throwables)
  const { frames, frameworks } = countFrames(throwables)

  if (throwables.length === 0) {
    return (
      <p className="trace-none">
        <Trans>No stack trace was recorded.</Trans>
      </p>
    )
  }
  return (
    <div className="trace">
      {first && !open && <FirstFrame frame={first} />}
      <div className="trace-tools">
        <button
          type="button"
          className="link-button"
          aria-expanded={open}
          onClick={() => {
            setOpen(!open)
            setWanted('')
          }}
        >
          <span className="fold-mark" aria-hidden="true">
            {open ? '▾' : '▸'}
          </span>
          {frames === 0 ? (
            <Trans>Stack trace</Trans>
          ) : (
            <>
              <Plural value={frames} one="# frame" other="# frames" />{' '}
              {frameworks > 0 && !open && (
                <span className="secondary">
                  <Plural value={frameworks} one="(# of frameworks hidden)" other="(# of frameworks hidden)" />
                </span>
              )}
            </>
          )}
        </button>
        {open && (
          <>
            <input
              type="search"
              className="trace-search"
              placeholder={t`Search`}
              aria-label={t`Search in the stack trace`}
              value={wanted}
              onChange={(event) => setWanted(event.currentTarget.value)}
            />
            <button type="button" className="link-button" aria-pressed={wrapped} onClick={() => setWrapped(!wrapped)}>
              <Trans>Wrap</Trans>
            </button>
          </>
        )}
        <CopyButton text={trace} label={t`Copy the stack trace`} />
      </div>
      {open && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, so the keyboard must reach it
        <section className={`trace-lines${wrapped ? ' is-wrapped' : ''}`} tabIndex={0} aria-label={t`Stack trace`}>
          {wanted === '' ? (
            throwables.map((throwable, index) => <ThrowableLines key={index} throwable={throwable} />)
          ) : (
            <FoundLines lines={searchTrace(throwables, wanted)} wanted={wanted} />
          )}
        </section>
      )}
    </div>
  )
}

/** The frame to look at first, with what names it before what only places it. */
function FirstFrame({ frame }: { readonly frame: Frame }) {
  const { file, line, className, method } = frame
  const at = className.lastIndexOf('.') + 1
  return (
    <code className="trace-first" data-tip={frame.text}>
      <span className="secondary">{className.slice(0, at).replaceAll('.', '.\u200B')}</span>
      <strong>
        {className.slice(at)}.{method}
      </strong>{' '}
      <span className="secondary">
        {file}
        {line !== undefined && `:${line}`}
      </span>
    </code>
  )
}

function ThrowableLines({ throwable }: { readonly throwable: Throwable }) {
  return (
    <div className={`throwable throwable-${throwable.relation}`}>
      <div className="throwable-head">{headLines(throwable).join('\n')}</div>
      {traceBlocks(throwable.lines).map(({ folded, lines }, index) =>
        folded ? <FoldedLines key={index} lines={lines} /> : <Lines key={index} lines={lines} />,
      )}
    </div>
  )
}

/** Neighbours of one kind share an element: a recursion of thousands of frames is then a few pieces of text. */
function Lines({ lines }: { readonly lines: readonly TraceLine[] }) {
  return (
    <div className="trace-block">
      {runsOf(lines, isApplication).map((run, index) => (
        <div key={index} className={run.every(isApplication) ? 'frame is-application' : 'frame'}>
          {run.map(({ text }) => text).join('\n')}
        </div>
      ))}
    </div>
  )
}

function FoldedLines({ lines }: { readonly lines: readonly TraceLine[] }) {
  return (
    <Fold
      className="trace-fold"
      summary={<Plural value={lines.length} one="# frame of frameworks" other="# frames of frameworks" />}
    >
      {() => <Lines lines={lines} />}
    </Fold>
  )
}

/** More are never looked through one by one; the search is then too short. */
const MOST_FOUND = 500

function FoundLines({ lines, wanted }: { readonly lines: readonly string[]; readonly wanted: string }) {
  return (
    <>
      <output className="trace-found">
        <Plural value={lines.length} _0="No line has this text" one="# line" other="# lines" />
        {lines.length > MOST_FOUND && (
          <>
            {' · '}
            <Trans>the first {MOST_FOUND} are shown</Trans>
          </>
        )}
      </output>
      {lines.slice(0, MOST_FOUND).map((line, index) => (
        <div key={index} className="frame">
          <Marked line={line} wanted={wanted} />
        </div>
      ))}
    </>
  )
}

function Marked({ line, wanted }: { readonly line: string; readonly wanted: string }) {
  const at = line.toLowerCase().indexOf(wanted.toLowerCase())
  const end = at + wanted.length
  return (
    <>
      {line.slice(0, at)}
      <mark>{line.slice(at, end)}</mark>
      {line.slice(end)}
    </>
  )
}
