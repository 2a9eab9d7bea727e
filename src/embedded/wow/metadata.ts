import { AGGREGATE_NAME, COMMAND_NAMES, COMMANDS, CONTEXT_NAME, TENANT_ID } from '../../wow/commands/commands.ts'
import { EVENT_BODY_TYPES } from '../../wow/execution/events.ts'
import type { WowMetadata } from '../../wow/metadata.ts'

const COMPENSATION = 'me.ahoo.wow.compensation'

/** Contexts of the framework itself: they have names and no aggregates. Three do not own the package of their name. */
const FRAMEWORK_CONTEXTS = [
  'wow.api',
  'wow.api.abac',
  'wow.api.command',
  'wow.api.event',
  'wow.api.exception',
  'wow.api.messaging',
  'wow.api.modeling',
  'wow.api.query',
  'wow',
  'wow.command',
  'wow.configuration',
  'wow.event',
  'wow.sourcing',
  'wow.exception',
  'wow.messaging',
  'wow.modeling',
  'wow.naming',
  'wow.openapi',
]
const OTHER_SCOPES: Readonly<Record<string, string>> = {
  'wow.api.exception': 'wow.api.event',
  'wow.exception': 'wow.modeling',
  'wow.sourcing': 'wow.eventsourcing',
}

/** The classes of the aggregate's own API; those that every aggregate has are not listed. */
const own = (classes: readonly string[]): string[] => classes.filter((name) => name.startsWith(COMPENSATION))

const framework = (name: string) => ({
  alias: name,
  description: '',
  scopes: [`me.ahoo.${OTHER_SCOPES[name] ?? name}`],
  aggregates: {},
})

export const METADATA: WowMetadata = {
  contexts: {
    [CONTEXT_NAME]: {
      alias: 'compensation',
      description: '',
      scopes: [COMPENSATION, `${COMPENSATION}.domain`, `${COMPENSATION}.server`],
      aggregates: {
        [AGGREGATE_NAME]: {
          scopes: [`${COMPENSATION}.api`, `${COMPENSATION}.domain`],
          type: `${COMPENSATION}.domain.ExecutionFailed`,
          tenantId: TENANT_ID,
          id: null,
          commands: own(COMMAND_NAMES.map((name) => COMMANDS[name].className)),
          events: own(Object.values(EVENT_BODY_TYPES)),
        },
      },
    },
    ...Object.fromEntries(FRAMEWORK_CONTEXTS.map((name) => [name, framework(name)])),
  },
}
