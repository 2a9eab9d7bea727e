import { useQuery } from '@tanstack/react-query'
import { capabilityQueries } from '../../ui/data/capabilities.ts'
import type { MenuChoice } from '../../ui/popup/MenuPanel.tsx'
import { ActionEffect, useActName } from './ActionWords.tsx'
import type { ActionChoice } from './actionChoices.ts'
import { isOpen, useCommandRun } from './commandRuns.ts'
import { useAct } from './useAct.ts'
import { useBlockedBy } from './useBlockedBy.tsx'

interface Target {
  readonly id: string
  readonly version: number
}

/** Actions as choices of a menu: what each does or why it cannot be done. */
export function useMenuItems(
  source: string,
  target: Target,
): (choices: readonly ActionChoice[]) => (MenuChoice & { readonly name: string })[] {
  const { id } = target
  const nameOf = useActName()
  const act = useAct(source)
  useQuery(capabilityQueries.of(source)) // what it has not is known to `useBlockedBy` then
  const blockedBy = useBlockedBy(isOpen(useCommandRun(source, id)))
  return (choices) =>
    choices.map((choice) => {
      const why = blockedBy(choice)?.why
      return {
        key: choice.act,
        name: nameOf(choice.act),
        description: why ?? <ActionEffect act={choice.act} />,
        isOff: why !== undefined,
        isDanger: choice.act === 'delete',
        onChoose: () => act(id, choice, target),
      }
    })
}
