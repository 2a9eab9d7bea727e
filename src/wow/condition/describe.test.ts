import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { NOW, OPERATORS } from './condition.ts'
import type { Condition, Operator } from './condition.ts'
import { anyConditions } from './conditionArbitraries.ts'
import { describe } from './describe.ts'
import { viewCondition } from './views.ts'

const status = (value: string): Condition => ({ field: 'state.status', operator: 'EQ', value })
const retries = (operator: Operator, value: number | readonly number[]): Condition => ({
  field: 'state.retryState.retries',
  operator,
  value,
})
const message = (operator: Operator, value: string, ignoreCase = false): Condition => ({
  field: 'state.error.errorMsg',
  operator,
  value,
  ...(ignoreCase ? { options: { ignoreCase } } : {}),
})
const day = (operator: Operator, value?: number | string): Condition => ({
  field: 'eventTime',
  operator,
  ...(value === undefined ? {} : { value }),
})
const time = (operator: Operator, value: Condition['value'] = NOW): Condition => ({
  field: 'state.retryState.nextRetryAt',
  operator,
  value,
})
const AT = Date.UTC(2026, 2, 25, 12, 30)

/** One line for each operator at least. */
const WORDS: readonly (readonly [Condition, en: string, zh: string])[] = [
  [{}, 'everything', '全部'],
  [{ operator: 'ID', value: '0VbjxYmu0001000' }, 'id is 0VbjxYmu0001000', 'ID 是 0VbjxYmu0001000'],
  [{ operator: 'IDS', value: ['a', 'b'] }, 'id is one of [a, b]', 'ID 是 a、b 之一'],
  [{ operator: 'AGGREGATE_ID', value: 'a' }, 'execution id is a', '执行 ID 是 a'],
  [{ operator: 'AGGREGATE_IDS', value: ['a', 'b'] }, 'execution id is one of [a, b]', '执行 ID 是 a、b 之一'],
  [{ operator: 'TENANT_ID', value: '(0)' }, 'tenant is “(0)”', '租户是 “(0)”'],
  [{ operator: 'OWNER_ID', value: '' }, 'owner is “”', '所有者是 “”'],
  [{ operator: 'SPACE_ID', value: 's1' }, 'space is s1', '空间是 s1'],
  [{ operator: 'DELETED', value: 'deleted' }, 'is deleted', '已删除'],
  [{ operator: 'DELETED', value: false }, 'is not deleted', '未删除'],
  [{ operator: 'DELETED', value: 'ALL' }, 'is deleted or not', '不论是否已删除'],
  [{ operator: 'DELETED', value: 'x' }, 'deleted is x', '删除状态是 x'],
  [status('FAILED'), 'status is FAILED', '状态是 FAILED'],
  [{ ...status('FAILED'), operator: 'NE' }, 'status is not FAILED', '状态不是 FAILED'],
  [{ field: 'state.isRetryable', operator: 'EQ', value: true }, 'retryable is true', '可重试为真'],
  [{ field: 'state.isRetryable', operator: 'TRUE' }, 'retryable is true', '可重试为真'],
  [{ field: 'state.isRetryable', operator: 'FALSE' }, 'retryable is false', '可重试为假'],
  [retries('GT', 3), 'retries is greater than 3', '重试次数大于 3'],
  [retries('GTE', 3), 'retries is at least 3', '重试次数不小于 3'],
  [retries('LT', 3), 'retries is less than 3', '重试次数小于 3'],
  [retries('LTE', 3), 'retries is at most 3', '重试次数不大于 3'],
  [retries('BETWEEN', [1, 3]), 'retries is from 1 to 3', '重试次数在 1 至 3 之间（含两端）'],
  [retries('IN', [1, 2]), 'retries is one of [1, 2]', '重试次数是 1、2 之一'],
  [retries('IN', [1]), 'retries is 1', '重试次数是 1'],
  [retries('IN', []), 'retries is one of nothing', '重试次数是 空 之一'],
  [retries('NOT_IN', [1, 2]), 'retries is none of [1, 2]', '重试次数不是 1、2 中的任何一个'],
  [
    { field: 'tags.team', operator: 'ALL_IN', value: ['a', 'b'] },
    'tag team has all of [a, b]',
    '标签 team包含全部 a、b',
  ],
  [message('CONTAINS', 'is short'), 'error message contains “is short”', '错误消息包含 “is short”'],
  [
    message('CONTAINS', 'short', true),
    'error message contains short (any letter case)',
    '错误消息包含 short（不区分大小写）',
  ],
  [message('STARTS_WITH', 'Stock'), 'error message starts with Stock', '错误消息以 Stock 开头'],
  [message('ENDS_WITH', 'short'), 'error message ends with short', '错误消息以 short 结尾'],
  [message('NULL', ''), 'error message is null or missing', '错误消息为 null 或不存在'],
  [message('NOT_NULL', ''), 'error message has a value', '错误消息有值'],
  [
    { field: 'state.error.bindingErrors', operator: 'EXISTS', value: true },
    'binding errors is present',
    '绑定错误存在',
  ],
  [
    { field: 'state.error.bindingErrors', operator: 'EXISTS', value: false },
    'binding errors is missing',
    '绑定错误不存在',
  ],
  [
    {
      field: 'state.error.bindingErrors',
      operator: 'ELEM_MATCH',
      children: [{ field: 'name', operator: 'EQ', value: 'f1' }],
    },
    'one of binding errors has: (name is f1)',
    '绑定错误中有一项满足：（name是 f1）',
  ],
  [day('TODAY'), "last event is today (server's zone)", '最后事件时间在今天（服务器时区）'],
  [
    { ...day('TODAY'), options: { zoneId: 'Asia/Shanghai', datePattern: 'yyyy-MM-dd' } },
    'last event is today (Asia/Shanghai) (as text yyyy-MM-dd)',
    '最后事件时间在今天（Asia/Shanghai）（文本格式 yyyy-MM-dd）',
  ],
  [
    day('BEFORE_TODAY', '12:30'),
    "last event is before today 12:30 (server's zone)",
    '最后事件时间早于今天 12:30（服务器时区）',
  ],
  [
    day('BEFORE_TODAY', 3600),
    "last event is before today 01:00:00 (server's zone)",
    '最后事件时间早于今天 01:00:00（服务器时区）',
  ],
  [day('TOMORROW'), "last event is tomorrow (server's zone)", '最后事件时间在明天（服务器时区）'],
  [day('THIS_WEEK'), "last event is this week (server's zone)", '最后事件时间在本周（服务器时区）'],
  [day('NEXT_WEEK'), "last event is next week (server's zone)", '最后事件时间在下周（服务器时区）'],
  [day('LAST_WEEK'), "last event is last week (server's zone)", '最后事件时间在上周（服务器时区）'],
  [day('THIS_MONTH'), "last event is this month (server's zone)", '最后事件时间在本月（服务器时区）'],
  [day('LAST_MONTH'), "last event is last month (server's zone)", '最后事件时间在上月（服务器时区）'],
  [
    day('RECENT_DAYS', 7),
    "last event is in the last 7 days, today included (server's zone)",
    '最后事件时间在最近 7 天内（含今天）（服务器时区）',
  ],
  [day('RECENT_DAYS', 1), "last event is today (server's zone)", '最后事件时间在今天（服务器时区）'],
  [
    day('EARLIER_DAYS', 7),
    "last event is before the last 7 days, today included (server's zone)",
    '最后事件时间早于最近 7 天（含今天）（服务器时区）',
  ],
  [day('EARLIER_DAYS', 1), "last event is before today (server's zone)", '最后事件时间早于今天（服务器时区）'],
  [{ operator: 'MATCH', value: 'two words' }, 'full text matches “two words”', '全文匹配 “two words”'],
  [{ operator: 'RAW', value: { version: 1 } }, 'database filter {"version":1}', '数据库过滤条件 {"version":1}'],
  [time('LTE'), 'next retry is at or before now', '下次重试不晚于 现在'],
  [time('GT', { $now: -300_000 }), 'next retry is after now − 5 min', '下次重试晚于 现在 − 5 分钟'],
  [time('GTE', { $now: 86_400_000 }), 'next retry is at or after now + 1 d', '下次重试不早于 现在 + 1 天'],
  [time('LT', AT), 'next retry is before 2026-03-25 12:30:00 UTC', '下次重试早于 2026-03-25 12:30:00 UTC'],
  [
    time('BETWEEN', [AT, AT + 1]),
    'next retry is from 2026-03-25 12:30:00 UTC to 2026-03-25 12:30:00.001 UTC',
    '下次重试在 2026-03-25 12:30:00 UTC 至 2026-03-25 12:30:00.001 UTC 之间（含两端）',
  ],
]

