import { bind } from '../../../wow/commands/commandBody.ts'
import {
  AGGREGATE_NAME,
  BASE_PATH,
  COMMAND_NAMES,
  commandOfClass,
  COMMANDS,
  CONTEXT_NAME,
  readCommand,
  type Command,
  type CommandName,
} from '../../../wow/commands/commands.ts'
import { isObject } from '../../../wow/json.ts'
import { waitSignalShape } from '../../../wow/commands/waiting.ts'
import { JSON_TYPE, SSE_TYPE } from '../http/accept.ts'
import { readJson } from '../http/bodies.ts'
import { readCommandHeaders, readWait, type CommandHeaders } from './commandHeaders.ts'
import type { CommandRequest, CommandService } from './commandService.ts'
import { illegalArgument, Refusal, statusOf, timedOut, unreadableBody } from '../refusal.ts'
import { emptyResponse, jsonResponse, sseResponse } from '../http/respond.ts'
import { JSON_ONLY, JSON_OR_SSE, type ErrorEvent, type Produced, type Route, type WowRequest } from '../http/routes.ts'

interface Addressed {
  readonly command: Command
  /** Absent for a create that names no id. */
  readonly aggregateId?: string | undefined
}

/** The routes that send commands (contract 3.1, 7.2), and the one that takes wait signals (7.1). */
export function commandRoutes(
  service: CommandService,
  errorEvent: ErrorEvent,
  waitEndpoint: () => string | undefined,
): Route[] {
  /** Reads the whole request first; an error in it is the answer, on SSE the only event. */
  async function answer(
    request: WowRequest,
    produced: Produced,
    read: (headers: CommandHeaders) => Promise<Addressed>,
  ): Promise<Response> {
    const asSse = produced === SSE_TYPE
    const toSend = async (caller: AbortSignal): Promise<CommandRequest> => {
      const headers = readCommandHeaders(request.headers)
      const { command, aggregateId } = await read(headers)
      const wait = readWait(request.headers, CONTEXT_NAME)
      return {
        command,
        aggregateId,
        headers,
        wait,
        waitEndpoint: waitEndpoint() ?? `${new URL(request.url).origin}/wow/command/wait`,
        timedOut: () =>
          asSse
            ? timedOut('first signal from a Publisher', 'source(FluxDefer)')
            : timedOut(`${wait.timeoutMs}ms`, 'source(MonoDefer)'),
        caller,
      }
    }

    if (asSse)
      return sseResponse(
        toSend,
        async function* (sending) {
          for await (const result of service.send(sending))
            yield { id: result.id, event: result.stage, data: JSON.stringify(result) }
        },
        errorEvent,
      )

    const answer = await lastOf(service.send(await toSend(request.signal)))
    return jsonResponse(JSON.stringify(answer), answer.errorCode, statusOf(answer.errorCode))
  }

  const ownRoute = (name: CommandName): Route => {
    const { method, path, body, className } = COMMANDS[name]
    return {
      method,
      path: `${BASE_PATH}${path.replace('{id}', ':id')}`,
      produces: JSON_OR_SSE,
      answer: (request, parameter, produced) =>
        answer(request, produced, async (headers) => ({
          command: bound(name, await readJson(request, body === 'typed' ? { typed: className } : 'raw'), body),
          aggregateId: name === 'create_execution_failed' ? headers.aggregateId : parameter('id'),
        })),
    }
  }

  return [
    ...COMMAND_NAMES.map(ownRoute),
    {
      method: 'POST',
      path: '/wow/command/send',
      produces: JSON_OR_SSE,
      needsJson: true,
      answer: (request, _, produced) => answer(request, produced, (headers) => addressedByBody(request, headers)),
    },
    {
      method: 'POST',
      path: '/wow/command/wait',
      produces: JSON_ONLY,
      async answer(request) {
        const body = await readJson(request, { typed: 'me.ahoo.wow.command.wait.SimpleWaitSignal' })
        if (body === undefined) return emptyResponse()
        const bound = bind(waitSignalShape, body, false)
        if (!bound.ok) throw unreadableBody(bound.failure.serverMessage)
        service.signal(bound.value)
        return new Response(null, { status: 200, headers: { 'Content-Type': JSON_TYPE } })
      },
    },
  ]
}

/** What a generator returns, past all that it yields. */
async function lastOf<T>(generator: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const next = await generator.next()
    if (next.done === true) return next.value
  }
}

/** The command in a body, or the refusal of contract 1.3; on raw-object bodies with the field's name (12.14). */
function bound(name: CommandName, body: unknown, kind: 'typed' | 'raw'): Command {
  const reading = readCommand(name, body)
  if (reading.ok) return reading.command
  if (reading.reason === 'empty') throw illegalArgument(reading.failure.message)
  throw kind === 'typed' ? unreadableBody(reading.failure.serverMessage) : illegalArgument(reading.failure.message)
}

const DEFAULT_COMMANDS: readonly CommandName[] = [
  'default_delete_aggregate',
  'default_recover_aggregate',
  'default_apply_resource_tags',
]

/** A command by class name (contract 7.2): the id stands in the body, or for the three default commands in a header. */
async function addressedByBody(request: WowRequest, headers: CommandHeaders): Promise<Addressed> {
  const className = headers.commandType
  if (className === undefined) throw illegalArgument('Command-Type can not be empty.')
  const name = commandOfClass(className)
  const isDefault = name !== undefined && DEFAULT_COMMANDS.includes(name)
  if (isDefault && headers.contextName !== undefined && headers.aggregateName === undefined)
    throw illegalArgument('Command-Aggregate-Name can not be empty.')
  const elsewhere = headers.contextName !== CONTEXT_NAME || headers.aggregateName !== AGGREGATE_NAME
  if (name === undefined || (isDefault && elsewhere))
    throw new Refusal('IllegalState', `Scope:[${className}] does not have a matching metadata definition.`)

  const body = await readJson(request, 'raw')
  const command = bound(name, body, 'raw')
  if (isDefault || name === 'create_execution_failed') return { command, aggregateId: headers.aggregateId }
  const id = isObject(body) ? body['id'] : undefined
  if (typeof id !== 'string') throw illegalArgument('id is required.')
  return { command, aggregateId: id }
}
