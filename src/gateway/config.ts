/** Everything that the environment may say, read once at the start. */
import * as z from 'zod/mini'
import { isTimeZone } from '../oms/omsTime.ts'
import { OMS_PATH, omsOptions } from '../oms/options.ts'
import type { OmsOptions } from '../oms/options.ts'
import type { LinkTemplate } from './api/links.ts'
import { ConfigError, readHeaders, readJson, readLinks, readPassword } from './configFiles.ts'

/** `notice` stands between `info` (a line a request) and `warn`: writes, start and stop. */
const LOG_LEVELS = ['trace', 'debug', 'info', 'notice', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

interface SchedulerConfig {
  readonly initialDelayMs: number
  readonly periodMs: number
  readonly batchSize: number
}

export interface EmbeddedConfig {
  readonly kind: 'embedded'
  readonly guard: 'open' | 'strict'
  readonly sample: boolean
  readonly scheduler: SchedulerConfig | false
  readonly snapshotLagMs: number
  /** Leads the names of the consumer groups in the BI script; without it that script is refused. */
  readonly biNamespace: string | undefined
}

export interface EmbeddedOmsConfig {
  readonly kind: 'embedded'
  readonly sample: boolean
  /** Durations of its engine are divided by it. */
  readonly speed: number
  /** IANA name of the zone in which it writes its times. */
  readonly zone: string
  readonly tokenLifeMs: number
}

interface ConfiguredOms {
  readonly kind: 'configured'
  /** Up to and with `/app/newoms.php`. */
  readonly url: string
  readonly username: string
  /** Never shown or logged. */
  readonly password: string
  readonly options: OmsOptions
}

interface ConfiguredWow {
  readonly kind: 'configured'
  readonly url: URL
  /** Added to every request to the server, never shown or logged. */
  readonly headers: Readonly<Record<string, string>>
}

export interface Config {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly dataFolder: string
  readonly environment: { readonly name: string; readonly color: string | null } | null
  readonly wow: EmbeddedConfig | ConfiguredWow
  readonly oms: EmbeddedOmsConfig | ConfiguredOms
  /** An OMS that has not answered after so long is given up. */
  readonly omsTimeoutMs: number
  /** Loopback port on which other clients find the embedded servers at their native addresses. */
  readonly nativePort: number | undefined
  /** To other systems, shown with every record. */
  readonly links: readonly LinkTemplate[]
  /** Undefined: the caller picks by where the log goes. */
  readonly logLevel: LogLevel | undefined
  /** `AMENDS_…` names that mean nothing here, most likely misspelt. */
  readonly unknownVariables: readonly string[]
  /** Set, and of no effect beside the address of a real server. */
  readonly idleVariables: readonly { readonly variable: string; readonly beside: string }[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** Read by a later part of the product, by a launcher or by the tests. */
const OTHER_VARIABLES = new Set(['AMENDS_CHROMIUM', 'AMENDS_DEV_GATEWAY'])

const wholeNumber = (minimum: number, maximum: number) =>
  z.pipe(
    z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number)),
    z.number().check(z.minimum(minimum), z.maximum(maximum)),
  )
const port = (minimum: number) => wholeNumber(minimum, 65_535)
const milliseconds = wholeNumber(0, 86_400_000)
const speed = z.pipe(
  z.pipe(z.string().check(z.regex(/^\d+(\.\d+)?$/)), z.transform(Number)),
  z.number().check(z.minimum(0.1), z.maximum(10_000)),
)
const zone = z.string().check(z.refine(isTimeZone))
const onOff = z.pipe(
  z.enum(['on', 'off']),
  z.transform((value) => value === 'on'),
)

/** Reads the environment. Throws `ConfigError` naming the variable, the value and what is allowed. */
export function readConfig(environment: Environment): Config {
  const known = new Set(OTHER_VARIABLES)

  function read<T extends z.ZodMiniType, D>(name: string, schema: T, allowed: string, otherwise: D): z.output<T> | D {
    known.add(name)
    const value = environment[name]
    if (value === undefined || value === '') return otherwise
    const result = z.safeParse(schema, value)
    if (result.success) return result.data
    throw new ConfigError(`${name} is ${JSON.stringify(value)}, but must be ${allowed}.`)
  }
  const number = (name: string, minimum: number, maximum: number, otherwise: number) =>
    read(name, wholeNumber(minimum, maximum), `a whole number from ${minimum} to ${maximum}`, otherwise)

  const host = read('HOST', z.string(), 'an address of this machine', '127.0.0.1')
  if (!isLoopback(host)) {
    throw new ConfigError(
      `HOST is ${JSON.stringify(host)}, but must be 127.0.0.1, ::1 or localhost: there is no sign-in, so everybody who reached another address could act. From another machine, use an SSH tunnel.`,
    )
  }

  const name = read(
    'AMENDS_ENVIRONMENT',
    z.string().check(z.maxLength(40)),
    'a name of at most 40 characters',
    undefined,
  )
  const color = read(
    'AMENDS_ENVIRONMENT_COLOR',
    z.string().check(z.regex(/^(#[\da-f]{3}|#[\da-f]{6}|[a-z]{3,20})$/i)),
    'a colour such as red or #cf1322',
    null,
  )

  const url = read('AMENDS_WOW_URL', WebUrl, WEB_URL, undefined)
  const headersFile = read('AMENDS_WOW_HEADERS_FILE', z.string(), 'a path', undefined)
  if (headersFile !== undefined && url === undefined) {
    throw new ConfigError(
      'AMENDS_WOW_HEADERS_FILE is set, but AMENDS_WOW_URL is not: the embedded server needs no headers.',
    )
  }

  const linksFile = read('AMENDS_LINKS_FILE', z.string(), 'a path', undefined)

  const guard = read('AMENDS_EMBEDDED_GUARD', z.enum(['open', 'strict']), 'open or strict', 'open' as const)
  const sample = read('AMENDS_SAMPLE', onOff, 'on or off', true)
  const snapshotLagMs = read('AMENDS_SNAPSHOT_LAG_MS', milliseconds, 'milliseconds from 0 to 86400000', 0)
  const biNamespace = read(
    'AMENDS_EMBEDDED_BI_NAMESPACE',
    z.string().check(z.regex(/^[\w.-]{1,100}$/)),
    'letters, digits, dots, dashes and underscores, 100 at most',
    undefined,
  )
  const nativePort = read('AMENDS_EMBEDDED_PORT', port(0), 'a port from 0 to 65535', undefined)
  const omsUrl = read('AMENDS_OMS_URL', WebUrl, WEB_URL, undefined)
  const omsZone = read('AMENDS_OMS_ZONE', zone, 'a time zone such as Asia/Shanghai', undefined)
  const oms = configuredOms(omsUrl, {
    username: read('AMENDS_OMS_USERNAME', z.string(), 'a user of the OMS', undefined),
    passwordFile: read('AMENDS_OMS_PASSWORD_FILE', z.string(), 'a path', undefined),
    optionsFile: read('AMENDS_OMS_OPTIONS_FILE', z.string(), 'a path', undefined),
    zone: omsZone,
  })
  const embeddedOms: EmbeddedOmsConfig = {
    kind: 'embedded',
    sample,
    speed: read('AMENDS_OMS_SPEED', speed, 'a number from 0.1 to 10000', 1),
    zone: omsZone ?? 'Asia/Shanghai',
    // Not for operators: tests shorten it.
    tokenLifeMs: number('AMENDS_OMS_TOKEN_LIFE_MS', 1, 86_400_000, 1_800_000),
  }
  const schedules = read('AMENDS_SCHEDULER', onOff, 'on or off', true)
  // The period and so on are not for operators: tests shorten them, so that nobody waits a minute for a tick.
  const scheduler = {
    initialDelayMs: number('AMENDS_SCHEDULER_INITIAL_DELAY_MS', 0, 86_400_000, 60_000),
    periodMs: number('AMENDS_SCHEDULER_PERIOD_MS', 10, 86_400_000, 60_000),
    batchSize: number('AMENDS_SCHEDULER_BATCH', 1, 1000, 100),
  }

  const config: Omit<Config, 'unknownVariables' | 'idleVariables'> = {
    host,
    port: read('PORT', port(0), 'a port from 0 to 65535 (0 takes a free one)', 7070),
    dataFolder: read('AMENDS_DATA_DIR', z.string(), 'a path', '.data'),
    environment: name === undefined ? null : { name, color },
    wow:
      url === undefined
        ? { kind: 'embedded', guard, sample, snapshotLagMs, biNamespace, scheduler: schedules && scheduler }
        : { kind: 'configured', url, headers: headersFile === undefined ? {} : readHeaders(headersFile) },
    oms: oms ?? embeddedOms,
    omsTimeoutMs: number('AMENDS_OMS_TIMEOUT_MS', 100, 600_000, 30_000),
    nativePort,
    links: linksFile === undefined ? [] : readLinks(linksFile),
    logLevel: read('LOG_LEVEL', z.enum(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`, undefined),
  }

  return {
    ...config,
    unknownVariables: Object.keys(environment).filter(
      (variable) => variable.startsWith('AMENDS_') && !known.has(variable),
    ),
    idleVariables: idleIn(environment),
  }
}

/** Settings of the embedded servers, by the addresses in whose presence nothing heeds them. */
const IDLE_BESIDE = [
  {
    addresses: ['AMENDS_WOW_URL'],
    idle: [
      'AMENDS_SCHEDULER',
      'AMENDS_SCHEDULER_INITIAL_DELAY_MS',
      'AMENDS_SCHEDULER_PERIOD_MS',
      'AMENDS_SCHEDULER_BATCH',
      'AMENDS_EMBEDDED_GUARD',
      'AMENDS_EMBEDDED_BI_NAMESPACE',
      'AMENDS_SNAPSHOT_LAG_MS',
    ],
  },
  { addresses: ['AMENDS_OMS_URL'], idle: ['AMENDS_OMS_SPEED', 'AMENDS_OMS_TOKEN_LIFE_MS'] },
  { addresses: ['AMENDS_WOW_URL', 'AMENDS_OMS_URL'], idle: ['AMENDS_SAMPLE', 'AMENDS_EMBEDDED_PORT'] },
] as const

/** Whoever sets one believes that it does something: that a real server's scheduler is off, for example. */
function idleIn(environment: Environment): Config['idleVariables'] {
  const isSet = (name: string) => (environment[name] ?? '') !== ''
  return IDLE_BESIDE.filter(({ addresses }) => addresses.every(isSet)).flatMap(({ addresses, idle }) =>
    idle.filter(isSet).map((variable) => ({ variable, beside: addresses.join(' and ') })),
  )
}

const WEB_URL = 'an http:// or https:// address without user, query and fragment'

const WebUrl = z.pipe(
  z.string().check(
    z.refine((value) => {
      if (!URL.canParse(value)) return false
      const url = new URL(value)
      const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
      // A password in an address ends up in logs and on screens; the headers file is the place for credentials.
      return isWeb && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
    }),
  ),
  z.transform((value) => new URL(value)),
)

/** Undefined where no OMS is named: then the embedded one answers. */
function configuredOms(
  url: URL | undefined,
  given: Readonly<Record<'username' | 'passwordFile' | 'optionsFile' | 'zone', string | undefined>>,
): ConfiguredOms | undefined {
  const { username, passwordFile, optionsFile, zone } = given
  if (url === undefined) {
    const [stray] = Object.entries({
      AMENDS_OMS_USERNAME: username,
      AMENDS_OMS_PASSWORD_FILE: passwordFile,
      AMENDS_OMS_OPTIONS_FILE: optionsFile,
    }).flatMap(([variable, value]) => (value === undefined ? [] : [variable]))
    if (stray === undefined) return undefined
    throw new ConfigError(`${stray} is set, but AMENDS_OMS_URL is not: the embedded OMS needs none.`)
  }
  if (username === undefined || passwordFile === undefined) {
    throw new ConfigError('AMENDS_OMS_URL is set; then AMENDS_OMS_USERNAME and AMENDS_OMS_PASSWORD_FILE must be too.')
  }
  const wrongOptions = (why: string) =>
    new ConfigError(`AMENDS_OMS_OPTIONS_FILE is ${JSON.stringify(optionsFile)}, ${why}.`)
  const read = omsOptions(optionsFile === undefined ? {} : readJson(optionsFile, wrongOptions), zone)
  if ('wrong' in read) throw wrongOptions(`but ${read.wrong}`)
  return {
    kind: 'configured',
    url: omsBase(url),
    username,
    password: readPassword(passwordFile),
    options: read.options,
  }
}

/** The address of the console or of its webservice may be given: all of them mean the same OMS. */
function omsBase(url: URL): string {
  const pathname = url.pathname.replace(/\/(webservice\/?)?$/, '')
  return `${url.origin}${pathname === '' ? OMS_PATH : pathname}`
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
