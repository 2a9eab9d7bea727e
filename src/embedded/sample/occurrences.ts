import type { EventId } from '../../wow/schemas.ts'
import { idsAt } from './idsAt.ts'
import { SAMPLE_FUNCTIONS, type SampleFunction } from './functions.ts'
import { type Random, randomOf } from './random.ts'

/** A handler failed on an event for the first time. */
export interface Occurrence {
  /** Counts the failures; the ids of one history are made under it, so that no two histories share one. */
  readonly serial: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly handler: SampleFunction
  readonly eventId: EventId
}

interface Span {
  readonly from: number
  readonly to: number
  /** Failures per millisecond, against the other spans. */
  readonly rate: number
  /** During an incident nearly everything that fails is this handler. */
  readonly incident?: SampleFunction
}

const SECOND = 1000
const HOUR = 3600 * SECOND

/** The ids of source events are made under other machine numbers than those of executions. */
const SOURCE_MACHINES = 62 ** 4 / 2

/** Hours of the night are quiet, working hours are not, and now and then something breaks for good. */
function spansOf(seed: number, from: number, to: number): readonly Span[] {
  const spans: Span[] = []
  for (let start = from; start < to; start += HOUR) {
    const random = randomOf(seed, 'hour', Math.floor(start / HOUR))
    const hourOfDay = new Date(start).getUTCHours()
    const rate = (hourOfDay >= 7 && hourOfDay < 22 ? 1 : 0.3) * (0.5 + random.next())
    const end = Math.min(start + HOUR, to)
    const isIncident = random.chance(0.04)
    const middle = start + (end - start) / (2 + random.next())
    const incident = random.pick(SAMPLE_FUNCTIONS)
    spans.push(isIncident ? { from: start, to: middle, rate: rate * 14, incident } : { from: start, to: middle, rate })
    spans.push({ from: middle, to: end, rate })
  }
  return spans
}

const TOTAL_WEIGHT = SAMPLE_FUNCTIONS.reduce((sum, { weight }) => sum + weight, 0)

function weightedHandler(random: Random): SampleFunction {
  let left = random.next() * TOTAL_WEIGHT
  for (const handler of SAMPLE_FUNCTIONS) {
    left -= handler.weight
    if (left < 0) return handler
  }
  return SAMPLE_FUNCTIONS[0]
}

/** Handlers that listen to the event of this one, itself first. */
function listeners(handler: SampleFunction): readonly SampleFunction[] {
  return [handler, ...SAMPLE_FUNCTIONS.filter((other) => other.source === handler.source && other !== handler)]
}

/**
 * One failing event and what failed on it: mostly one handler, sometimes several. Every fourth event or so belongs to
 * the aggregate that had trouble before.
 *
 * @param troubled the last failing aggregate of each kind; kept up to date here.
 */
export function occurrencesAt(
  serial: number,
  at: number,
  random: Random,
  troubled: Map<string, string>,
  incident?: SampleFunction,
): readonly Occurrence[] {
  const handler = incident !== undefined && random.chance(0.85) ? incident : weightedHandler(random)
  const { contextName, aggregateName } = handler.source
  const idAt = idsAt(SOURCE_MACHINES + serial)
  const eventAt = at - random.int(40, 900)
  const known = random.chance(0.25) ? troubled.get(aggregateName) : undefined
  const aggregateId = known ?? idAt(eventAt - random.int(1000, 40 * HOUR))
  troubled.set(aggregateName, aggregateId)
  const eventId: EventId = {
    id: idAt(eventAt),
    aggregateId: { contextName, aggregateName, aggregateId, tenantId: '(0)' },
    version: random.int(1, 12),
  }
  const failing = random.chance(0.12) ? listeners(handler).slice(0, random.int(2, 4)) : [handler]
  return failing.map((each, index) => ({
    serial: serial + index,
    at: at + index * random.int(3, 700),
    handler: each,
    eventId,
  }))
}

/** `count` failures between the two times (epoch milliseconds), ordered by the time of their events. */
export function* occurrences(seed: number, count: number, from: number, to: number): Generator<Occurrence> {
  const spans = spansOf(seed, from, to)
  const total = spans.reduce((sum, span) => sum + span.rate * (span.to - span.from), 0)
  const troubled = new Map<string, string>()
  let made = 0
  let owed = 0
  for (const [index, span] of spans.entries()) {
    const random = randomOf(seed, 'span', index)
    owed += (count * span.rate * (span.to - span.from)) / total
    const here = index === spans.length - 1 ? count - made : Math.max(0, Math.round(owed) - made)
    for (let done = 0; done < here;) {
      const at = Math.floor(span.from + ((span.to - span.from) * (done + random.next())) / here)
      const batch = occurrencesAt(made, at, random, troubled, span.incident).slice(0, count - made)
      for (const occurrence of batch) yield { ...occurrence, at: Math.min(occurrence.at, to - SECOND) }
      done += batch.length
      made += batch.length
    }
  }
}
