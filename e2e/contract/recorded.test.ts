import { OPERATION_IDS, operationOf, OPERATIONS } from './operations.ts'
import { expect, test } from 'vitest'
import { mismatches, type Bindings } from './pattern.ts'
import { recordedExchanges, type RecordedExchange } from './recordedExchanges.ts'
import { judge } from './runContract.ts'
import { contract } from './scenarios.ts'
import { UNREPEATED } from './unrepeated.ts'
import type { ContractRequest } from './contractCase.ts'

const SCENARIOS = contract(1_795_383_699_161)
const exchanges = recordedExchanges()
const all = SCENARIOS.flatMap(({ cases }) => cases)

/** Operations that some case expects such an answer of. */
const asked = (wanted: (status: number) => boolean) =>
  new Set(
    all
      .filter((one) => [one.expect, ...(one.or ?? [])].some(({ status }) => wanted(status)))
      .map((one) => operationOf(one.request)),
  )

test('every operation of the reference is asked for, with success and with refusal', () => {
  expect(OPERATION_IDS).toHaveLength(36)
  const succeeding = asked((status) => status === 200)
  const refusing = asked((status) => status !== 200)
  expect(OPERATION_IDS.filter((id) => !succeeding.has(id)).map((id) => OPERATIONS[id])).toEqual([])
  expect(OPERATION_IDS.filter((id) => !refusing.has(id)).map((id) => OPERATIONS[id])).toEqual([])
})

test('every recording is repeated by a case, or it is said why not', () => {
  const repeated = new Set(all.flatMap(({ recorded = [] }) => recorded))
  const unrepeated = Object.values(UNREPEATED).flat()
  expect([...exchanges.keys()].filter((name) => !repeated.has(name) && !unrepeated.includes(name))).toEqual([])
  expect(unrepeated.filter((name) => repeated.has(name) || !exchanges.has(name))).toEqual([])
})

test('no two cases of a scenario have the same name', () => {
  for (const { cases } of SCENARIOS) {
    const names = cases.map(({ name, guard }) => `${name} ${guard ?? ''}`)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  }
})

/** Headers of the carrier. `Accept` in the words of a client that does not care. */
const IGNORED = new Set(['connection', 'content-type', 'accept-encoding'])

/** In what a case asks otherwise than the recording did; the values of a body may differ, its shape may not. */
function otherQuestion(request: ContractRequest, recorded: RecordedExchange['request'], bindings: Bindings): string[] {
  const found: string[] = []
  if (request.method !== recorded.method) found.push(`method ${recorded.method}`)
  found.push(...mismatches(request.path, recorded.path, bindings))
  const sent = new Map(Object.entries(recorded.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const own = new Map(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  for (const name of new Set([...sent.keys(), ...own.keys()])) {
    if (
      IGNORED.has(name) ||
      (name === 'accept' && !own.has(name) && /^(\*\/\*|application\/json)$/.test(sent.get(name) ?? ''))
    )
      continue
    const literal = name === 'command-aggregate-version'
    found.push(
      ...mismatches(own.get(name) ?? '', sent.get(name), bindings, { shape: literal }).map((each) => `${name}${each}`),
    )
  }
  const hasBody = request.body !== undefined || (request.text ?? '') !== ''
  if (hasBody !== (recorded.body !== undefined && recorded.body !== '')) found.push('body or none')
  if (request.body !== undefined && typeof recorded.body === 'object')
    found.push(...mismatches(request.body, recorded.body, bindings, { shape: true }))
  return found
}

const TRIMMED = /\.\.\.\[trimmed \d+\]$/

for (const one of all) {
  for (const name of one.recorded ?? []) {
    test(`${one.name} expects what ${name} was answered`, () => {
      const exchange = exchanges.get(name)
      if (exchange === undefined) throw new Error('There is no such recording.')
      const bindings: Bindings = new Map()
      expect(otherQuestion(one.request, exchange.request, bindings)).toEqual([])
      const { status, headers, body } = exchange.response
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const { body: expected, ...rest } = one.expect
      const expectation = TRIMMED.test(text) ? rest : { ...rest, ...(expected === undefined ? {} : { body: expected }) }
      expect(judge(expectation, { status, headers, text }, bindings, { history: true })).toEqual([])
    })
  }
}
