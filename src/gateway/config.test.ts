import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { DEFAULT_OMS_OPTIONS } from '../oms/options.ts'
import { readConfig } from './config.ts'
import { ConfigError } from './configFiles.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: string): string => {
  writeFileSync(path.join(folder, name), content)
  return path.join(folder, name)
}

test('an empty environment gives the documented defaults', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 7070,
    dataFolder: '.data',
    environment: null,
    wow: {
      kind: 'embedded',
      guard: 'open',
      sample: true,
      scheduler: { initialDelayMs: 60_000, periodMs: 60_000, batchSize: 100 },
      snapshotLagMs: 0,
    },
    oms: { kind: 'embedded', sample: true, speed: 1, zone: 'Asia/Shanghai', tokenLifeMs: 1_800_000 },
    omsTimeoutMs: 30_000,
    nativePort: undefined,
    links: [],
    logLevel: undefined,
    unknownVariables: [],
    idleVariables: [],
  })
})

test('every setting is read', () => {
  expect(
    readConfig({
      PORT: '0',
      HOST: '::1',
      AMENDS_DATA_DIR: '/var/lib/amends',
      AMENDS_ENVIRONMENT: 'production',
      AMENDS_ENVIRONMENT_COLOR: '#cf1322',
      AMENDS_SAMPLE: 'off',
      AMENDS_SCHEDULER: 'off',
      AMENDS_EMBEDDED_GUARD: 'strict',
      AMENDS_EMBEDDED_PORT: '7071',
      AMENDS_SNAPSHOT_LAG_MS: '1500',
      AMENDS_EMBEDDED_BI_NAMESPACE: 'reports.test',
      AMENDS_OMS_SPEED: '2.5',
      AMENDS_OMS_ZONE: 'Europe/Berlin',
      AMENDS_OMS_TOKEN_LIFE_MS: '1000',
      AMENDS_OMS_TIMEOUT_MS: '6000',
      LOG_LEVEL: 'notice',
    }),
  ).toMatchObject({
    host: '::1',
    port: 0,
    dataFolder: '/var/lib/amends',
    environment: { name: 'production', color: '#cf1322' },
    wow: { guard: 'strict', sample: false, scheduler: false, snapshotLagMs: 1500, biNamespace: 'reports.test' },
    oms: { kind: 'embedded', sample: false, speed: 2.5, zone: 'Europe/Berlin', tokenLifeMs: 1000 },
    omsTimeoutMs: 6000,
    nativePort: 7071,
    logLevel: 'notice',
  })
})

test('a configured server has an address and headers of its own', () => {
  const headers = file('headers.json', '{"Authorization":"Bearer secret"}')
  const { wow } = readConfig({ AMENDS_WOW_URL: 'https://wow.example/compensation', AMENDS_WOW_HEADERS_FILE: headers })
  expect(wow).toEqual({
    kind: 'configured',
    url: new URL('https://wow.example/compensation'),
    headers: { Authorization: 'Bearer secret' },
  })
})

test('an empty value counts as none', () => {
  expect(readConfig({ PORT: '', AMENDS_WOW_URL: '' })).toMatchObject({ port: 7070, wow: { kind: 'embedded' } })
})

