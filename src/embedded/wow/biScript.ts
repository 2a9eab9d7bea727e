/**
 * SQL for ClickHouse that keeps a copy of this aggregate's commands and state events for reports (contract 7.5). Names of
 * databases, tables and topics are the real server's, and the columns too. Its registry of who owns which table is left
 * out: it serves later changes of a deployment that is inspected first, and nothing is inspected here.
 */
import { SNAPSHOT_FIELDS, type FieldType } from '../../wow/condition/fields.ts'

export interface BiScriptOptions {
  readonly database: string
  readonly consumerDatabase: string
  /** Absent: a single server. */
  readonly cluster?: { readonly name: string; readonly installation: string }
  readonly timezone: string
  readonly kafkaBootstrapServers: string
  readonly topicPrefix: string
  readonly consumerGroupNamespace: string
  /** Members of the state that lie deeper stay JSON. */
  readonly maxExpansionDepth: number
}

interface BiDiagnostic {
  readonly code: string
  readonly aggregate: string
  readonly path: string
  readonly sourceType: string
  readonly decision: string
  readonly message: string
}

interface BiScript {
  readonly script: string
  readonly diagnostics: readonly BiDiagnostic[]
}

const AGGREGATE = 'compensation.execution_failed'
const TABLES = 'compensation_execution_failed'

const escaped = (text: string, quote: string): string =>
  `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`
const name = (text: string): string => escaped(text, '"')
const literal = (text: string): string => escaped(text, "'")
/** `retryState` as `retry_state`. */
const snake = (text: string): string => text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

interface Column {
  readonly name: string
  readonly type: string
  /** How it is read from the JSON of a message. */
  readonly from: string
}

/** The columns of a message, in the order of the table. */
function columnsOf(zone: string, names: readonly string[]): readonly Column[] {
  const time = `DateTime64(3, ${literal(zone)})`
  const reading: Readonly<Record<string, readonly [type: string, from: (key: string) => string]>> = {
    header: ['Map(String, String)', (key) => `JSONExtract("data", ${key}, 'Map(String, String)')`],
    tags: ['Map(String, Array(String))', (key) => `JSONExtract("data", ${key}, 'Map(String, Array(String))')`],
    aggregateVersion: ['Nullable(UInt32)', (key) => `JSONExtract("data", ${key}, 'Nullable(UInt32)')`],
    version: ['UInt32', (key) => `toUInt32(JSONExtractUInt("data", ${key}))`],
    state: ['String', (key) => `JSONExtractRaw("data", ${key})`],
    events: ['Array(String)', () => `JSONExtractArrayRaw("data", 'body')`],
    body: ['String', (key) => `JSONExtractRaw("data", ${key})`],
    ...Object.fromEntries(
      ['isCreate', 'isVoid', 'allowCreate', 'deleted'].map((key) => [
        key,
        ['Bool', (text: string) => `JSONExtractBool("data", ${text})`] as const,
      ]),
    ),
    ...Object.fromEntries(
      ['createTime', 'firstEventTime'].map((key) => [
        key,
        [
          time,
          (text: string) => `fromUnixTimestamp64Milli(JSONExtractInt("data", ${text}), ${literal(zone)})`,
        ] as const,
      ]),
    ),
  }
  return names.map((key) => {
    const [type, from] = reading[key] ?? ['String', (text: string) => `JSONExtractString("data", ${text})`]
    return { name: key === 'events' ? 'body' : snake(key), type, from: from(literal(key)) }
  })
}

const MESSAGE = ['id', 'contextName', 'aggregateName']
const OF_AGGREGATE = ['aggregateId', 'tenantId', 'ownerId', 'spaceId']
const COMMAND_COLUMNS = [
  ...MESSAGE,
  'name',
  'header',
  ...OF_AGGREGATE,
  'requestId',
  'aggregateVersion',
  'isCreate',
  'isVoid',
  'allowCreate',
  'bodyType',
  'body',
  'createTime',
]
const STATE_COLUMNS = [
  ...MESSAGE,
  'header',
  ...OF_AGGREGATE,
  'commandId',
  'requestId',
  'version',
  'state',
  'events',
  'firstOperator',
  'firstEventTime',
  'createTime',
  'tags',
  'deleted',
]

const SQL_TYPES: Partial<Readonly<Record<FieldType, string>>> = { number: 'Int64', time: 'Int64', boolean: 'Bool' }