test.each(WORDS)('%j', (condition, en, zh) => {
  expect([describe(condition, 'en'), describe(condition, 'zh-CN')]).toEqual([en, zh])
})

test('every operator has its line above', () => {
  const groups = ['AND', 'OR', 'NOR', 'ALL']
  const seen = new Set([...groups, ...WORDS.map(([{ operator = 'ALL' }]) => operator)])
  expect(OPERATORS.filter((operator) => !seen.has(operator))).toEqual([])
})

const group = (operator: Operator, ...children: readonly Condition[]): Condition => ({ operator, children })
const inEnglish = (condition: Condition) => describe(condition, 'en')

test('groups are told apart', () => {
  const a = status('FAILED')
  const b = retries('GT', 3)
  const c: Condition = { field: 'version', operator: 'EQ', value: 1 }

  expect(inEnglish(group('AND', a, group('OR', b, c)))).toBe(
    'status is FAILED and (retries is greater than 3 or version is 1)',
  )
  expect(inEnglish(group('OR', a, group('AND', b, c)))).toBe(
    'status is FAILED or (retries is greater than 3 and version is 1)',
  )
  expect(inEnglish(group('AND', a, group('AND', b, c)))).toBe(
    'status is FAILED and retries is greater than 3 and version is 1',
  )
  expect(inEnglish(group('AND', a, group('NOR', b, c)))).toBe(
    'status is FAILED and not (retries is greater than 3 or version is 1)',
  )
  expect(inEnglish(group('NOR', group('AND', a, b)))).toBe('not (status is FAILED and retries is greater than 3)')
  expect(inEnglish({ operator: 'AND' })).toBe('nothing')
  expect(describe(viewCondition('to-retry'), 'zh-CN')).toBe(
    '可恢复性是 RECOVERABLE、UNKNOWN 之一 且 可重试为真 且 （状态是 FAILED 或 （状态是 PREPARED 且 超时时间不晚于 现在））',
  )
})

