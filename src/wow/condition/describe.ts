/** Conditions in words, so that a person can check what will be asked before trusting the answer. */
import type { Condition, Operator } from './condition.ts'
import { fieldOf } from './fields.ts'
import type { Field, FieldType, Language } from './fields.ts'
import { isObject } from '../json.ts'
import type { Json } from '../json.ts'
import { isTimeOperator } from './timeRange.ts'

type Sentence = readonly [en: string, zh: string]

/** `{field}`, `{value}` and `{child}` are filled in. */
const SENTENCES: { readonly [operator in Exclude<Operator, 'AND' | 'OR' | 'NOR' | 'DELETED'>]: Sentence } = {
  ALL: ['everything', '全部'],
  ID: ['id is {value}', 'ID 是 {value}'],
  IDS: ['id is one of {value}', 'ID 是 {value} 之一'],
  AGGREGATE_ID: ['execution id is {value}', '执行 ID 是 {value}'],
  AGGREGATE_IDS: ['execution id is one of {value}', '执行 ID 是 {value} 之一'],
  TENANT_ID: ['tenant is {value}', '租户是 {value}'],
  OWNER_ID: ['owner is {value}', '所有者是 {value}'],
  SPACE_ID: ['space is {value}', '空间是 {value}'],
  EQ: ['{field} is {value}', '{field}是 {value}'],
  NE: ['{field} is not {value}', '{field}不是 {value}'],
  GT: ['{field} is greater than {value}', '{field}大于 {value}'],
  GTE: ['{field} is at least {value}', '{field}不小于 {value}'],
  LT: ['{field} is less than {value}', '{field}小于 {value}'],
  LTE: ['{field} is at most {value}', '{field}不大于 {value}'],
  CONTAINS: ['{field} contains {value}', '{field}包含 {value}'],
  IN: ['{field} is one of {value}', '{field}是 {value} 之一'],
  NOT_IN: ['{field} is none of {value}', '{field}不是 {value} 中的任何一个'],
  BETWEEN: ['{field} is from {value}', '{field}在 {value} 之间（含两端）'],
  ALL_IN: ['{field} has all of {value}', '{field}包含全部 {value}'],
  STARTS_WITH: ['{field} starts with {value}', '{field}以 {value} 开头'],
  ENDS_WITH: ['{field} ends with {value}', '{field}以 {value} 结尾'],
  ELEM_MATCH: ['one of {field} has: {child}', '{field}中有一项满足：{child}'],
  NULL: ['{field} is null or missing', '{field}为 null 或不存在'],
  NOT_NULL: ['{field} has a value', '{field}有值'],
  TRUE: ['{field} is true', '{field}为真'],
  FALSE: ['{field} is false', '{field}为假'],
  EXISTS: ['{field} is present', '{field}存在'],
  TODAY: ['{field} is today', '{field}在今天'],
  BEFORE_TODAY: ['{field} is before today {value}', '{field}早于今天 {value}'],
  TOMORROW: ['{field} is tomorrow', '{field}在明天'],
  THIS_WEEK: ['{field} is this week', '{field}在本周'],
  NEXT_WEEK: ['{field} is next week', '{field}在下周'],
  LAST_WEEK: ['{field} is last week', '{field}在上周'],
  THIS_MONTH: ['{field} is this month', '{field}在本月'],
  LAST_MONTH: ['{field} is last month', '{field}在上月'],
  RECENT_DAYS: ['{field} is in the last {value} days, today included', '{field}在最近 {value} 天内（含今天）'],
  EARLIER_DAYS: ['{field} is before the last {value} days, today included', '{field}早于最近 {value} 天（含今天）'],
  MATCH: ['full text matches {value}', '全文匹配 {value}'],
  RAW: ['database filter {value}', '数据库过滤条件 {value}'],
}

/** Moments are not greater but later. */
const MOMENTS: { readonly [operator in 'GT' | 'GTE' | 'LT' | 'LTE']: Sentence } = {
  GT: ['{field} is after {value}', '{field}晚于 {value}'],
  GTE: ['{field} is at or after {value}', '{field}不早于 {value}'],
  LT: ['{field} is before {value}', '{field}早于 {value}'],
  LTE: ['{field} is at or before {value}', '{field}不晚于 {value}'],
}

const BEFORE_THIS_DAY: Sentence = ['{field} is before today', '{field}早于今天']

const DELETION: { readonly [state: string]: Sentence } = {
  ACTIVE: ['is not deleted', '未删除'],
  DELETED: ['is deleted', '已删除'],
  ALL: ['is deleted or not', '不论是否已删除'],
}

interface Words {
  readonly language: Language
  readonly now: string
  readonly nothing: string
  readonly noField: string
  readonly missing: (field: string) => string
  readonly join: { readonly AND: string; readonly OR: string }
  readonly not: (inner: string) => string
  readonly group: (inner: string) => string
  readonly quote: (text: string) => string
  readonly list: (values: readonly string[]) => string
  readonly ends: (least: string, most: string) => string
  readonly more: (count: number) => string
  readonly anyCase: string
  readonly zone: (zone: string | undefined) => string
  readonly asText: (pattern: string) => string
  readonly units: readonly string[]
}