test.each([
  ['PORT', '70000', 'PORT is "70000", but must be a port from 0 to 65535'],
  ['PORT', '0x1F', 'PORT is "0x1F", but must be a port'],
  ['PORT', ' 80', 'PORT is " 80", but must be a port'],
  ['HOST', '0.0.0.0', 'HOST is "0.0.0.0", but must be 127.0.0.1, ::1 or localhost: there is no sign-in'],
  ['AMENDS_SAMPLE', 'yes', 'AMENDS_SAMPLE is "yes", but must be on or off.'],
  ['AMENDS_SCHEDULER', 'ON', 'AMENDS_SCHEDULER is "ON", but must be on or off.'],
  ['AMENDS_EMBEDDED_GUARD', 'loose', 'AMENDS_EMBEDDED_GUARD is "loose", but must be open or strict.'],
  ['AMENDS_EMBEDDED_BI_NAMESPACE', 'a b', 'AMENDS_EMBEDDED_BI_NAMESPACE is "a b", but must be letters'],
  ['AMENDS_SNAPSHOT_LAG_MS', '-1', 'AMENDS_SNAPSHOT_LAG_MS is "-1", but must be milliseconds from 0'],
  ['AMENDS_ENVIRONMENT_COLOR', 'url(x)', 'AMENDS_ENVIRONMENT_COLOR is "url(x)", but must be a colour'],
  ['AMENDS_WOW_URL', 'wow.example', 'AMENDS_WOW_URL is "wow.example", but must be an http:// or https:// address'],
  ['AMENDS_WOW_URL', 'http://me:pass@wow/', 'without user, query and fragment'],
  ['AMENDS_WOW_HEADERS_FILE', '/x', 'AMENDS_WOW_HEADERS_FILE is set, but AMENDS_WOW_URL is not'],
  ['AMENDS_SCHEDULER_BATCH', '0', 'AMENDS_SCHEDULER_BATCH is "0", but must be a whole number from 1 to 1000.'],
  ['AMENDS_OMS_SPEED', '0', 'AMENDS_OMS_SPEED is "0", but must be a number from 0.1 to 10000.'],
  ['AMENDS_OMS_ZONE', 'Asia/Nowhere', 'AMENDS_OMS_ZONE is "Asia/Nowhere", but must be a time zone'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud", but must be one of trace, debug, info, notice'],
])('%s=%s stops the start with a sentence', (name, value, sentence) => {
  expect(() => readConfig({ [name]: value })).toThrow(ConfigError)
  expect(() => readConfig({ [name]: value })).toThrow(sentence)
})

const wowUrl = { AMENDS_WOW_URL: 'http://wow' }
const omsUrl = { AMENDS_OMS_URL: 'http://oms', AMENDS_OMS_USERNAME: 'u', AMENDS_OMS_PASSWORD_FILE: file('pass', 'p') }

test.each([
  [
    { ...wowUrl, AMENDS_SCHEDULER: 'off', AMENDS_EMBEDDED_GUARD: 'strict' },
    ['AMENDS_SCHEDULER', 'AMENDS_EMBEDDED_GUARD'],
  ],
  [{ ...wowUrl, AMENDS_SNAPSHOT_LAG_MS: '5', AMENDS_SAMPLE: 'off' }, ['AMENDS_SNAPSHOT_LAG_MS']],
  [{ ...omsUrl, AMENDS_OMS_SPEED: '2', AMENDS_SCHEDULER: 'off' }, ['AMENDS_OMS_SPEED']],
  [
    { ...wowUrl, ...omsUrl, AMENDS_SAMPLE: 'off', AMENDS_EMBEDDED_PORT: '1' },
    ['AMENDS_SAMPLE', 'AMENDS_EMBEDDED_PORT'],
  ],
  [{ ...wowUrl, AMENDS_SCHEDULER: '' }, []],
])('settings that do nothing beside the address of a real server are told: %o', (environment, idle) => {
  expect(readConfig(environment).idleVariables.map(({ variable }) => variable)).toEqual(idle)
})

test('beside one real server the settings of the other, embedded one have their effect', () => {
  const shared = { AMENDS_SAMPLE: 'off', AMENDS_EMBEDDED_PORT: '1' }
  expect(readConfig({ ...wowUrl, ...shared, AMENDS_OMS_SPEED: '2', AMENDS_SCHEDULER: '' })).toMatchObject({
    nativePort: 1,
    wow: { kind: 'configured' },
    oms: { kind: 'embedded', sample: false, speed: 2 },
  })
  expect(readConfig({ ...omsUrl, ...shared, AMENDS_SCHEDULER: 'off', AMENDS_OMS_ZONE: 'UTC' })).toMatchObject({
    nativePort: 1,
    wow: { kind: 'embedded', sample: false, scheduler: false },
    oms: { kind: 'configured' },
  })
})

test.each([
  [path.join(folder, 'absent.json'), 'which cannot be read (ENOENT)'],
  [file('text.json', 'Authorization: Bearer secret'), 'which is not JSON'],
  [file('list.json', '["Bearer secret"]'), 'which holds something else'],
  [file('break.json', '{"X":"a\\nSecret: b"}'), 'which holds something else'],
])('a headers file that is of no use is named, and its content is not', (headers, why) => {
  const read = () => readConfig({ AMENDS_WOW_URL: 'http://wow', AMENDS_WOW_HEADERS_FILE: headers })
  expect(read).toThrow(why)
  expect(read).toThrow(/^(?!.*secret)/i)
})

const logs = { name: 'Logs', url: 'https://logs.example/?q={state.eventId.id}' }

test('links to other systems are read from their file', () => {
  const links = file('links.json', JSON.stringify([logs]))
  expect(readConfig({ AMENDS_LINKS_FILE: links }).links).toEqual([logs])
})

test.each([
  [path.join(folder, 'absent.json'), 'which cannot be read (ENOENT)'],
  [file('links-text.json', 'Logs'), 'which is not JSON'],
  [file('links-object.json', JSON.stringify(logs)), 'which holds something else'],
  [file('links-nameless.json', JSON.stringify([{ ...logs, name: ' ' }])), 'which holds something else'],
  [file('links-more.json', JSON.stringify([{ ...logs, target: '_top' }])), 'which holds something else'],
  [
    file('links-script.json', JSON.stringify([{ ...logs, url: 'javascript:alert(1)' }])),
    'where the link "Logs" has no http:// or https:// address; it must be a JSON array',
  ],
  [
    file('links-field.json', JSON.stringify([{ ...logs, url: 'https://x/{state.x}' }])),
    'where the link "Logs" has the placeholder {state.x}, which is no field of a record',
  ],
])('a links file that is of no use stops the start with a sentence: %s', (links, why) => {
  expect(() => readConfig({ AMENDS_LINKS_FILE: links })).toThrow(ConfigError)
  expect(() => readConfig({ AMENDS_LINKS_FILE: links })).toThrow(why)
})

test('a misspelt setting is told apart from one of another part', () => {
  expect(readConfig({ AMENDS_GAURD: 'strict', AMENDS_CHROMIUM: '/usr/bin/chromium' }).unknownVariables).toEqual([
    'AMENDS_GAURD',
  ])
})

const oms = {
  AMENDS_OMS_URL: 'http://oms.example:8080',
  AMENDS_OMS_USERNAME: 'amends',
  AMENDS_OMS_PASSWORD_FILE: file('password', 'se cret\n'),
}

test('an OMS is named with its user, a file with the password, and what differs in its options', () => {
  expect(readConfig(oms).oms).toEqual({
    kind: 'configured',
    url: 'http://oms.example:8080/app/newoms.php',
    username: 'amends',
    password: 'se cret',
    options: DEFAULT_OMS_OPTIONS,
  })
  const differences = { executeCmd: 10002, timeZone: 'UTC', paths: { suspend: 'webservice/suspend' } }
  const optionsFile = { AMENDS_OMS_OPTIONS_FILE: file('oms.json', JSON.stringify(differences)) }
  const options = {
    ...DEFAULT_OMS_OPTIONS,
    ...differences,
    paths: { ...DEFAULT_OMS_OPTIONS.paths, ...differences.paths },
  }
  expect(readConfig({ ...oms, ...optionsFile }).oms).toMatchObject({ options })
  expect(readConfig({ ...oms, ...optionsFile, AMENDS_OMS_ZONE: 'Europe/Berlin' }).oms).toMatchObject({
    options: { ...options, timeZone: 'Europe/Berlin' },
  })
})

test.each([
  'https://oms/app/newoms.php',
  'https://oms/app/newoms.php/',
  'https://oms/app/newoms.php/webservice/',
  'https://oms/',
])('the address %s means the same OMS', (url) => {
  expect(readConfig({ ...oms, AMENDS_OMS_URL: url }).oms).toMatchObject({ url: 'https://oms/app/newoms.php' })
})

test.each([
  [{ AMENDS_OMS_URL: 'http://oms' }, 'then AMENDS_OMS_USERNAME and AMENDS_OMS_PASSWORD_FILE must be too'],
  [{ AMENDS_OMS_USERNAME: 'amends' }, 'AMENDS_OMS_USERNAME is set, but AMENDS_OMS_URL is not'],
  [{ ...oms, AMENDS_OMS_URL: 'http://user:pass@oms' }, 'must be an http:// or https:// address without user'],
  [{ ...oms, AMENDS_OMS_PASSWORD_FILE: file('empty', '\n') }, 'which is empty'],
  [{ ...oms, AMENDS_OMS_PASSWORD_FILE: '/nowhere' }, 'which cannot be read (ENOENT)'],
  [{ ...oms, AMENDS_OMS_OPTIONS_FILE: file('odd.json', '{"actionKey":"A"}') }, 'there is no option actionKey'],
  [{ ...oms, AMENDS_OMS_OPTIONS_FILE: file('no.json', '{"paths":{"execute":null}}') }, 'the value of paths.execute'],
  [{ ...oms, AMENDS_OMS_OPTIONS_FILE: file('zone.json', '{"timeZone":"Mars"}') }, '"Mars" is no time zone'],
])('a wrong setting of the OMS stops the start with a sentence: %o', (environment, sentence) => {
  expect(() => readConfig(environment)).toThrow(ConfigError)
  expect(() => readConfig(environment)).toThrow(sentence)
})
