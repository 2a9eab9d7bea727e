import { expect, test } from 'vitest'
import { admits, cmdsAdmitting, TRANSACTION_KINDS, transactionKind } from './cmds.ts'
import { DEFAULT_OMS_OPTIONS, OmsOptions } from './options.ts'
import { ACTION_STATUSES, actionStatus, isTerminal, TRANSACTION_STATUSES, transactionStatus } from './statuses.ts'
import { hasMoved, statusesFor, TRANSITIONS, transitionsBetween, transitionsFrom } from './transitions.ts'

test('there are eleven statuses of transactions in the words of the guide', () => {
  expect(TRANSACTION_STATUSES.map(({ code, zh }) => `${code} ${zh}`)).toEqual([
    '1 待点击执行',
    '2 等待执行队列中',
    '3 执行前准备中',
    '4 执行中',
    '5 挂起中',
    '6 待恢复',
    '7 待回滚',
    '8 回滚中',
    '9 已成功完成',
    '10 异常结束',
    '1000 已暂停',
  ])
  expect(TRANSACTION_STATUSES.filter(({ terminal }) => terminal).map(({ code }) => code)).toEqual([9, 10])
})

test('there are nine statuses of actions, whose numbers mean something else', () => {
  expect(ACTION_STATUSES.map(({ code, zh }) => `${code} ${zh}`)).toEqual([
    '1 初始化中',
    '2 资源就绪,待执行',
    '3 执行中',
    '4 挂起',
    '5 回滚中',
    '6 完成',
    '7 已结束',
    '8 待恢复',
    '9 跳过',
  ])
  expect([transactionStatus(4)?.key, actionStatus(4)?.key]).toEqual(['executing', 'suspended'])
  expect([transactionStatus(6)?.key, actionStatus(6)?.key]).toEqual(['awaiting-resume', 'finished'])
})

test('an unknown status is neither known nor closed', () => {
  expect([transactionStatus(77), actionStatus(0), isTerminal(77)]).toEqual([undefined, undefined, false])
})

test('the kinds are those of the guide, and four of them can be resumed', () => {
  expect(TRANSACTION_KINDS.map(({ cmd }) => cmd)).toEqual([
    10002, 10003, 10004, 10005, 10006, 10008, 10009, 10011, 10012, 10013, 10022,
  ])
  const resumable = TRANSACTION_KINDS.filter((kind) => kind.resumable).map(({ cmd }) => cmd)
  expect(resumable).toEqual([10009, 10011, 10012, 10013])
  expect(DEFAULT_OMS_OPTIONS.resumeCmds).toEqual(resumable)
  expect(TRANSACTION_KINDS.filter((kind) => kind.oneEditionOnly).map(({ cmd }) => cmd)).toEqual([10006])
  expect(transactionKind(10018)).toBeUndefined()
})

test('a cmd admits the Types of its entry; without an entry nothing is known', () => {
  expect([admits(10004, 279), admits(10004, 363), admits(10009, 279)]).toEqual([true, false, undefined])
  expect([cmdsAdmitting(281), cmdsAdmitting(128)]).toEqual([[10003], []])
  expect(cmdsAdmitting(7, { 1: [7, 8], 2: [7] })).toEqual([1, 2])
})

test('the transitions are those of the guide, and of the engine as one has to assume them', () => {
  const written = TRANSITIONS.map(({ from, to, origin, operation }) => `${from}>${to} ${operation ?? ''} ${origin}`)
  expect(written).toEqual([
    '1>2 execute webservice',
    '1>10 endAbnormally oms',
    '2>3  engine',
    '3>4  engine',
    '4>9  engine',
    '4>5  engine',
    '4>5 suspend oms',
    '5>6 resume webservice',
    '5>10 endAbnormally oms',
    '6>4  engine',
    '7>8  engine',
    '8>10  engine',
    '8>10 endAbnormally oms',
  ])
  expect(TRANSITIONS.every(({ origin, assumed }) => assumed === (origin === 'engine'))).toBe(true)
  expect([9, 10, 1000, 77].flatMap(transitionsFrom)).toEqual([])
  expect(transitionsBetween(4, 5).map(({ origin }) => origin)).toEqual(['engine', 'oms'])
  expect(transitionsBetween(1, 4)).toEqual([])
  expect([statusesFor('execute'), statusesFor('endAbnormally'), statusesFor('rollback')]).toEqual([[1], [1, 5, 8], []])
})

const at = (Status: number, UpdateTime: string | null) => ({ Status, UpdateTime })

test('a move is another status, or a suspended one that was touched since', () => {
  expect(hasMoved(at(1, 'a'), at(2, 'a'))).toBe(true)
  expect(hasMoved(at(5, 'a'), at(5, 'b'))).toBe(true)
  expect([
    hasMoved(at(5, 'a'), at(5, 'a')),
    hasMoved(at(1, 'a'), at(1, 'b')),
    hasMoved(at(4, null), at(4, 'b')),
  ]).toEqual([false, false, false])
})

test('the default options are valid, and a misspelt one is refused', () => {
  expect(OmsOptions.parse(DEFAULT_OMS_OPTIONS)).toEqual(DEFAULT_OMS_OPTIONS)
  expect(OmsOptions.safeParse({ ...DEFAULT_OMS_OPTIONS, actionKey: 'X' }).success).toBe(false)
})
