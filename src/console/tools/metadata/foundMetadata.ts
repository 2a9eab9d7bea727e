import type { WowMetadata } from '../../../wow/metadata.ts'

export interface FoundAggregate {
  readonly name: string
  readonly type: string | undefined
  /** The one tenant of all its records. */
  readonly tenantId: string | undefined
  readonly scopes: readonly string[]
  readonly commands: readonly string[]
  readonly events: readonly string[]
}

export interface FoundContext {
  readonly name: string
  readonly alias: string | undefined
  readonly description: string
  readonly scopes: readonly string[]
  readonly aggregates: readonly FoundAggregate[]
}

/** `Order` of `com.shop.Order`. */
export const shortName = (className: string): string => className.slice(className.lastIndexOf('.') + 1)

const sorted = (names: readonly string[] | undefined): readonly string[] =>
  (names ?? []).toSorted((one, other) => shortName(one).localeCompare(shortName(other), 'en'))

/**
 * What of the metadata has every word of the text. A context or an aggregate that is found by its own name keeps
 * everything in it; else only what was found stays. Contexts with aggregates stand first.
 */
export function foundMetadata({ contexts }: WowMetadata, text: string): readonly FoundContext[] {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean)
  const has = (...texts: readonly (string | null | undefined)[]) => {
    const all = texts.join(' ').toLowerCase()
    return words.every((word) => all.includes(word))
  }
  return Object.entries(contexts)
    .flatMap(([name, context]): readonly FoundContext[] => {
      const own = has(name, context.alias, context.description, ...(context.scopes ?? []))
      const aggregates = Object.entries(context.aggregates ?? {}).flatMap(
        ([aggregate, metadata]): readonly FoundAggregate[] => {
          const whole = own || has(name, aggregate, metadata.type)
          const keep = (names: readonly string[] | undefined) =>
            sorted(names).filter((each) => whole || has(name, aggregate, each))
          const commands = keep(metadata.commands)
          const events = keep(metadata.events)
          if (!whole && commands.length + events.length === 0) return []
          return [
            {
              name: aggregate,
              type: metadata.type ?? undefined,
              tenantId: metadata.tenantId ?? undefined,
              scopes: metadata.scopes ?? [],
              commands,
              events,
            },
          ]
        },
      )
      if (!own && aggregates.length === 0) return []
      return [
        {
          name,
          alias: context.alias ?? undefined,
          description: context.description ?? '',
          scopes: context.scopes ?? [],
          aggregates,
        },
      ]
    })
    .toSorted(
      (one, other) =>
        Number(other.aggregates.length > 0) - Number(one.aggregates.length > 0) ||
        one.name.localeCompare(other.name, 'en'),
    )
}
