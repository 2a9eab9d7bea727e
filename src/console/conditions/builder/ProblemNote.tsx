import { Trans } from '@lingui/react/macro'
import type { Problem } from '../../../wow/condition/editCondition.ts'
import { printScalar } from '../../../wow/condition/scalar.ts'

/** What is still missing or wrong in one condition. */
export function ProblemText({ problem }: { problem: Problem }) {
  switch (problem.code) {
    case 'no-field':
      return <Trans>Choose a field.</Trans>
    case 'field-with-dollar':
      return <Trans>A field must not begin with $.</Trans>
    case 'no-value':
      return <Trans>Give a value.</Trans>
    case 'no-children':
      return <Trans>Add a condition to this group, or remove it.</Trans>
    case 'one-child':
      return <Trans>Exactly one condition on the elements is needed; a group counts as one.</Trans>
    case 'two-values':
      return <Trans>Give both ends.</Trans>
    case 'not-a-list':
      return <Trans>Give a list of values.</Trans>
    case 'wrong-type':
      return <WrongType problem={problem} />
    case 'too-many':
      return (
        <Trans>
          {problem.count} values: the server takes at most {problem.most}.
        </Trans>
      )
    case 'not-days':
      return <Trans>Give a whole number of days.</Trans>
    case 'not-a-time-of-day':
      return <Trans>Give a time of day, such as 12:30.</Trans>
    case 'not-a-boolean':
      return <Trans>Choose yes or no.</Trans>
    case 'not-a-deletion-state':
      return <Trans>It is one of ACTIVE, DELETED, ALL.</Trans>
    case 'unknown-zone':
      return (
        <Trans>“{problem.zone}” is no time zone. Write a name such as Asia/Shanghai or an offset such as +08:00.</Trans>
      )
    case 'bad-pattern':
      return <span lang="en">{problem.words}</span>
    case 'beyond-calendar':
      return <Trans>That is beyond the calendar.</Trans>
    default:
      return problem satisfies never
  }
}

function WrongType({ problem: { scalar, value } }: { problem: Extract<Problem, { code: 'wrong-type' }> }) {
  const text = printScalar('any', value)
  if (scalar === 'number') return <Trans>This field holds a number; “{text}” is none.</Trans>
  if (scalar === 'time') return <Trans>This field holds a time; “{text}” is none.</Trans>
  if (scalar === 'boolean') return <Trans>This field holds true or false; “{text}” is neither.</Trans>
  return <Trans>This field holds text; “{text}” is none. Put it in quotation marks.</Trans>
}
