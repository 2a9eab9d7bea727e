import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { Action } from '../../../oms/schemas.ts'
import { momentOf } from '../../../oms/omsTime.ts'
import { actionStatus } from '../../../oms/statuses.ts'
import { formatClock, formatDuration } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { axisOf, fullPeriods, idlePeriods, timelineOf } from './timeline.ts'
import type { Span } from './timeline.ts'
import { barAt, drawingHeight, lanesFor } from './timelineDrawing.ts'
import { keepPainted, windowOf } from './timelinePainting.ts'
import './actionTimeline.css'
import { actionStatusWord } from '../transactionWords.tsx'

interface ActionTimelineProps {
  readonly actions: readonly Action[]
  /** Most that may run at once; null when the OMS does not say. */
  readonly limit: number | null
  /** Zone in which the OMS writes its times. */
  readonly omsZone: string
  /** When the actions were read, epoch milliseconds: those that run are drawn up to here. */
  readonly readAt: number
  readonly chosenId: number | undefined
  readonly onChoose: (id: number) => void
}

const MOST_ZOOM = 2000
/** The place that a key leads to; -1 is where nothing is chosen yet. */
const WALKS: Readonly<Record<string, (place: number, last: number) => number>> = {
  ArrowRight: (place, last) => Math.min(last, place + 1),
  ArrowLeft: (place) => Math.max(0, place - 1),
  Home: () => 0,
  End: (_, last) => last,
}
/** Periods shorter than this part of the whole are not worth hiding. */
const IDLE_SHARE = 0.05

