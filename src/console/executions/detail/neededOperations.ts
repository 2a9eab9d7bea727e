/** The operations of the protocol that the parts of an execution are read by; not every server has them. */
import type { Endpoint } from '../../../gateway/api/capabilities.ts'
import { useMissing } from '../../ui/data/capabilities.ts'
import type { DetailPart } from './detailAddress.ts'

const OWN = 'compensation.execution_failed.'
export const EVENTS = `${OWN}event.list_query`
export const TRACING = `${OWN}aggregate_tracing.get`

const NEEDED: Readonly<Record<DetailPart, string>> = {
  attempts: EVENTS,
  history: `${OWN}event_stream.load`,
  state: TRACING,
}

/** Tells what a part needs and the server was found not to have; the state now is always there. */
export function useMissingOf(source: string): (part: DetailPart | undefined) => Endpoint | undefined {
  const missing = useMissing(source)
  return (part) => part && missing(NEEDED[part])
}

/** What the server has not of what it takes to read a state at a time. */
export function useNoTimes(source: string): Endpoint | undefined {
  const missing = useMissing(source)
  return missing(EVENTS) ?? missing(`${OWN}time_based_aggregate.load`)
}
