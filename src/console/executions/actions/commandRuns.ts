/**
 * What became of the commands that this page sent: one run for each execution, kept in the query cache under the
 * execution's id. So a run goes on, and is shown again, whatever is opened in the meantime.
 */
import { skipToken, useQuery } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { CommandOf } from '../../../wow/commands/commands.ts'
import type { RetrySpec, Tags } from '../../../wow/schemas.ts'

/** What was decided on what a person saw: `version` of it. Refused when the record has moved on since. */
interface OnVersion {
  readonly version: number
}

type NewFunction = CommandOf<'change_function'>['body']

/** What a person asked for. */
export type Intent =
  | { readonly act: 'prepare' | 'force-prepare' | 'regenerate-snapshot' }
  | { readonly act: 'compensate-event'; readonly eventVersion: number; readonly function: NewFunction }
  | ({ readonly act: 'mark-recoverable' | 'mark-unrecoverable' | 'mark-unknown' | 'recover' | 'delete' } & OnVersion)
  | ({ readonly act: 'apply-retry-spec'; readonly retrySpec: RetrySpec } & OnVersion)
  | ({ readonly act: 'change-function'; readonly function: NewFunction } & OnVersion)
  | ({ readonly act: 'tags'; readonly tags: Tags } & OnVersion)

export type RunPhase =
  | { readonly kind: 'sending' }
  /** Written by the server, not yet in what it shows; `late` after five seconds. */
  | { readonly kind: 'accepted'; readonly version: number; readonly late: boolean }
  | { readonly kind: 'visible'; readonly version: number }
  /** Written, but never seen in the time this page was willing to look. */
  | { readonly kind: 'unseen'; readonly version: number }
  /** The server said no; nothing happened. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** No answer came, and no event under the request id was found: it may still arrive. */
  | { readonly kind: 'lost'; readonly error: Error }

export interface CommandRun {
  readonly intent: Intent
  /** One for the whole life of the intent: sending again under it cannot run it twice. */
  readonly requestId: string
  readonly phase: RunPhase
}

const runKey = (source: string, id: string) => ['commandRun', source, id] as const

export function findRun(client: QueryClient, source: string, id: string): CommandRun | undefined {
  return client.getQueryData<CommandRun>(runKey(source, id))
}

export function noteRun(client: QueryClient, source: string, id: string, run: CommandRun): void {
  client.setQueryData<CommandRun>(runKey(source, id), run)
}

/** The last command that this page sent to an execution, undefined when it sent none. */
export function useCommandRun(source: string, id: string): CommandRun | undefined {
  return useQuery<CommandRun>({
    queryKey: runKey(source, id),
    queryFn: skipToken,
    staleTime: Infinity,
    gcTime: Infinity,
  }).data
}

/** True while the command is on its way, or written but not in what the server shows, `version` of the record. */
export function isUnseen({ phase }: CommandRun, version: number): boolean {
  if (phase.kind === 'sending') return true
  return (phase.kind === 'accepted' || phase.kind === 'unseen') && version < phase.version
}

/** True while another command to the same execution has to wait. */
export function isOpen(run: CommandRun | undefined): boolean {
  return run?.phase.kind === 'sending' || run?.phase.kind === 'accepted'
}
