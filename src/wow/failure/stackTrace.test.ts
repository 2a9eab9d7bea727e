import { expect, test } from 'vitest'
import { firstApplicationFrame, isApplicationClass, parseStackTrace } from './stackTrace.ts'

const TRACE = `me.ahoo.wow.exception.WowException: handling failed
	at me.ahoo.wow.event.Dispatcher.handle(Dispatcher.kt:88)
	at app//com.shop.Saga.onOrderPaid(Saga.kt:17)
	at java.base@21.0.2/java.lang.Thread.run(Thread.java:1583)
	Suppressed: reactor.core.publisher.FluxOnAssembly$OnAssemblyException: 
Error has been observed at the following site(s):
	*__checkpoint ⇢ Handler com.shop.Saga
Original Stack Trace:
		at com.shop.Enhanced.run(Enhanced.java:3)
Caused by: com.shop.StockException: stock of sku-4
is short
	at com.shop.Stock$Companion.take(Stock.kt:41)
	at com.shop.Stock$$Lambda/0x000001.apply(Unknown Source)
	at jdk.internal.reflect.DirectMethodHandleAccessor.invoke(Native Method)
	at org.springframework.core.Proxy.call(Proxy.java:5) ~[spring-core-6.1.jar:6.1]
	this line is no frame
	... 38 more
Caused by: java.net.SocketTimeoutException
	... 4 common frames omitted
`

test('causes, suppressed ones and messages of several lines are told apart', () => {
  expect(
    parseStackTrace(TRACE).map(({ relation, className, message, lines }) => [
      relation,
      className,
      message,
      lines.length,
    ]),
  ).toEqual([
    ['thrown', 'me.ahoo.wow.exception.WowException', 'handling failed', 3],
    [
      'suppressed',
      'reactor.core.publisher.FluxOnAssembly$OnAssemblyException',
      '\nError has been observed at the following site(s):\n\t*__checkpoint ⇢ Handler com.shop.Saga\nOriginal Stack Trace:',
      1,
    ],
    ['cause', 'com.shop.StockException', 'stock of sku-4\nis short', 6],
    ['cause', 'java.net.SocketTimeoutException', '', 1],
  ])
})

test('frames are read with module, class, method and place', () => {
  const [thrown, , cause] = parseStackTrace(TRACE)
  const parts = [...(thrown?.lines ?? []), ...(cause?.lines ?? [])].map((line) =>
    line.kind === 'frame'
      ? [line.module, line.className, line.method, line.file, line.line, line.application]
      : [line.kind, line.text],
  )
  expect(parts).toEqual([
    ['', 'me.ahoo.wow.event.Dispatcher', 'handle', 'Dispatcher.kt', 88, false],
    ['app/', 'com.shop.Saga', 'onOrderPaid', 'Saga.kt', 17, true],
    ['java.base@21.0.2', 'java.lang.Thread', 'run', 'Thread.java', 1583, false],
    ['', 'com.shop.Stock$Companion', 'take', 'Stock.kt', 41, true],
    ['', 'com.shop.Stock$$Lambda/0x000001', 'apply', '', undefined, true],
    ['', 'jdk.internal.reflect.DirectMethodHandleAccessor', 'invoke', '', undefined, false],
    ['', 'org.springframework.core.Proxy', 'call', 'Proxy.java', 5, false],
    ['text', 'this line is no frame'],
    ['omitted', '... 38 more'],
  ])
})

test('the first application frame is that of the deepest cause that has one', () => {
  expect(firstApplicationFrame(parseStackTrace(TRACE))?.text).toBe('at com.shop.Stock$Companion.take(Stock.kt:41)')
  const outer = 'x.Y: m\n\tat com.shop.A.b(A.kt:1)\nCaused by: java.io.IOException: e\n\tat java.io.C.d(C.java:2)'
  expect(firstApplicationFrame(parseStackTrace(outer))?.method).toBe('b')
  expect(firstApplicationFrame(parseStackTrace('x.Y: m\n\tat java.io.C.d(C.java:2)'))).toBeUndefined()
})

test('the longest prefix that fits says whose frame it is', () => {
  const rule = { framework: ['com.shop.', 'java.', 'org.'], application: ['com.shop.stock.', 'org.'] }
  const judged = (className: string) => isApplicationClass(className, rule)
  expect(judged('com.shop.Base')).toBe(false)
  expect(judged('com.shop.stock.Stock')).toBe(true)
  expect(judged('org.acme.Both')).toBe(true)
  expect(judged('net.other.Thing')).toBe(true)
  const trace = 'x.Y: m\n\tat com.shop.A.b(A.kt:1)\n\tat com.shop.stock.C.d(C.java:2)'
  expect(firstApplicationFrame(parseStackTrace(trace, rule))?.className).toBe('com.shop.stock.C')
})

test.each([
  ['', []],
  ['just text', [['', 'just text']]],
  ['stock: 4', [['', 'stock: 4']]],
  ['Oops\n\tat a.B.c(B.java)', [['', 'Oops']]],
  ['IllegalStateException', [['IllegalStateException', '']]],
  ['Exception in thread "main" java.lang.Error: x', [['java.lang.Error', 'x']]],
  ['java.lang.Error: x\r\n\tat a.B.c(B.java:1)\r\n', [['java.lang.Error', 'x']]],
])('%j', (trace, headers) => {
  expect(parseStackTrace(trace).map(({ className, message }) => [className, message])).toEqual(headers)
})

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')

test('no line is lost', () => {
  const odd = `${TRACE}\tat broken(\n\tat (x)\n\tat no dots here(A.java:1)\n\t... many more`
  const kept = parseStackTrace(odd).flatMap(({ relation, className, message, lines }) => [
    ...(relation === 'cause' ? ['Caused by:'] : relation === 'suppressed' ? ['Suppressed:'] : []),
    `${className}${message === '' && relation !== 'thrown' ? '' : ':'} ${message}`,
    ...lines.map(({ text }) => text),
  ])
  // Packaging behind a frame (`~[jar]`) stays with the text of the frame.
  expect(words(kept.join('\n'))).toEqual(words(odd))
})