/** A member of the state as a column of a view; what is too deep, and what is a list, stays JSON. */
function stateColumns(maxDepth: number): { readonly columns: readonly string[]; readonly cut: readonly string[] } {
  const columns = new Map<string, string>()
  const cut = new Set<string>()
  for (const { path, type } of SNAPSHOT_FIELDS) {
    const [root, ...members] = path.split('.')
    if (root !== 'state' || type === 'object' || path.includes('.bindingErrors.')) continue
    const shown = members.slice(0, maxDepth)
    const isCut = shown.length < members.length
    if (isCut) cut.add(shown.join('.'))
    const keys = shown.map(literal).join(', ')
    const sql =
      isCut || type === 'array'
        ? `JSONExtractRaw("source"."state", ${keys})`
        : `JSONExtract("source"."state", ${keys}, ${literal(SQL_TYPES[type] ?? 'String')})`
    const column = shown.map(snake).join('__')
    columns.set(column, `${sql} AS ${name(column)}`)
  }
  return { columns: [...columns.values()], cut: [...cut] }
}

/** Statements between two comments that say what they are for. */
const section = (title: string, statements: readonly string[]): string =>
  [`-- ${title} --`, statements.join('\n\n'), `-- ${title} --`].join('\n')
const own = (title: string, statements: readonly string[]): string => section(`${AGGREGATE}.${title}`, statements)