const WORDS: { readonly [language in Language]: Words } = {
  en: {
    language: 'en',
    now: 'now',
    nothing: 'nothing',
    noField: '(no field)',
    missing: (field) => `${field} is missing`,
    join: { AND: ' and ', OR: ' or ' },
    not: (inner) => `not (${inner})`,
    group: (inner) => `(${inner})`,
    quote: (text) => `“${text}”`,
    // In brackets, or the next "and" would seem to go on with the list.
    list: (values) => `[${values.join(', ')}]`,
    ends: (least, most) => `${least} to ${most}`,
    more: (count) => `and ${count} more`,
    anyCase: ' (any letter case)',
    zone: (zone) => ` (${zone ?? "server's zone"})`,
    asText: (pattern) => ` (as text ${pattern})`,
    units: ['d', 'h', 'min', 's', 'ms'],
  },
  'zh-CN': {
    language: 'zh-CN',
    now: '现在',
    nothing: '空',
    noField: '（无字段）',
    missing: (field) => `${field}不存在`,
    join: { AND: ' 且 ', OR: ' 或 ' },
    not: (inner) => `非（${inner}）`,
    group: (inner) => `（${inner}）`,
    quote: (text) => `“${text}”`,
    list: (values) => values.join('、'),
    ends: (least, most) => `${least} 至 ${most}`,
    more: (count) => `另外 ${count} 个`,
    anyCase: '（不区分大小写）',
    zone: (zone) => `（${zone ?? '服务器时区'}）`,
    asText: (pattern) => `（文本格式 ${pattern}）`,
    units: ['天', '小时', '分钟', '秒', '毫秒'],
  },
}

const MOST_VALUES = 10
const MOST_CHARACTERS = 200
const UNITS_MS = [86_400_000, 3_600_000, 60_000, 1000, 1]
/** Text that cannot be taken for a number, a word of the sentence or the end of the value. */
const PLAIN = /^(?!(?:true|false|null|now|and|or|not|nothing)$|[\d.-]+(?:e\d*)?$)[\w.:@$/-]+$/i
/** What would break the line or turn its direction around is shown as its code. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

function cut(text: string): string {
  const characters = Array.from(text.slice(0, 2 * MOST_CHARACTERS + 1))
  const short = characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join('')}…` : text
  return short.replaceAll(HIDDEN, (hidden) => `\\u${(hidden.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}

function moment(ms: number): string | undefined {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return undefined
  const [day, time = ''] = date.toISOString().split('T')
  return `${day} ${time.replace('.000', '').replace('Z', '')} UTC`
}

/** `now`, `now - 5 min`. */
function shifted(shiftMs: number, { now, units }: Words): string {
  if (shiftMs === 0) return now
  const unit = UNITS_MS.findIndex((ms) => shiftMs % ms === 0)
  const amount = unit < 0 ? `${Math.abs(shiftMs)} ms` : `${Math.abs(shiftMs) / (UNITS_MS[unit] ?? 1)} ${units[unit]}`
  return `${now} ${shiftMs < 0 ? '−' : '+'} ${amount}`
}

function scalar(value: Json, field: Field | undefined, words: Words): string {
  if (typeof value === 'string') return PLAIN.test(value) ? cut(value) : words.quote(cut(value))
  if (typeof value === 'number' && field?.type === 'time') return moment(value) ?? String(value)
  if (isObject(value) && typeof value['$now'] === 'number') return shifted(value['$now'], words)
  return cut(JSON.stringify(value))
}

function listed(values: readonly Json[], field: Field | undefined, words: Words): string {
  if (values.length === 0) return words.nothing
  const shown = values.slice(0, MOST_VALUES).map((value) => scalar(value, field, words))
  const rest = values.length - shown.length
  if (shown.length === 1) return shown.join('')
  return words.list([...shown, ...(rest > 0 ? [words.more(rest)] : [])])
}

function valueWords({ operator = 'ALL', value = '' }: Condition, field: Field | undefined, words: Words): string {
  if (operator === 'BEFORE_TODAY' && typeof value === 'number' && value >= 0 && value < 86_400) {
    return new Date(Math.trunc(value) * 1000).toISOString().slice(11, 19)
  }
  // The value of a time operator is a number of days or a time of day, whatever the field holds.
  if (isTimeOperator(operator)) return scalar(value, undefined, words)
  if (!Array.isArray(value)) return scalar(value, field, words)
  const [least, most] = value
  if (operator === 'BETWEEN' && least !== undefined && most !== undefined) {
    return words.ends(scalar(least, field, words), scalar(most, field, words))
  }
  return listed(value, field, words)
}

