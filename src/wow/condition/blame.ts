/** Which part of a condition a server's refusal is about. */
import { ConditionError } from './condition.ts'
import type { Condition } from './condition.ts'
import { toFilter } from './filter.ts'
import { checkCondition } from './guard.ts'

interface Placed {
  readonly node: Condition
  readonly path: readonly number[]
}

/** Every node, from the last child to the first, as the server looks at them. */
function placed(node: Condition, path: readonly number[] = []): readonly Placed[] {
  const below = (node.children ?? []).flatMap((child, index) => [placed(child, [...path, index])])
  return [{ node, path }, ...below.reverse().flat()]
}

function conversionWords(node: Condition): string | undefined {
  try {
    toFilter(node, { now: 0, zone: 'UTC' })
    return undefined
  } catch (error) {
    if (error instanceof ConditionError) return error.message
    throw error
  }
}

/** The operator and the field that the words name. */
function isNamed({ operator = 'ALL', field = '' }: Condition, words: string): boolean {
  const named = /operator\[(\w+)\]|\b([A-Z][A-Z_]+) (?:operator|condition)|DeletionState/u.exec(words)
  if (named === null) return field !== '' && words.includes(`[${field}]`)
  const inWords = /[Ff]ield\[([^\]]*)\]/u.exec(words)?.[1]
  return operator === (named[1] ?? named[2] ?? 'DELETED') && (inWords === undefined || inWords === field)
}

/**
 * Child indexes from the top to the node that the server refused with these words; undefined where they name none, as when
 * the condition as a whole is too large.
 */
export function blamedPath(condition: Condition, words: string): readonly number[] | undefined {
  for (const strict of [false, true]) {
    const refusal = checkCondition(condition, { strict })
    if (refusal !== undefined && refusal.message === words) return refusal.path.length === 0 ? [] : refusal.path
  }
  const nodes = placed(condition)
  const leaves = nodes.filter(({ node }) => (node.children ?? []).length === 0)
  const found =
    leaves.find(({ node }) => words.includes(conversionWords(node) ?? '\0')) ??
    nodes.find(({ node }) => isNamed(node, words))
  return found?.path
}
