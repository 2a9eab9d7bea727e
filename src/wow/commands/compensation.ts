/** Publishing an event again for one function (contract 6.2, 6.3). */
import { objectOf, optional, text } from './commandBody.ts'
import { CONTEXT_NAME, functionInfoShape } from './commands.ts'
import type { EventHeader, FunctionInfo } from '../schemas.ts'

/** Body of `PUT /{id}/{version}/compensate`: for which function, and for which execution of it. */
export const compensationTarget = objectOf('me.ahoo.wow.messaging.compensation.CompensationTarget', (get) => ({
  id: get('id', optional(text, undefined)),
  function: get('function', functionInfoShape),
}))

/** The handler that server and services have of the library: it reacts to `compensation_prepared` (contract 3.4, 10). */
export const PREPARED_HANDLER = {
  functionKind: 'EVENT',
  contextName: CONTEXT_NAME,
  processorName: 'CompensationEventProcessor',
  name: 'onCompensationPrepared',
} as const satisfies FunctionInfo

/** For whom state events are sent again (6.2): no ordinary handler has this name. */
export const RESEND_FUNCTION = {
  functionKind: 'STATE_EVENT',
  contextName: 'wow',
  processorName: 'ResendStateEventHandler',
  name: 'Resend',
} as const satisfies FunctionInfo

interface CompensationTarget {
  readonly id: string
  readonly function: FunctionInfo
}

/** What the header of a message that is sent again has beside its own. */
export const compensationHeader = ({ id, function: to }: CompensationTarget): EventHeader => ({
  'compensate.id': id,
  'compensate.context': to.contextName,
  'compensate.processor': to.processorName,
  'compensate.function': to.name,
})

/** Whether a function takes a message with this header. One that is sent for the first time is everybody's. */
export function isMeantFor(header: EventHeader, { contextName, processorName, name }: FunctionInfo): boolean {
  if (header['compensate.id'] === undefined) return true
  return (
    header['compensate.context'] === contextName &&
    header['compensate.processor'] === processorName &&
    header['compensate.function'] === name
  )
}
