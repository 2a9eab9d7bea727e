import { useServerNow } from '../../../ui/data/serverClock.ts'
import { useSourceName } from '../../../ui/data/useSourceName.ts'
import type { ExecutionRow } from '../../executionRow.ts'
import { useActName } from '../ActionWords.tsx'
import { actionChoices } from '../actionChoices.ts'
import { isOpen, useCommandRun } from '../commandRuns.ts'
import { useAct } from '../useAct.ts'
import { useBlockedBy } from '../useBlockedBy.tsx'

/** The right next step of a row: its name, whether it is off, and a function that takes it. What is off says why in the menu. */
export function useFirstAct(id: string, execution: ExecutionRow, onMenu: (isOpen: boolean) => void) {
  const source = useSourceName()
  const nameOf = useActName()
  const now = useServerNow()
  const act = useAct(source)
  const blockedBy = useBlockedBy(isOpen(useCommandRun(source, id)))
  const { primary } = actionChoices(execution, now)
  const isOff = blockedBy(primary) !== undefined
  return {
    name: nameOf(primary.act),
    isOff,
    take: () => (isOff ? onMenu(true) : act(id, primary, execution)),
  }
}
