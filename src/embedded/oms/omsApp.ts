/** The webservice at its native addresses: who may ask what, and which job answers it. */
import { Hono, type Context } from 'hono'
import { FAILOVER_TYPE } from '../../oms/cmds.ts'
import { OMS_PATH, type OmsOptions } from '../../oms/options.ts'
import { TRANSACTION_STATUSES } from '../../oms/statuses.ts'
import type { Operation } from '../../oms/transitions.ts'
import { Cancelled, DeadlineExceeded, LaneFull } from '../../store/storeErrors.ts'
import {
  callerRefused,
  fieldErrors,
  internalError,
  jsonAnswer,
  loginRefused,
  methodNotAllowed,
  notFound,
  OmsRefusal,
  overloaded,
  refusalAnswer,
  tokenRefused,
} from './answers.ts'
import type { OmsStore } from './omsStore.ts'
import { optionalNumber, queryValue, readFields, requireIds, type Fields } from './question.ts'
import type { AccessTokens } from './tokens.ts'

const READ_LIMIT_MS = 10_000

const TERMINAL = TRANSACTION_STATUSES.filter(({ terminal }) => terminal).map(({ code }) => code)

interface OmsAppOptions {
  readonly store: OmsStore
  readonly tokens: AccessTokens
  readonly options: OmsOptions
  readonly username: string
  readonly password: string
  /** Addresses that may call at all; undefined: every one. */
  readonly callers: readonly string[] | undefined
  readonly now: () => number
  readonly speed: number
  /** Called after each operation that was done. */
  readonly operated: () => void
  readonly log: (entry: Record<string, unknown>) => void
}

/** Who asks, and the body of a GET, which a `Request` cannot carry. */
export interface Bindings {
  readonly caller: string
  readonly getBody: AsyncIterable<Uint8Array> | null
}

type OmsContext = Context<{ Bindings: Bindings }>

interface Asked {
  readonly context: OmsContext
  readonly query: URLSearchParams
  readonly fields: Fields
  readonly caller: string
}

export function omsApp(oms: OmsAppOptions): Hono<{ Bindings: Bindings }> {
  const { store, options } = oms
  const { typesByCmd } = options
  const app = new Hono<{ Bindings: Bindings }>()

  function route(path: string | null, methods: readonly string[], answer: (asked: Asked) => Promise<Response>): void {
    if (path === null) return
    // As many digits as a number holds exactly.
    const pattern = `${OMS_PATH}/${path.replaceAll(/\{(set_id|trans_id)\}/g, ':$1{[0-9]{1,15}}')}`
    app.all(pattern, async (context) => {
      if (!methods.includes(context.req.method)) throw methodNotAllowed(methods)
      const query = new URL(context.req.url).searchParams
      const { caller, getBody } = context.env
      const fields = await readFields(context.req.raw.body ?? getBody)
      return answer({ context, query, fields, caller })
    })
  }

  /** What every interface but that of the token checks first. Answers the cmd. */
  function admit({ query, caller }: Asked, admitted: readonly number[]): number {
    if (!oms.tokens.accepts(queryValue(query, 'access-token'))) throw tokenRefused()
    checkCaller(caller)
    return checkCmd(query, admitted)
  }

  function checkCaller(caller: string): void {
    if (oms.callers !== undefined && !oms.callers.includes(caller)) throw callerRefused(caller)
  }

  function checkCmd(query: URLSearchParams, admitted: readonly number[]): number {
    if (queryValue(query, 'ip-type') !== options.ipType)
      throw fieldErrors({ 'ip-type': [`ip-type must be ${options.ipType}.`] })
    const text = queryValue(query, 'cmd')
    const cmd = admitted.find((known) => String(known) === text)
    if (cmd === undefined) throw fieldErrors({ cmd: [`cmd(${text}) must be in ${admitted.join(',')}`] })
    return cmd
  }

  route(options.paths.token, ['POST'], async ({ query, fields, caller }) => {
    checkCaller(caller)
    checkCmd(query, [options.tokenCmd])
    if (fields['username'] !== oms.username || fields['password'] !== oms.password) throw loginRefused()
    return jsonAnswer(JSON.stringify({ code: 0, error: '', token: oms.tokens.issue() }))
  })

  const kinds = Object.keys(typesByCmd).map(Number)

  route(options.paths.detail, ['GET', 'HEAD', 'POST'], async (asked) => {
    const cmd = admit(asked, kinds)
    const { context, fields, caller } = asked
    const withActions = optionalNumber(fields, 'get_action', 0) !== 0
    const answer = await store[withActions ? 'scans' : 'pages'].run(
      'detailText',
      {
        setId: Number(context.req.param('set_id')),
        transId: Number(context.req.param('trans_id')),
        cmd,
        typesByCmd,
        caller,
        withActions,
        zone: options.timeZone,
        actionsKey: options.actionsKey,
      },
      { signal: context.req.raw.signal, deadlineMs: READ_LIMIT_MS },
    )
    if ('refused' in answer) throw fieldErrors(answer.refused)
    return jsonAnswer(answer.text)
  })

  function operation(path: string | null, operation: Operation, cmds: readonly number[]): void {
    route(path, ['POST'], async (asked) => {
      const cmd = admit(asked, cmds)
      const id = requireIds(asked.fields, ['set_id', 'trans_id'])
      const refused = await store.write.run('operate', {
        operation,
        setId: id('set_id'),
        transId: id('trans_id'),
        cmd,
        typesByCmd,
        caller: asked.caller,
        now: oms.now(),
        speed: oms.speed,
      })
      if (refused !== undefined) throw fieldErrors(refused)
      oms.operated()
      return jsonAnswer(JSON.stringify({ set_id: id('set_id'), trans_id: id('trans_id') }))
    })
  }
  operation(
    options.paths.execute,
    'execute',
    kinds.filter((cmd) => options.executableCmds?.includes(cmd) ?? true),
  )
  operation(options.paths.resume, 'resume', options.resumeCmds)
  operation(options.paths.suspend, 'suspend', kinds)
  operation(options.paths.endAbnormally, 'endAbnormally', kinds)
  operation(options.paths.rollback, 'rollback', kinds)

  route(options.paths.failoverList, ['POST'], async (asked) => {
    admit(asked, [options.failoverCmd])
    const id = requireIds(asked.fields, ['app_id'])
    const question = {
      type: FAILOVER_TYPE,
      appId: id('app_id'),
      zoneId: optionalNumber(asked.fields, 'zone_id', 0),
      onlyIncomplete: optionalNumber(asked.fields, 'only_incomplete', 1) !== 0,
      terminal: TERMINAL,
      zone: options.timeZone,
    }
    const text = await store.pages.run('failoverListText', question, { deadlineMs: READ_LIMIT_MS })
    return jsonAnswer(text)
  })

  app.notFound(() => refusalAnswer(notFound()))
  app.onError((error) => refusalAnswer(asRefusal(error, oms.log)))
  return app
}

/** Whatever went wrong as the answer it gets. What is no refusal is logged and answered without its words. */
function asRefusal(error: unknown, log: OmsAppOptions['log']): OmsRefusal {
  if (error instanceof OmsRefusal) return error
  if (error instanceof LaneFull || error instanceof DeadlineExceeded) return overloaded()
  if (error instanceof Error && !(error instanceof Cancelled))
    log({ level: 'error', message: error.message, stack: error.stack })
  return internalError()
}