const told = (value: Condition['value'], field = 'state.error.errorCode') =>
  describe({ field, operator: 'EQ', value: value ?? '' }, 'en').replace(/^error code is /, '')

test('what could be misread stands in quotation marks, and nothing hides', () => {
  expect(told('5')).toBe('“5”')
  expect(told(5)).toBe('5')
  expect(told('true')).toBe('“true”')
  expect(told('null')).toBe('“null”')
  expect(told('now')).toBe('“now”')
  expect(told('OR')).toBe('“OR”')
  expect(told('a and b')).toBe('“a and b”')
  expect(told('库存')).toBe('“库存”')
  expect(told('a\nb\u202Ec')).toBe('“a\\u000ab\\u202ec”')
  expect(told([1, 'x'])).toBe('[1, x]')
  expect(told('x', 'state.status is FAILED or x')).toBe('“state.status is FAILED or x” is x')
  expect(told('x', '')).toBe('(no field) is x')
})

test('long texts and lists are cut and say so', () => {
  const list = Array.from({ length: 25 }, (_, index) => `v${index}`)
  expect(describe({ field: 'ownerId', operator: 'IN', value: list }, 'en')).toBe(
    'owner is one of [v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, and 15 more]',
  )
  expect(describe({ field: 'ownerId', operator: 'EQ', value: '\u{1F600}'.repeat(201) }, 'en')).toBe(
    `owner is “${'\u{1F600}'.repeat(200)}…”`,
  )
})

test('no condition, however odd, makes it throw or stay silent', () => {
  fc.assert(
    fc.property(anyConditions, (condition) => {
      for (const language of ['en', 'zh-CN'] as const) {
        expect(describe(condition, language)).not.toMatch(
          /^$|undefined|\{(field|value|child)\}.*\{(field|value|child)\}|\[object/,
        )
      }
    }),
    { numRuns: 1000 },
  )
})