function sentenceOf(operator: keyof typeof SENTENCES, value: Json | undefined, field: Field | undefined): Sentence {
  if (operator === 'GT' || operator === 'GTE' || operator === 'LT' || operator === 'LTE') {
    const isMoment = field?.type === 'time' || (isObject(value) && '$now' in value)
    if (isMoment) return MOMENTS[operator]
  }
  if (value === true && operator === 'EQ') return SENTENCES.TRUE
  if (value === false && operator === 'EQ') return SENTENCES.FALSE
  if (value === 1 && operator === 'RECENT_DAYS') return SENTENCES.TODAY
  if (value === 1 && operator === 'EARLIER_DAYS') return BEFORE_THIS_DAY
  // One value needs no choice.
  if (operator === 'IN' && Array.isArray(value) && value.length === 1) return SENTENCES.EQ
  if (operator === 'NOT_IN' && Array.isArray(value) && value.length === 1) return SENTENCES.NE
  return SENTENCES[operator]
}

function optionWords({ operator = 'ALL', options = {} }: Condition, words: Words): string {
  const isText = operator === 'CONTAINS' || operator === 'STARTS_WITH' || operator === 'ENDS_WITH'
  if (isText) return options.ignoreCase === true ? words.anyCase : ''
  if (!isTimeOperator(operator)) return ''
  return (
    words.zone(options.zoneId === undefined ? undefined : cut(options.zoneId)) +
    (options.datePattern === undefined ? '' : words.asText(cut(options.datePattern)))
  )
}

const fieldWords = (path: string, words: Words): string =>
  path === '' ? words.noField : PLAIN.test(path) ? cut(path) : words.quote(cut(path))

/** Groups inside another kind of group stand in brackets. */
function grouped(operator: 'AND' | 'OR', children: readonly Condition[], words: Words): string {
  if (children.length === 0) return words.nothing
  const isOther = (child: Condition): boolean =>
    (child.operator === 'AND' || child.operator === 'OR') && child.operator !== operator
  return children
    .map((child) => (isOther(child) ? words.group(told(child, words)) : told(child, words)))
    .join(words.join[operator])
}

function told(condition: Condition, words: Words): string {
  const { operator = 'ALL', field: path = '', value, children = [] } = condition
  const pick = ([en, zh]: Sentence): string => (words.language === 'en' ? en : zh)
  if (operator === 'AND' || operator === 'OR') return grouped(operator, children, words)
  if (operator === 'NOR') {
    const [only, ...others] = children
    const isOne = only !== undefined && others.length === 0
    return words.not(isOne ? told(only, words) : grouped('OR', children, words))
  }
  if (operator === 'DELETED') {
    const state =
      typeof value === 'boolean' ? (value ? 'DELETED' : 'ACTIVE') : typeof value === 'string' ? value.toUpperCase() : ''
    return pick(DELETION[state] ?? ['deleted is {value}', '删除状态是 {value}']).replace('{value}', () =>
      scalar(value ?? '', undefined, words),
    )
  }
  const field = fieldOf(path)
  const name = field === undefined ? fieldWords(path, words) : field.label[words.language]
  if (operator === 'EXISTS' && value === false) return words.missing(name)
  const parts: { readonly [part: string]: () => string } = {
    '{field}': () => name,
    '{value}': () => valueWords(condition, field, words),
    '{child}': () => words.group(grouped('AND', children, words)),
  }
  const sentence = pick(sentenceOf(operator, value, field))
  return sentence.replaceAll(/\{\w+\}/g, (part) => parts[part]?.() ?? part) + optionWords(condition, words)
}

/**
 * The condition as one sentence, for example `status is FAILED and (retries is at least 3 or error code is TIMEOUT)`. Long
 * texts and lists are cut and say so; points in time are UTC; texts that could be misread stand in quotation marks. A field
 * that is not known is named by its path. Never throws, also not for conditions that a server would refuse.
 */
export const describe = (condition: Condition, language: Language): string => told(condition, WORDS[language])

const GROUPS: { readonly [operator in 'AND' | 'OR' | 'NOR']: Sentence } = {
  AND: ['All of', '满足全部'],
  OR: ['Any of', '满足任一'],
  NOR: ['None of', '全不满足'],
}
const DELETION_STATE: Sentence = ['deletion state is {value}', '删除状态是 {value}']

/** An operator to choose from: the sentence above without its field, with … for the value. */
export function operatorWords(operator: Operator, type: FieldType | 'any', language: Language): string {
  const pick = ([en, zh]: Sentence): string => (language === 'en' ? en : zh)
  if (operator === 'AND' || operator === 'OR' || operator === 'NOR') return pick(GROUPS[operator])
  if (operator === 'DELETED') return pick(DELETION_STATE).replace('{value}', '…')
  const isMoment =
    type === 'time' && (operator === 'GT' || operator === 'GTE' || operator === 'LT' || operator === 'LTE')
  return pick(isMoment ? MOMENTS[operator] : SENTENCES[operator])
    .replace(/^(?:one of )?\{field\}(?:中)?/u, '')
    .replace(/[:：]? ?\{child\}$/u, '…')
    .replace(/ ?\{value\}$/u, '')
    .replaceAll('{value}', '…')
    .trim()
}
