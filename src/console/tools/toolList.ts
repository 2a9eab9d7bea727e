import { useLingui } from '@lingui/react/macro'

interface Tool {
  /** Behind `/:source/tools/`; its route stands in `app/routes.tsx`. */
  readonly path: string
  readonly word: string
  /** One line: what a person gets from it. */
  readonly does: string
  /** Operation of the protocol without which it is of no use. */
  readonly needs?: string
}

/** The tools in the order of the index, the tabs and the palette. */
export function useTools(): readonly Tool[] {
  const { t } = useLingui()
  return [
    {
      path: 'send',
      word: t`Send a command`,
      does: t`Any command that the server knows, by a form or as JSON, with its stages as they are reached.`,
      needs: 'wow.command.send',
    },
    {
      path: 'metadata',
      word: t`Metadata`,
      does: t`The server’s bounded contexts with their aggregates, commands and events.`,
      needs: 'wow.metadata.get',
    },
    {
      path: 'ids',
      word: t`Global ids`,
      does: t`Make ids as the server makes them, and read when and where one was made.`,
    },
    {
      path: 'events',
      word: t`Events`,
      does: t`Find events of all executions by a condition on any of their fields.`,
      needs: 'compensation.execution_failed.event.list_query',
    },
    {
      path: 'maintenance',
      word: t`Maintenance`,
      does: t`Regenerate all snapshots or resend all state events, at a rate of your choice, to be paused and resumed.`,
    },
    {
      path: 'bi-script',
      word: t`BI script`,
      does: t`The SQL that keeps commands and state events in a ClickHouse database.`,
      needs: 'wow.bi_script.generate',
    },
    {
      path: 'server',
      word: t`This server`,
      does: t`What the connected server is, can do and refuses, and how far its clock is off.`,
    },
  ]
}

export const toolAddress = (source: string, path: string): string => `/${encodeURIComponent(source)}/tools/${path}`
