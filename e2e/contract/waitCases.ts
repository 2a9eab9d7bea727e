/** How long a command is waited for, and how the stages arrive (contract 3.4, 3.5). */
import {
  again,
  AS_SSE,
  ask,
  bare,
  failed,
  handled,
  illegal,
  ok,
  processed,
  put,
  record,
  saved,
  sent,
  spec,
  stages,
  stagesThenTimeout,
  streamRefused,
  waitTimeout,
} from './answers.ts'
import type { ContractCase, ContractRequest, Expectation, Scenario } from './contractCase.ts'

type Headers = NonNullable<ContractRequest['headers']>

const apply = (headers: Headers, retries = 9) => put('a', 'apply_retry_spec', spec(retries, 0, 0), headers)
const done = processed('onApplyRetrySpec')

/** The same question for one answer and for SSE. */
const both = (name: string, headers: Headers, json: Expectation, sse: Expectation): ContractCase[] => [
  again(`wait.${name}`, apply(headers), json),
  again(`wait-sse.${name}`, apply({ ...headers, ...AS_SSE }), sse),
]

const refusedBoth = (name: string, headers: Headers, expected: Expectation) =>
  both(name, headers, expected, streamRefused(expected))

const NO_STAGE = illegal('No enum constant me.ahoo.wow.command.wait.CommandStage.FOO')
const NO_TIME = illegal('Wait timeout must be greater than zero.')
const LIMIT = { 'Command-Wait-Timeout': '{wait}' }
/** Where the stages before must arrive in time, a busy machine is given more of it. */
const timeoutBoth = (name: string, headers: (wait: string) => Headers): ContractCase[] => [
  again(`wait.${name}`, apply(headers('{wait}')), waitTimeout),
  again(`wait-sse.${name}`, apply({ ...headers('{longWait}'), ...AS_SSE }), stagesThenTimeout(sent(), done)),
]
const waitFor =
  (stage: string, more: Headers = {}) =>
  (wait: string): Headers => ({ 'Command-Wait-Stage': stage, 'Command-Wait-Timeout': wait, ...more })
const negative = { code: 'IllegalArgument', message: 'maxRetries must be greater than or equal to 0.' }

const waiting: Scenario = {
  name: 'wait stages',
  ids: ['a'],
  records: [record('{a}')],
  cases: [
    ...both('sent', { 'Command-Wait-Stage': 'SENT' }, ok(sent()), stages(sent())),
    ...both('processed-lower', { 'Command-Wait-Stage': 'processed' }, ok(done), stages(sent(), done)),
    again('wait.stage-empty', apply({ 'Command-Wait-Stage': '' }), ok(done)),
    ...refusedBoth('bad', { 'Command-Wait-Stage': 'FOO' }, NO_STAGE),
    ...refusedBoth('timeout-0', { 'Command-Wait-Timeout': '0' }, NO_TIME),
    ...refusedBoth('timeout-neg', { 'Command-Wait-Timeout': '-5' }, NO_TIME),
    ...both('timeout-abc', { 'Command-Wait-Timeout': 'abc' }, ok(done), stages(sent(), done)),
    again('wait.timeout-float', apply({ 'Command-Wait-Timeout': '1.5' }), ok(done)),
    ...both('snapshot', { 'Command-Wait-Stage': 'SNAPSHOT' }, ok(saved()), stages(sent(), done, saved())),
    ...timeoutBoth('projected', waitFor('PROJECTED')),
    ...timeoutBoth('projected-misspelt', (wait) => ({
      'Command-Wait-Stage': 'PROJECTED',
      'Command-Wait-Timout': wait,
    })),
    ...timeoutBoth('saga', waitFor('SAGA_HANDLED')),
    ...timeoutBoth('event-handled', waitFor('EVENT_HANDLED')),
    ...both(
      'snapshot-other-context',
      { 'Command-Wait-Stage': 'SNAPSHOT', 'Command-Wait-Context': 'other', 'Command-Wait-Timeout': '1000' },
      ok(saved()),
      stages(sent(), done, saved()),
    ),
    ...timeoutBoth('saga-tail', waitFor('SAGA_HANDLED', { 'Command-Wait-Tail-Stage': 'PROCESSED' })),
    again(
      'wait.tail-stage-bad',
      put('a', 'apply_retry_spec', spec(4, 10, 60), {
        'Command-Wait-Stage': 'SAGA_HANDLED',
        'Command-Wait-Tail-Stage': 'FOO',
        'Command-Wait-Timeout': '500',
      }),
      NO_STAGE,
    ),
    ...both(
      'tail-without-saga',
      {
        'Command-Wait-Stage': 'PROCESSED',
        'Command-Wait-Tail-Stage': 'SNAPSHOT',
        'Command-Wait-Timeout': '1000',
      },
      ok(done),
      stages(sent(), done),
    ),
    again(
      'wait.failed-snapshot',
      apply({ 'Command-Wait-Stage': 'SNAPSHOT' }, -9),
      failed(400, processed('onApplyRetrySpec', negative)),
    ),
    again(
      'wait-sse.failed',
      apply({ 'Command-Wait-Stage': 'SNAPSHOT', ...AS_SSE }, -9),
      stages(sent(), processed('onApplyRetrySpec', negative)),
    ),
    again(
      'wait.PROJECTED-on-failure',
      apply({ 'Command-Wait-Stage': 'PROJECTED', 'Command-Wait-Timeout': '2000' }, -1),
      failed(400, processed('onApplyRetrySpec', negative)),
    ),
    ask(
      'what a later stage was waited for in vain was done all the same',
      put('a', 'apply_retry_spec', spec(9, 0, 0), { 'Command-Aggregate-Version': '25' }),
      ok(processed('onApplyRetrySpec', { version: 26 })),
    ),
  ],
}