/** When each action ran, in as many lanes as ran at once; what has not begun is only counted. */
export function ActionTimeline({ actions, limit, omsZone, readAt, chosenId, onChoose }: ActionTimelineProps) {
  const { t } = useLingui()
  const { zone, language } = usePreferences()
  const [zoom, setZoom] = useState(1)
  const [hidesIdle, setHidesIdle] = useState(false)
  const [hovered, setHovered] = useState<number>()
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)

  const { timeline, placeOf, axis, full, idle } = useMemo(() => {
    const timeline = timelineOf(spansOf(actions, omsZone, readAt), limit ?? Infinity)
    const idle = idlePeriods(timeline, Math.max(60_000, (timeline.end - timeline.start) * IDLE_SHARE))
    return {
      timeline,
      placeOf: new Map(timeline.bars.map(({ id }, place) => [id, place])),
      idle,
      axis: axisOf(timeline, hidesIdle ? idle : []),
      full: limit === null ? [] : fullPeriods(timeline, limit),
    }
  }, [actions, omsZone, readAt, hidesIdle, limit])
  const chosenAt = (chosenId === undefined ? undefined : placeOf.get(chosenId)) ?? -1
  const chosen = timeline.bars[chosenAt]
  const lanes = lanesFor(timeline, limit)
  const scene = useMemo(
    () => ({ timeline, lanes, axis, full, chosen, zone }),
    [timeline, lanes, axis, full, chosen, zone],
  )

  useEffect(() => keepPainted(scroller.current, canvas.current, scene), [scene])

  // The chosen action stays in sight, whoever chose it.
  useEffect(() => {
    const box = scroller.current
    if (box === null || chosen === undefined) return
    const { from, to } = windowOf(box)
    const place = axis.placeOf(chosen.start)
    if (place < from || place > to) box.scrollLeft = place * box.scrollWidth - box.clientWidth / 2
  }, [axis, chosen])

  function zoomBy(factor: number) {
    const box = scroller.current
    const next = Math.min(MOST_ZOOM, Math.max(1, zoom * factor))
    if (box === null || next === zoom) return
    const { from, to } = windowOf(box)
    const middle = (from + to) / 2
    setZoom(next)
    requestAnimationFrame(() => {
      box.scrollLeft = middle * box.scrollWidth - box.clientWidth / 2
    })
  }

  function under({ nativeEvent }: PointerEvent): number | undefined {
    const box = scroller.current
    if (box === null) return undefined
    const point = { x: nativeEvent.offsetX, y: nativeEvent.offsetY }
    return barAt({ timeline, lanes, axis }, windowOf(box), point)?.id
  }

  function walk(event: KeyboardEvent) {
    const place = WALKS[event.key]?.(chosenAt, timeline.bars.length - 1)
    if (place === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const next = timeline.bars[place]
    if (next !== undefined && next !== chosen) onChoose(next.id)
  }

  if (timeline.bars.length === 0) {
    return (
      <figure className="action-timeline">
        <div className="timeline-tools" />
        <div className="timeline-scroll">
          <div style={{ height: drawingHeight(lanes) }} />
        </div>
        <figcaption>
          <Trans>No action has begun.</Trans>
        </figcaption>
      </figure>
    )
  }
  const waiting = actions.length - timeline.bars.length
  const shown = hovered === undefined ? chosen : timeline.bars[placeOf.get(hovered) ?? -1]
  return (
    <figure className="action-timeline">
      <div className="timeline-tools">
        <button type="button" className="icon-button" aria-label={t`Zoom in`} onClick={() => zoomBy(2)}>
          +
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t`Zoom out`}
          disabled={zoom === 1}
          onClick={() => zoomBy(0.5)}
        >
          −
        </button>
        {idle.length > 0 && (
          <button
            type="button"
            className="link-button"
            aria-pressed={hidesIdle}
            onClick={() => setHidesIdle(!hidesIdle)}
          >
            <Plural
              value={idle.length}
              one="Shorten # period in which nothing ran"
              other="Shorten # periods in which nothing ran"
            />
          </button>
        )}
      </div>
      <div
        className="timeline-scroll"
        ref={scroller}
        tabIndex={0}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an input of type range holds no drawing
        role="slider"
        aria-label={t`Actions on a time axis`}
        aria-valuemin={1}
        aria-valuemax={timeline.bars.length}
        aria-valuenow={chosenAt + 1}
        aria-valuetext={
          chosen === undefined ? t`no action chosen` : `${chosen.id}: ${actionStatusWord(chosen.status, language)}`
        }
        onKeyDown={walk}
      >
        <div className="timeline-width" style={{ width: `${zoom * 100}%` }}>
          <canvas
            ref={canvas}
            aria-hidden="true"
            onPointerMove={(event) => setHovered(under(event))}
            onPointerLeave={() => setHovered(undefined)}
            onClick={() => hovered !== undefined && onChoose(hovered)}
          />
        </div>
      </div>
      <figcaption>
        <output className="timeline-words">
          {shown === undefined ? (
            <Trans>Point at an action, or walk them with the arrow keys.</Trans>
          ) : (
            <Trans>
              Action {shown.id}: {actionStatusWord(shown.status, language)}, from {formatClock(shown.start, zone)} for{' '}
              {formatDuration(shown.end - shown.start, language)}
            </Trans>
          )}
        </output>
        <span>
          <Plural value={timeline.lanes} one="At most # at once" other="At most # at once" />
          {limit !== null && (
            <>
              {' '}
              <Plural
                value={limit}
                one="(# allowed; shaded where that was reached)"
                other="(# allowed; shaded where that was reached)"
              />
            </>
          )}
        </span>
        {waiting > 0 && <Plural value={waiting} one="# has not begun" other="# have not begun" />}
      </figcaption>
    </figure>
  )
}

function spansOf(actions: readonly Action[], omsZone: string, readAt: number): readonly Span[] {
  return actions.flatMap(({ Id, Status, ExecuteTime, UpdateTime }) => {
    const start = momentOf(ExecuteTime, omsZone)?.at
    if (start === undefined) return []
    const group = actionStatus(Status)?.group
    const isRunning = group === 'running' || group === 'rolling-back'
    const end = isRunning ? readAt : (momentOf(UpdateTime, omsZone)?.at ?? start)
    return [{ id: Id, status: Status, start, end: Math.max(start, end) }]
  })
}
