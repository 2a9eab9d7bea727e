/** How one failure differs from another: in its code, its message and its stack frames. Pure. */
import { fingerprint } from '../../../../wow/failure/fingerprint.ts'
import type { ErrorDetails } from '../../../../wow/schemas.ts'
import { parseStackTrace } from '../../../../wow/failure/stackTrace.ts'
import { sequenceDifference } from './sequenceDifference.ts'
import type { Part } from './sequenceDifference.ts'

type Failure = Pick<ErrorDetails, 'errorCode' | 'errorMsg' | 'stackTrace'>

interface ErrorDifference {
  readonly isSameCode: boolean
  /** `values`: only ids, numbers and the like are others, by the rule of the fingerprint. */
  readonly message: 'same' | 'values' | 'changed'
  readonly isSameFrames: boolean
}

export function errorDifference(before: Failure, after: Failure): ErrorDifference {
  const isSameCode = before.errorCode === after.errorCode
  const message =
    before.errorMsg === after.errorMsg
      ? 'same'
      : fingerprint({ errorCode: '', errorMsg: before.errorMsg }) ===
          fingerprint({ errorCode: '', errorMsg: after.errorMsg })
        ? 'values'
        : 'changed'
  return { isSameCode, message, isSameFrames: isSameFrames(before.stackTrace, after.stackTrace) }
}

/** Whether it failed at the same place, whatever it said there. */
export const isSameFrames = (before: string, after: string): boolean =>
  before === after || frameLines(before).join('\n') === frameLines(after).join('\n')

/** The words of two messages; two that have little in common are whole ones, the old before the new. */
export function messageDifference(before: string, after: string): readonly Part[] {
  const parts = sequenceDifference(wordsOf(before), wordsOf(after))
  const lengthOf = (kind: Part['kind']) =>
    parts.filter((part) => part.kind === kind).reduce((sum, { texts }) => sum + texts.join('').trim().length, 0)
  const isAlike = lengthOf('same') * 2 >= Math.max(lengthOf('gone'), lengthOf('come'))
  return isAlike
    ? parts
    : [
        { kind: 'gone', texts: [before] },
        { kind: 'come', texts: [after] },
      ]
}

/** The throwables and frames of two traces. */
export const framesDifference = (before: string, after: string): readonly Part[] =>
  sequenceDifference(frameLines(before), frameLines(after))

const wordsOf = (text: string): readonly string[] =>
  text.match(/[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*|\s+|[^\p{L}\p{N}_\s]/gu) ?? []

/** A trace line by line, without the messages of its throwables: they have their own place. */
function frameLines(trace: string): readonly string[] {
  return parseStackTrace(trace).flatMap(({ relation, className, message, lines }) => [
    `${relation === 'cause' ? 'Caused by: ' : relation === 'suppressed' ? 'Suppressed: ' : ''}${className === '' ? message : className}`,
    ...lines.map(({ text }) => text),
  ])
}
