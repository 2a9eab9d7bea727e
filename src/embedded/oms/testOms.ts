/** For tests: an OMS whose time stands still until the test moves it, and a client that holds a token. */
import * as z from 'zod/mini'
import { manualClock } from '../../gateway/manualClock.ts'
import { OMS_PATH } from '../../oms/options.ts'
import type { Bindings } from './omsApp.ts'
import { openEmbeddedOms, type EmbeddedOms, type EmbeddedOmsOptions } from './server.ts'

export interface Answer {
  readonly status: number
  readonly text: string
  readonly json: unknown
}

const Token = z.object({ token: z.string() })

const Detail = z.looseObject({
  Id: z.number(),
  SetId: z.number(),
  Status: z.number(),
  Reason: z.number(),
  UpdateTime: z.string(),
  MaxConcurrentCount: z.number(),
  ActionList: z._default(
    z.array(
      z.looseObject({
        Id: z.number(),
        Status: z.number(),
        Reason: z.number(),
        Context: z.string(),
        ExecuteTime: z.nullable(z.string()),
        UpdateTime: z.string(),
      }),
    ),
    [],
  ),
})
type Detail = z.infer<typeof Detail>

interface AskOptions {
  readonly method?: string
  readonly body?: unknown
  /** Beside `cmd`, `ip-type` and the token. */
  readonly query?: string
  readonly token?: string
  readonly bindings?: Bindings
}

/** Calls the webservice as a client with a token would. */
export function omsClient(oms: EmbeddedOms) {
  let token = ''

  async function ask(path: string, cmd: number | string, options: AskOptions = {}): Promise<Answer> {
    const { method = 'POST', body, query = '', bindings } = options
    const address = `http://oms${OMS_PATH}/webservice/${path}?cmd=${cmd}&ip-type=webservicerest&access-token=${options.token ?? token}${query}`
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const request = new Request(address, { method, ...(sent === undefined ? {} : { body: sent }) })
    const response = await oms.fetch(request, bindings)
    const text = await response.text()
    return { status: response.status, text, json: text === '' ? undefined : JSON.parse(text) }
  }

  return {
    ask,

    async login(body: unknown = { username: 'demo', password: 'demo' }): Promise<Answer> {
      const answer = await ask('token', 10000, { body })
      if (answer.status === 200) token = z.parse(Token, answer.json).token
      return answer
    },

    async detail(setId: number, transId: number, cmd: number): Promise<Detail> {
      const { json } = await ask(`oamp/transaction/detail/${setId}/${transId}`, cmd, { body: { get_action: 1 } })
      return z.parse(Detail, json)
    },

    execute: (setId: number, transId: number, cmd: number) =>
      ask('oamp/transaction/executing', cmd, { body: { set_id: setId, trans_id: transId } }),

    resume: (setId: number, transId: number, cmd: number) =>
      ask('oamp/transaction/redo', cmd, { body: { set_id: setId, trans_id: transId } }),
  }
}

export type OmsClient = ReturnType<typeof omsClient>

/** An OMS in memory with the samples in it, and a client that is signed in. */
export async function openTestOms(options: Partial<EmbeddedOmsOptions> = {}) {
  const clock = manualClock()
  const oms = await openEmbeddedOms({ file: ':memory:', sample: true, clock, ...options })
  const client = omsClient(oms)
  await client.login()
  return { oms, clock, client }
}
