/** What a run has found, as a table and a summary. */
import { operationOf } from './operations.ts'
import type { Answer, CaseResult, ContractRun, Outcome } from './runContract.ts'

const OUTCOMES: readonly Outcome[] = ['same', 'allowed', 'different', 'not there']

const short = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text

const shownAnswer = ({ status, headers, text }: Answer): string =>
  `${status} ${headers['wow-error-code'] ?? ''} ${headers['content-type'] ?? ''} ${short(text.trim().replaceAll('\n', '\\n'), 600)}`

/** One line; with both answers behind it where they differ. */
export function resultLines({ scenario, case: one, outcome, notes, sent, answer }: CaseResult): string[] {
  const operation = operationOf(one.request)?.replace('compensation.execution_failed.', '') ?? ''
  const line = `${outcome.padEnd(9)}  ${operation.padEnd(30)}  ${scenario}: ${one.name}`
  if (outcome === 'same') return [line]
  if (outcome === 'allowed') return [`${line} (${notes.join('; ')})`]
  const { status, code, body } = one.expect
  return [
    line,
    ...(sent === undefined ? [] : [`    asked:    ${sent.method} ${sent.path} ${short(sent.text ?? '', 300)}`]),
    `    contract: ${status} ${code ?? ''} ${short(JSON.stringify(body) ?? '', 600)}`,
    ...(answer === undefined ? [] : [`    answered: ${shownAnswer(answer)}`]),
    ...notes.map((note) => `    ${note}`),
  ]
}

export function summary({ results, deleted, leftBehind }: ContractRun): string[] {
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length
  return [
    '',
    `${results.length} cases: ${OUTCOMES.map((outcome) => `${count(outcome)} ${outcome}`).join(', ')}.`,
    `${deleted} records made and deleted.`,
    ...(leftBehind.length === 0 ? [] : ['Not deleted:', ...leftBehind.map((each) => `  ${each}`)]),
  ]
}

export const conforms = ({ results, leftBehind }: ContractRun): boolean =>
  leftBehind.length === 0 && results.every(({ outcome }) => outcome === 'same' || outcome === 'allowed')
