import { expect, test } from 'vitest'
import { parseStackTrace } from '../../../../wow/failure/stackTrace.ts'
import { countFrames, headText, pieces, traceBlocks } from './traceBlocks.ts'

const TRACE = `com.shop.OutOfStock: stock of sku-4 is short
\tat com.shop.Stock.take(Stock.java:41)
\tat com.shop.StockSaga.onOrderPaid(StockSaga.java:17)
\tat reactor.core.publisher.FluxMap.onNext(FluxMap.java:1)
\tat reactor.core.publisher.FluxMap.onNext(FluxMap.java:2)
\tat com.shop.Again.run(Again.java:3)
\tat reactor.core.publisher.Mono.a(Mono.java:1)
\tat reactor.core.publisher.Mono.b(Mono.java:2)
\tat java.base/java.lang.Thread.run(Thread.java:1583)
Caused by: java.sql.SQLException: deadlock
\tat com.shop.Db.query(Db.java:9)
\t... 7 more`

const throwables = parseStackTrace(TRACE)

test('only a long run of framework frames is folded', () => {
  const [first] = throwables
  const blocks = traceBlocks(first?.lines ?? [])
  expect(blocks.map(({ folded, lines }) => [folded, lines.length])).toEqual([
    [false, 5],
    [true, 3],
  ])
  expect(pieces(blocks).map(({ height }) => height)).toEqual([6])
})

test('no line is lost, however long the trace', () => {
  const lines = parseStackTrace(
    `x.Y: z\n${Array.from({ length: 3000 }, (_, at) => `\tat ${at % 5 === 0 ? 'com.shop' : 'java.util'}.A.m(A.java:${at})`).join('\n')}`,
  ).flatMap((throwable) => throwable.lines)
  const cut = pieces(traceBlocks(lines))
  expect(cut.flatMap(({ blocks }) => blocks.flatMap((block) => block.lines))).toEqual(lines)
  expect(Math.max(...cut.map(({ height }) => height))).toBeLessThanOrEqual(60)
})

test('frames are counted over all causes', () => {
  expect(countFrames(throwables)).toEqual({ frames: 9, frameworks: 5 })
})

test('a cause begins as the trace writes it', () => {
  expect(throwables.map(headText)).toEqual([
    'com.shop.OutOfStock: stock of sku-4 is short',
    'Caused by: java.sql.SQLException: deadlock',
  ])
})