const prepare = (headers: Headers) => bare(put('a', 'prepare_compensation', {}, headers))

/** Each prepare is timed out at once, so that the next one may follow. */
const preparing: Scenario = {
  name: 'waiting for the handler of a prepare',
  ids: ['a'],
  records: [record('{a}', { retrySpec: spec(9, 0, 0) })],
  cases: [
    again(
      'wait.prepare-event-handled',
      prepare({ 'Command-Wait-Stage': 'EVENT_HANDLED', 'Command-Wait-Timeout': '3000' }),
      ok(handled({ version: 2 })),
    ),
    again(
      'wait-sse.prepare-event-handled',
      prepare({ 'Command-Wait-Stage': 'EVENT_HANDLED', 'Command-Wait-Timeout': '3000', ...AS_SSE }),
      stages(sent(), processed('onPrepare', { version: 3 }), handled({ version: 3 })),
      { afterMs: 30 },
    ),
    again(
      'wait.force-event-handled-proc',
      bare(
        put(
          'a',
          'force_prepare_compensation',
          {},
          {
            'Command-Wait-Stage': 'EVENT_HANDLED',
            'Command-Wait-Processor': 'CompensationEventProcessor',
            'Command-Wait-Function': 'onCompensationPrepared',
            'Command-Wait-Timeout': '3000',
          },
        ),
      ),
      ok(handled({ version: 4 })),
      { afterMs: 30 },
    ),
    again(
      'wait.prepare-event-handled-other-proc',
      prepare({ 'Command-Wait-Stage': 'EVENT_HANDLED', 'Command-Wait-Processor': 'Other', ...LIMIT }),
      waitTimeout,
      { afterMs: 30 },
    ),
    again(
      'wait.event-handled-other-context',
      prepare({ 'Command-Wait-Stage': 'EVENT_HANDLED', 'Command-Wait-Context': 'other', ...LIMIT }),
      waitTimeout,
      { afterMs: 30 },
    ),
    again(
      'sse.raw',
      prepare({ 'Command-Wait-Stage': 'SNAPSHOT', ...AS_SSE }),
      stages(sent(), processed('onPrepare', { version: 7 }), saved({ version: 7 })),
      { afterMs: 30 },
    ),
  ],
}

export const waitScenarios: readonly Scenario[] = [waiting, preparing]
