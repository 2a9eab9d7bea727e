import { expect, test } from 'vitest'
import { openApiDocument } from './document.ts'
import { Document, facts, realDocument } from './realDocument.ts'
import { toYaml } from './yaml.ts'

interface Difference {
  readonly reason: string
  /** Facts of the real document that ours lacks, and the other way round. */
  readonly lacks?: RegExp
  readonly adds?: RegExp
}

const DIFFERENCES: readonly Difference[] = [
  {
    reason: 'Threads are a matter of the JVM.',
    lacks: /^GET \/actuator\/threaddump /,
  },
  {
    reason: 'No ClickHouse is inspected here, so that its failures cannot happen.',
    lacks: /^POST \/wow\/bi\/script answers 5/,
  },
  {
    reason:
      'Answers that the real server gives too and its document leaves out (contract 1.3, 1.5, 3.7, 4.3, 6.2, 8.2).',
    adds: / answers (400|403|408|415|429|503)$/,
  },
  {
    reason: 'Fields of no stored document: filters on them find nothing (5.4).',
    lacks: /Fields may be "state\.eventId\.aggregateId\.(id|namedAggregate.*)"$/,
  },
  {
    reason: 'Fields that are stored and can be filtered, though the real list leaves them out (5.4).',
    adds: /Fields may be "(contextName|aggregateName|snapshotTime)"$/,
  },
  {
    reason: 'The events that every aggregate has are listed beside its own.',
    lacks: /(DomainEventStream|StateEvent)\.body: /,
    adds: /(DomainEventStream|StateEvent)\.body: /,
  },
  {
    reason: 'All header values are strings; which keys there are is nobody’s promise (2.1).',
    lacks: /(DomainEventStream|StateEvent)\.header: object$/,
    adds: /(DomainEventStream|StateEvent)\.header: map of string$/,
  },
  {
    reason: 'The same by reference and not by repetition, or the other way round.',
    lacks: /(Snapshot|StateEvent|ResourceTags|CommandResult)\.(state|tags|result): /,
    adds: /(Snapshot|StateEvent|ResourceTags|CommandResult)\.(state|tags|result): /,
  },
  {
    reason: 'Is in every snapshot (contract 2).',
    adds: /StateSnapshot\.eventTime: integer int64$/,
  },
  {
    reason: 'Read-only, in a body that is only ever sent to the server.',
    lacks: /SimpleWaitSignal\.succeeded: boolean$/,
  },
]

const document: unknown = JSON.parse(JSON.stringify(openApiDocument()))

test('the document says the same as the real server’s, but for the listed differences', () => {
  const ours = facts(Document.parse(document))
  const real = facts(realDocument())
  const lacking = [...real.difference(ours)]
  const added = [...ours.difference(real)]
  expect(lacking.filter((fact) => !DIFFERENCES.some(({ lacks }) => lacks?.test(fact)))).toEqual([])
  expect(added.filter((fact) => !DIFFERENCES.some(({ adds }) => adds?.test(fact)))).toEqual([])
  // A difference that went away leaves the list.
  for (const { reason, lacks, adds } of DIFFERENCES) {
    expect(lacks === undefined || lacking.some((fact) => lacks.test(fact)), reason).toBe(true)
    expect(adds === undefined || added.some((fact) => adds.test(fact)), reason).toBe(true)
  }
})

test('every reference leads somewhere', () => {
  const text = JSON.stringify(document)
  const { components } = Document.parse(document)
  const known = new Set(
    Object.entries(components).flatMap(([kind, parts]) =>
      Object.keys(parts).map((name) => `#/components/${kind}/${name}`),
    ),
  )
  const referred = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? ''))
  expect([...referred].filter((reference) => !known.has(reference))).toEqual([])
})

test('as YAML it is the same', () => {
  expect(toYaml({ a: [], b: {}, 'c d': ['on', '200', { $ref: '#/x', e: 'two words' }], f: null, g: 1.5 })).toBe(
    `a: []
b: {}
c d:
  - "on"
  - "200"
  - "$ref": "#/x"
    e: two words
f: null
g: 1.5
`,
  )
})
