/** What is typed in the sender, kept while this page is open: whoever looks something up in another tool comes back to it. */
import type { ChosenCommand } from './CommandPicker.tsx'
import type { Headers } from './commandHeaders.ts'

export interface SendDraft extends ChosenCommand {
  readonly text: string
  readonly headers: Headers
}

const drafts = new Map<string, SendDraft>()

export const draftOf = (source: string): SendDraft | undefined => drafts.get(source)
export const keepDraft = (source: string, draft: SendDraft): void => void drafts.set(source, draft)
