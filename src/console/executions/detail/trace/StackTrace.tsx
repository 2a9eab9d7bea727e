import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Suspense, lazy, memo, useMemo, useRef, useState } from 'react'
import { DEFAULT_FRAME_RULE, firstApplicationFrame, parseStackTrace } from '../../../../wow/failure/stackTrace.ts'
import type { Frame, Throwable } from '../../../../wow/failure/stackTrace.ts'
import { CopyButton } from '../../../ui/copy/CopyButton.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { usePreferences } from '../../../ui/preferences.ts'
import './trace.css'
import { TraceCauses } from './TraceCauses.tsx'
import { TraceLines } from './TraceLines.tsx'
import { countFrames } from './traceBlocks.ts'
import { useTraceSearch } from './useTraceSearch.ts'
import type { TraceSearch } from './useTraceSearch.ts'

const FrameRuleForm = lazy(async () => ({ default: (await import('./FrameRuleForm.tsx')).FrameRuleForm }))

/** A stack trace: the frame to look at first, the rest behind a fold, frames of frameworks folded again. */
export function StackTrace({ trace }: { readonly trace: string }) {
  const { t } = useLingui()
  const { frameRule = DEFAULT_FRAME_RULE } = usePreferences()
  const throwables = useMemo(() => parseStackTrace(trace, frameRule), [trace, frameRule])
  const [open, setOpen] = useState(false)
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
        <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
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
        <CopyButton text={trace} label={t`Copy the stack trace`} />
      </div>
      {open && <OpenTrace throwables={throwables} />}
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

// A key of the search renders its own line only.
const Lines = memo(TraceLines)

function OpenTrace({ throwables }: { readonly throwables: readonly Throwable[] }) {
  const { t } = useLingui()
  const [wrapped, setWrapped] = useState(false)
  const [unfolded, setUnfolded] = useState(false)
  const [ruleIsOpen, setRuleIsOpen] = useState(false)
  const lines = useRef<HTMLElement>(null)
  const search = useTraceSearch(lines, throwables)
  const { frameworks } = countFrames(throwables)
  return (
    <>
      <div className="trace-tools">
        <SearchField search={search} />
        {frameworks > 0 && (
          <button type="button" className="link-button" aria-pressed={unfolded} onClick={() => setUnfolded(!unfolded)}>
            <Trans>Unfold all</Trans>
          </button>
        )}
        <button type="button" className="link-button" aria-pressed={wrapped} onClick={() => setWrapped(!wrapped)}>
          <Trans>Wrap</Trans>
        </button>
        <button
          type="button"
          className="link-button"
          aria-expanded={ruleIsOpen}
          onClick={() => setRuleIsOpen(!ruleIsOpen)}
        >
          <Trans>What is a framework?</Trans>
        </button>
      </div>
      {ruleIsOpen && (
        <Suspense>
          <FrameRuleForm onClose={() => setRuleIsOpen(false)} />
        </Suspense>
      )}
      <TraceCauses throwables={throwables} lines={lines} />
      <section
        className={`trace-lines${wrapped ? ' is-wrapped' : ''}`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, so the keyboard must reach it
        tabIndex={0}
        aria-label={t`Stack trace`}
        ref={lines}
      >
        <Lines throwables={throwables} unfolded={unfolded} />
      </section>
    </>
  )
}

/** Enter is the next match, Shift+Enter the one before; the lines around stay. */
function SearchField({ search }: { readonly search: TraceSearch }) {
  const { t } = useLingui()
  const { wanted, count, index, line, step } = search
  return (
    <div className="trace-search">
      <input
        type="search"
        placeholder={t`Search`}
        aria-label={t`Search in the stack trace`}
        aria-keyshortcuts="Enter Shift+Enter"
        value={wanted}
        onFocus={search.prepare}
        onChange={(event) => search.search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          step(event.shiftKey ? -1 : 1)
        }}
      />
      {wanted !== '' && (
        <>
          <button
            type="button"
            className="icon-button"
            disabled={count === 0}
            aria-label={t`Previous match (Shift+Enter)`}
            data-tip={t`Previous match (Shift+Enter)`}
            onClick={() => step(-1)}
          >
            <Icon name="up" />
          </button>
          <button
            type="button"
            className="icon-button"
            disabled={count === 0}
            aria-label={t`Next match (Enter)`}
            data-tip={t`Next match (Enter)`}
            onClick={() => step(1)}
          >
            <Icon name="down" />
          </button>
        </>
      )}
      <output className="trace-count">
        {wanted !== '' &&
          (count === 0 ? (
            <Trans>No line has this text</Trans>
          ) : (
            <>
              <Trans>
                {index + 1} of {count}
              </Trans>
              <span className="visually-hidden">: {line}</span>
            </>
          ))}
      </output>
    </div>
  )
}
