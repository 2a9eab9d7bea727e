/** `/api/oms/:source/*` and `/api/watches`: for each the role it needs and its handler. */
import type { Context } from 'hono'
import { OPERATIONS } from '../../oms/transitions.ts'
import type { Operation } from '../../oms/transitions.ts'
import { OperationWish, WatchWish } from '../api/oms.ts'
import type { Failovers, OmsDescription, TransactionDetail, TransactionHistory, Watches } from '../api/oms.ts'
import type { Clock } from '../clock.ts'
import type { GatewayEnv } from '../http/gatewayEnv.ts'
import { Refusal } from '../http/refusal.ts'
import { bodyOf } from '../http/requestBody.ts'
import type { ApiRoute } from '../routes.ts'
import { MOST_RECENT, MOST_WATCHES } from './ledger.ts'
import type { OmsRoom } from './omsRoom.ts'
import type { OmsSource } from './omsSource.ts'
import { keyText } from './transactionKey.ts'
import type { Key } from './transactionKey.ts'
import { YOUNG_MS } from './transactionReads.ts'

const TRANSACTION = '/api/oms/:source/transactions/:setId/:transId'

export function omsRoutes({ sources, ledger, reads, operator }: OmsRoom, clock: Clock): readonly ApiRoute[] {
  function sourceOf(name: string): OmsSource {
    const source = sources.get(name)
    if (source === undefined) throw new Refusal('GatewayNotFound', `There is no OMS ${JSON.stringify(name)}.`)
    return source
  }

  function asked(c: Context<GatewayEnv>): { source: OmsSource; key: Key } {
    const source = sourceOf(c.req.param('source') ?? '')
    return { source, key: { source: source.name, setId: idOf(c, 'setId'), transId: idOf(c, 'transId') } }
  }

  async function detail(c: Context<GatewayEnv>): Promise<Response> {
    const { source, key } = asked(c)
    const cmd = cmdOf(c)
    const insists = isOn(c, 'again')
    const { transaction, actions, oddActions, otherEcho, answeredAt } = await reads.read(source, key, {
      cmd,
      actions: isOn(c, 'actions'),
      insists,
      // Several may look at one transaction; a person who asks once more is not given what stands there already.
      youngMs: insists ? 0 : YOUNG_MS,
      signal: c.req.raw.signal,
    })
    if (otherEcho === undefined) await ledger.noteOpened(key, cmd)
    return Response.json({
      transaction,
      actions: actions === null ? null : [...actions],
      oddActions: [...oddActions],
      otherEcho: otherEcho === undefined ? null : { ...otherEcho, transIds: [...otherEcho.transIds] },
      readAt: answeredAt,
      known: otherEcho === undefined ? (ledger.find(key) ?? null) : null,
      history: otherEcho === undefined ? await ledger.history(key) : [],
    } satisfies TransactionDetail)
  }

  async function watch(c: Context<GatewayEnv>): Promise<Response> {
    const { source: name, setId, transId, cmd } = await bodyOf(c, WatchWish)
    const source = sourceOf(name)
    const key = { source: name, setId, transId }
    c.set('logged', { watch: keyText(key) })
    const isNew = (ledger.find(key)?.watchedAt ?? null) === null
    if (isNew && ledger.watches().length >= MOST_WATCHES) {
      throw new Refusal(
        'OmsTooManyWatches',
        `${MOST_WATCHES} transactions are watched already. End another watch first.`,
      )
    }
    try {
      const { otherEcho } = await reads.read(source, key, { cmd, actions: true, insists: true })
      if (otherEcho !== undefined) {
        throw new Refusal('OmsOtherTransaction', 'The OMS answered about another transaction.', {
          details: { otherEcho },
        })
      }
    } catch (error) {
      // One that is known may be watched while the OMS is away; what the OMS refuses is not.
      const isAway = error instanceof Refusal && (error.code === 'OmsUnreachable' || error.code === 'OmsTimeout')
      if (!isAway || ledger.find(key)?.cmd !== cmd) throw error
    }
    const known = await ledger.watch(key, cmd)
    return Response.json(known, { status: isNew ? 201 : 200 })
  }

  async function operate(c: Context<GatewayEnv>, operation: Operation): Promise<Response> {
    const { source, key } = asked(c)
    const wish = await bodyOf(c, OperationWish)
    c.set('logged', { source: source.name, transaction: keyText(key), operation, intentId: wish.intentId })
    try {
      const answer = await operator.operate(source, key, operation, wish)
      c.set('outcome', Promise.resolve(answer.outcome))
      return Response.json(answer)
    } catch (error) {
      if (error instanceof Refusal) c.set('outcome', Promise.resolve(error.code))
      throw error
    }
  }

  return [
    {
      method: 'GET',
      path: '/api/oms/:source',
      role: 'viewer',
      handle(c) {
        const { name, embedded, url, options } = sourceOf(c.req.param('source') ?? '')
        return Response.json({ name, embedded, url, options } satisfies OmsDescription)
      },
    },
    { method: 'GET', path: TRANSACTION, role: 'viewer', handle: detail },
    {
      method: 'GET',
      path: `${TRANSACTION}/raw`,
      role: 'viewer',
      async handle(c) {
        const { source, key } = asked(c)
        const { setId, transId } = key
        const { raw } = await source.detail(
          { setId, transId, cmd: cmdOf(c), actions: true },
          { signal: c.req.raw.signal, insists: true },
        )
        return new Response(raw, {
          headers: {
            'Content-Type': 'application/json; charset=utf-8',
            'Content-Disposition': `attachment; filename="transaction-${setId}-${transId}.json"`,
          },
        })
      },
    },
    {
      method: 'GET',
      path: `${TRANSACTION}/history`,
      role: 'viewer',
      async handle(c) {
        const { key } = asked(c)
        const known = ledger.find(key) ?? null
        return Response.json({ known, history: await ledger.history(key) } satisfies TransactionHistory)
      },
    },
    ...OPERATIONS.map((operation): ApiRoute => ({
      method: 'POST',
      path: `${TRANSACTION}/${operation}`,
      role: 'operator',
      handle: (c) => operate(c, operation),
    })),
    {
      method: 'GET',
      path: '/api/oms/:source/failovers',
      role: 'viewer',
      async handle(c) {
        const source = sourceOf(c.req.param('source') ?? '')
        const { rows, odd } = await source.failovers(
          {
            appId: numberOf('appId', c.req.query('appId')),
            zoneId: numberOf('zoneId', c.req.query('zoneId') ?? '0'),
            onlyIncomplete: !isOn(c, 'all'),
          },
          { signal: c.req.raw.signal, insists: true },
        )
        return Response.json({
          transactions: rows.map(({ transaction }) => transaction),
          odd: [...odd],
          readAt: clock.now(),
        } satisfies Failovers)
      },
    },
    {
      method: 'GET',
      path: '/api/watches',
      role: 'viewer',
      handle: () =>
        Response.json({
          watches: ledger.watches().filter(({ source }) => sources.has(source)),
          recent: ledger
            .recent()
            .filter(({ source }) => sources.has(source))
            .slice(0, MOST_RECENT),
          most: MOST_WATCHES,
        } satisfies Watches),
    },
    { method: 'POST', path: '/api/watches', role: 'operator', handle: watch },
    {
      method: 'DELETE',
      path: '/api/watches/:source/:setId/:transId',
      role: 'operator',
      async handle(c) {
        const { key } = asked(c)
        c.set('logged', { unwatch: keyText(key) })
        if (!(await ledger.unwatch(key))) {
          throw new Refusal('GatewayNotFound', 'This transaction is not watched.')
        }
        return new Response(null, { status: 204 })
      },
    },
  ]
}

const MOST_ID = 4_294_967_295

function numberOf(name: string, text: string | undefined, most = MOST_ID): number {
  if (text === undefined || !/^\d{1,10}$/.test(text) || Number(text) > most) {
    throw new Refusal('GatewayBadRequest', `${name} must be a whole number from 0 to ${most}.`)
  }
  return Number(text)
}

const idOf = (c: Context<GatewayEnv>, name: string): number => numberOf(name, c.req.param(name))

/** The kind is never guessed: each cmd is a permission of its own, and trying them out would be seen as an attempt. */
function cmdOf(c: Context<GatewayEnv>): number {
  const text = c.req.query('cmd')
  if (text === undefined) throw new Refusal('GatewayBadRequest', 'Name the kind of the transaction with cmd.')
  return numberOf('cmd', text, 999_999_999)
}

const isOn = (c: Context<GatewayEnv>, name: string): boolean => c.req.query(name) === '1'
