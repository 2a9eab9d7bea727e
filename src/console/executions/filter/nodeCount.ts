/** How much of the server's limit a question takes. Pure. */
import { afterKey } from '../../../wow/condition/afterKey.ts'
import { and } from '../../../wow/condition/condition.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { countNodes } from '../../../wow/condition/guard.ts'
import { viewCondition } from '../../../wow/condition/views.ts'
import type { View } from '../../../wow/condition/views.ts'
import type { NodeCount } from '../../conditions/nodeLimit.ts'
import { isPagedByNumber, sortFields } from '../executionSearch.ts'
import { keyRow } from '../executionPage.ts'

function nextPage(view: View, sort: string): Condition {
  if (isPagedByNumber({ view, sort })) return { operator: 'ALL' }
  return afterKey(
    sortFields(sort),
    keyRow({ view, filter: '', sort, after: '~', before: undefined, key: '0', from: 0 }),
  )
}

/** Counted with the next page, so that no filter works on the first page and fails on the second. */
export function nodeCount(filter: Condition, view: View, sort: string): NodeCount {
  const count = (condition: Condition) => countNodes(and(viewCondition(view), condition, nextPage(view, sort)))
  return { used: count(filter), around: count({ operator: 'ALL' }) }
}
