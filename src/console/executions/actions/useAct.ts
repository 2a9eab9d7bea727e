import { useOpenAction } from './actionAddress.ts'
import { isAsked } from './actionChoices.ts'
import type { ActionChoice } from './actionChoices.ts'
import { useSendIntent } from './executionCommands.ts'
import { isPlain, plainIntent } from './intents.ts'

interface Seen {
  readonly version: number
}

/** Does what was chosen for an execution: asks first where it must, else sends it at once. */
export function useAct(source: string): (id: string, choice: ActionChoice, seen: Seen) => void {
  const openAction = useOpenAction()
  const sendIntent = useSendIntent(source)
  return (id, choice, { version }) => {
    if (isAsked(choice) || !isPlain(choice.act)) openAction(choice.act, id)
    else sendIntent(id, plainIntent(choice.act, version))
  }
}
