/** What a sender of a command waits for, and the signals that tell of it (contract 3.4, 7.1). */
import {
  anyObject,
  anyText,
  flag,
  int,
  listOf,
  long,
  nullable,
  objectOf,
  oneOf,
  optional,
  text,
} from './commandBody.ts'
import { aggregateIdShape, bindingErrorShape, functionInfoShape } from './commands.ts'
import { WAIT_STAGES, type FunctionInfo, type WaitStage } from '../schemas.ts'

/** What a wait looks at in a signal: something happened to a command, here or in another process. */
export interface Signal {
  readonly commandId: string
  readonly stage: string
  readonly function: FunctionInfo
  readonly errorCode: string
  readonly result: { readonly [key: string]: unknown }
  readonly isLastProjection?: boolean
  /** Ids of the commands that a saga has sent. */
  readonly commands?: readonly string[]
}

const strings = listOf('java.util.ArrayList<java.lang.String>', text)

/** Body of `POST /wow/command/wait`; a signal without a time is one of now. */
export const waitSignalShape = objectOf('me.ahoo.wow.command.wait.SimpleWaitSignal', (get) => ({
  id: get('id', anyText),
  waitCommandId: get('waitCommandId', text),
  commandId: get('commandId', text),
  aggregateId: get('aggregateId', aggregateIdShape),
  stage: get('stage', oneOf<WaitStage>('me.ahoo.wow.command.wait.CommandStage', WAIT_STAGES)),
  function: get('function', functionInfoShape),
  aggregateVersion: get('aggregateVersion', nullable(int)),
  isLastProjection: get('isLastProjection', optional(flag, false)),
  errorCode: get('errorCode', optional(text, 'Ok')),
  errorMsg: get('errorMsg', optional(text, '')),
  bindingErrors: get('bindingErrors', optional(listOf('java.util.ArrayList', bindingErrorShape), [])),
  result: get('result', optional(anyObject, {})),
  commands: get('commands', optional(strings, [])),
  signalTime: get('signalTime', optional(long, undefined)),
}))

/** A signal as another process sends it. */
export type WaitSignal = typeof waitSignalShape.sample

/** Which function must tell of the awaited stage; what is absent is any. */
interface AwaitedFunction {
  readonly context?: string
  readonly processor?: string
  readonly function?: string
}

export interface Awaited extends AwaitedFunction {
  readonly stage: WaitStage
  /** Only with SAGA_HANDLED: what each command must reach that the saga sends. */
  readonly tail?: AwaitedFunction & { readonly stage: WaitStage }
}

/** SENT comes first, then PROCESSED; the others come after both, in no order. */
const isBefore = (stage: string, awaited: WaitStage): boolean =>
  stage !== awaited && awaited !== 'SENT' && (stage === 'SENT' || (stage === 'PROCESSED' && awaited !== 'PROCESSED'))

function tellsOf(signal: Signal, awaited: Awaited): boolean {
  if (signal.stage !== awaited.stage) return false
  // One of many projections says little; the last one says that all are done.
  if (awaited.stage === 'PROJECTED' && signal.isLastProjection !== true) return false
  if (awaited.stage === 'SENT' || awaited.stage === 'PROCESSED' || awaited.stage === 'SNAPSHOT') return true
  const { contextName, processorName, name } = signal.function
  return (
    (awaited.context === undefined || awaited.context === contextName) &&
    (awaited.processor === undefined || awaited.processor === processorName) &&
    (awaited.function === undefined || awaited.function === name)
  )
}

/** Follows one command: each signal that belongs to the wait is told on; at the end stands the signal that answers it. */
interface Waiting<S extends Signal> {
  /** Whether the sender hears of this signal. */
  take(signal: S): boolean
  /** The signal that ends the wait, with the results of all that were taken; undefined while it lasts. */
  ended(): S | undefined
}

/**
 * A wait for one stage. Signals come in any order: what is later than PROCESSED also needs PROCESSED, and a failure of
 * an earlier stage ends it.
 */
function waitingForStage<S extends Signal>(awaited: Awaited): Waiting<S> {
  const needsProcessed = isBefore('PROCESSED', awaited.stage)
  let processed = false
  let failed: S | undefined
  let last: S | undefined
  let result: { readonly [key: string]: unknown } = {}
  return {
    take(signal) {
      const tells = tellsOf(signal, awaited)
      if (!tells && !isBefore(signal.stage, awaited.stage)) return false
      if (tells) last ??= signal
      else if (signal.errorCode !== 'Ok') failed ??= signal
      processed ||= signal.stage === 'PROCESSED'
      result = { ...result, ...signal.result }
      return true
    },
    ended() {
      const end = failed ?? (processed || !needsProcessed ? last : undefined)
      return end === undefined ? undefined : { ...end, result }
    },
  }
}

/** A wait for the commands that a saga sends: they are named by the saga's signal, and may have been faster than it. */
function waitingForTail<S extends Signal>(commandId: string, saga: Awaited, tail: Awaited): Waiting<S> {
  const head = waitingForStage<S>(saga)
  const early = new Map<string, S[]>()
  const tails = new Map<string, Waiting<S>>()
  return {
    take(signal) {
      if (signal.commandId === commandId) {
        const taken = head.take(signal)
        for (const sent of head.ended()?.commands ?? []) {
          const following = tails.get(sent) ?? waitingForStage<S>(tail)
          tails.set(sent, following)
          for (const earlier of early.get(sent)?.splice(0) ?? []) following.take(earlier)
        }
        return taken
      }
      const following = tails.get(signal.commandId)
      if (following !== undefined) return following.take(signal)
      early.set(signal.commandId, [...(early.get(signal.commandId) ?? []), signal])
      return tellsOf(signal, tail) || isBefore(signal.stage, tail.stage)
    },
    ended() {
      const end = head.ended()
      if (end === undefined || end.errorCode !== 'Ok') return end
      const ends = [...tails.values()].map((each) => each.ended())
      const failed = ends.find((each) => each !== undefined && each.errorCode !== 'Ok')
      if (failed !== undefined) return failed
      return ends.includes(undefined) ? undefined : (ends.at(-1) ?? end)
    },
  }
}

export const waitingFor = <S extends Signal>(commandId: string, awaited: Awaited): Waiting<S> =>
  awaited.stage === 'SAGA_HANDLED' && awaited.tail !== undefined
    ? waitingForTail(commandId, awaited, awaited.tail)
    : waitingForStage(awaited)
