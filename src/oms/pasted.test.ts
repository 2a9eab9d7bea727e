import { expect, test } from 'vitest'
import { parsePasted } from './pasted.ts'

const base = 'http://oms.example:8080/app/newoms.php/webservice/oamp/transaction'

test('an address of the OMS is read, and its token left behind', () => {
  const pasted = parsePasted(`${base}/detail/37/6021?cmd=10002&ip-type=webservicerest&access-token=abc123`)
  expect(pasted).toEqual({ setId: 37, transId: 6021, cmd: 10002, origin: 'http://oms.example:8080', hadToken: true })
  expect(JSON.stringify(pasted)).not.toContain('abc123')
})

test.each([
  [`curl -X POST '${base}/detail/37/6021?cmd=10002&access-token=t' -d '{"get_action":1}'`, 37, 6021, 10002],
  [`curl ${base}/detail/37/6021?access-token=t&set_id=1&trans_id=2&cmd=10003`, 37, 6021, 10003],
  [`curl "${base}/executing?cmd=10002&access-token=t" -d '{"trans_id":6021,"set_id":37}'`, 37, 6021, 10002],
  [`curl "${base}/redo?cmd=10009" -d '{"setId": "37", "transId": "6350"}'`, 37, 6350, 10009],
  ['http://127.0.0.1:7070/local/transactions/1/1001?cmd=10002', 1, 1001, 10002],
  ['/local/transactions/1/1001', 1, 1001, undefined],
  [' 37 / 6021 ', 37, 6021, undefined],
  ['37 6021', 37, 6021, undefined],
  ['37,6021', 37, 6021, undefined],
  ['1 5009 10009', 1, 5009, 10009],
  ['1/5009/10009', 1, 5009, 10009],
  ['set 1 5009 kind 10009', 1, 5009, 10009],
  ['Set 1 / 5009, cmd=10009', 1, 5009, 10009],
  ['set_id=1, trans_id=5009', 1, 5009, undefined],
  ['transaction 5009 set 1', 1, 5009, undefined],
  ['集群1 事务5009 类型10009', 1, 5009, 10009],
])('%s', (text, setId, transId, cmd) => {
  expect(parsePasted(text)).toMatchObject({ setId, transId, cmd })
})

test('anything else is no transaction', () => {
  const texts = [
    '',
    '37',
    'hello',
    '1 2 3',
    'set 1',
    'set 1 2 3',
    'set 1 set 2',
    '1 5009 or so',
    '2026-11-28 05:30:00',
    `${base}/detail/x/1`,
    `${base}/detail/37/60211111111111`,
    ' '.repeat(30_000),
  ]
  for (const text of texts) expect(parsePasted(text)).toBeUndefined()
})