export function biScript(options: BiScriptOptions): BiScript {
  const { database, consumerDatabase, cluster, timezone, consumerGroupNamespace, kafkaBootstrapServers } = options
  const onCluster = cluster === undefined ? '' : ` ON CLUSTER ${literal(cluster.name)}`
  const inStore = (table: string) => `${name(database)}.${name(`${TABLES}_${table}`)}`
  const inConsumer = (table: string) => `${name(consumerDatabase)}.${name(`${TABLES}_${table}`)}`

  function store(table: string, columns: readonly Column[], engine: string, partition: string, order: string) {
    const local = cluster === undefined ? table : `${table}_local`
    const arguments_ =
      cluster === undefined
        ? engine
        : [
            literal(`/clickhouse/${cluster.installation}/${cluster.name}/tables/{shard}/{database}/{table}`),
            literal('{replica}'),
            ...(engine === '' ? [] : [engine]),
          ].join(', ')
    const kind = cluster === undefined ? 'ReplacingMergeTree' : 'ReplicatedReplacingMergeTree'
    const made = `CREATE TABLE IF NOT EXISTS ${inStore(local)}${onCluster}
(
${columns.map((column) => `    ${name(column.name)} ${column.type}`).join(',\n')}
) ENGINE = ${kind}${arguments_ === '' ? '' : `(${arguments_})`}
  PARTITION BY toYYYYMM(${name(partition)})
  ORDER BY ${order};`
    if (cluster === undefined) return [made]
    return [
      made,
      `CREATE TABLE IF NOT EXISTS ${inStore(table)}${onCluster}
AS ${inStore(local)}
ENGINE = Distributed(${literal(cluster.name)}, ${name(database)},
                     ${literal(`${TABLES}_${local}`)}, sipHash64("aggregate_id"));`,
    ]
  }

  const queue = (kind: 'command' | 'state') => `CREATE TABLE IF NOT EXISTS ${inConsumer(`${kind}_queue`)}${onCluster}
(
    "data" String
) ENGINE = Kafka(${literal(kafkaBootstrapServers)}, ${literal(`${options.topicPrefix}${AGGREGATE}.${kind}`)},
                 ${literal(`${consumerGroupNamespace}.${TABLES}_${kind}_consumer`)}, 'JSONAsString');`

  const consumer = (table: string, target: string, select: string) =>
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${inConsumer(`${table}_consumer`)}${onCluster}
TO ${inStore(target)}
AS (
${select}
);`
  const reading = (columns: readonly Column[], kind: string) =>
    `SELECT ${columns.map((column) => `${column.from} AS ${name(column.name)}`).join(',\n       ')}
FROM ${inConsumer(`${kind}_queue`)}`

  const view = (table: string, select: string) => `CREATE OR REPLACE VIEW ${inStore(table)}${onCluster}
AS (
${select}
);`
  const newest = (table: string) => `SELECT * FROM ${inStore(table)} FINAL`

  const commands = columnsOf(timezone, COMMAND_COLUMNS)
  const states = columnsOf(timezone, STATE_COLUMNS)
  const { columns: expanded, cut } = stateColumns(options.maxExpansionDepth)
  const kept = states.map((column) => column.name).filter((each) => each !== 'state' && each !== 'body')
  // Aliases are seen everywhere in a SELECT, so that "id" alone could be the id of the state.
  const asIs = kept.map((each) => `"source".${name(each)} AS ${name(`__${each}`)}`)
  const event = (member: string, as: string) =>
    `JSONExtractString(tupleElement("event", 2), ${literal(member)}) AS ${name(as)}`

  const script = [
    section('global', [
      `CREATE DATABASE IF NOT EXISTS ${name(database)}${onCluster};`,
      `CREATE DATABASE IF NOT EXISTS ${name(consumerDatabase)}${onCluster};`,
    ]),
    own('commandStorage', store('command_store', commands, '', 'create_time', '"id"')),
    own(
      'stateStorage',
      store('state_store', states, '"version"', 'create_time', '("tenant_id", "aggregate_id", "version")'),
    ),
    own(
      'stateLastStorage',
      store('state_last_store', states, '"version"', 'first_event_time', '("tenant_id", "aggregate_id")'),
    ),
    // Last of the tables: what arrives from now on has somewhere to go.
    own('stateLastIngress', [consumer('state_last', 'state_last_store', `SELECT * FROM ${inStore('state_store')}`)]),
    own('commandIngress', [queue('command'), consumer('command', 'command_store', reading(commands, 'command'))]),
    own('stateIngress', [queue('state'), consumer('state', 'state_store', reading(states, 'state'))]),
    own('views', [
      view('command', newest('command_store')),
      view('state', newest('state_store')),
      view(
        'state_event',
        `WITH arrayJoin(arrayZip(arrayEnumerate("body"), "body")) AS "event"
SELECT ${[
          ...states.filter((column) => column.name !== 'body').map((column) => name(column.name)),
          'tupleElement("event", 1) AS "event_sequence"',
          event('id', 'event_id'),
          event('name', 'event_name'),
          event('revision', 'event_revision'),
          event('bodyType', 'event_body_type'),
          `JSONExtractRaw(tupleElement("event", 2), 'body') AS "event_body"`,
        ].join(',\n       ')}
FROM ${inStore('state')}`,
      ),
      view('state_last', newest('state_last_store')),
    ]),
    own('expansion', [
      view(
        'state_last_root',
        `SELECT ${[...expanded, '"source"."state" AS "__state"', ...asIs].join(',\n       ')}
FROM ${inStore('state_last')} AS "source"`,
      ),
      view(
        'state_last_root_error__binding_errors',
        `WITH arrayJoin(JSONExtractArrayRaw("source"."state", 'error', 'bindingErrors')) AS "binding_error"
SELECT JSONExtractString("binding_error", 'name') AS "name",
       JSONExtractString("binding_error", 'msg') AS "msg",
       ${asIs.join(',\n       ')}
FROM ${inStore('state_last')} AS "source"`,
      ),
    ]),
  ].join('\n')

  return { script: `${script}\n`, diagnostics: diagnosticsOf(cluster !== undefined, cut) }
}

/** About the script as a whole. */
const general = (code: string, decision: string, message: string): BiDiagnostic => ({
  code,
  aggregate: '',
  path: '',
  sourceType: '',
  decision,
  message,
})

function diagnosticsOf(isCluster: boolean, cut: readonly string[]): BiDiagnostic[] {
  return [
    general(
      'INSPECTION_UNAVAILABLE',
      'DEPLOY_WITHOUT_INSPECTION',
      'No ClickHouse was looked at: what is there already is kept, and tables of another shape are not changed.',
    ),
    general(
      'KAFKA_UNAVAILABLE',
      'TOPICS_AS_NAMED',
      'This embedded server writes to no Kafka: the script is for the topics of a server that does.',
    ),
    ...(isCluster
      ? [
          general(
            'CLUSTER_INTERNAL_REPLICATION_REQUIRED',
            'ASSUMED',
            'The cluster must have internal_replication set to true, or rows are written to replicas twice.',
          ),
        ]
      : []),
    ...cut.map((path) => ({
      code: 'MAX_DEPTH_REACHED',
      aggregate: AGGREGATE,
      path: `state.${path}`,
      sourceType: 'object',
      decision: 'RAW_JSON',
      message: `What lies in state.${path} is deeper than asked for and stays JSON.`,
    })),
  ]
}
