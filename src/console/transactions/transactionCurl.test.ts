import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { DEFAULT_OMS_OPTIONS } from '../../oms/options.ts'
import { curlOfTransaction } from './transactionCurl.ts'

const id = { setId: 1, transId: 1004, cmd: 10002 }
const described = (url: string | null, ipType = 'webservicerest') => ({
  name: 'main',
  embedded: url === null,
  url,
  options: { ...DEFAULT_OMS_OPTIONS, ipType },
})

/** What a shell gives to `curl`, word by word. */
function wordsOf(command: string, variables: Record<string, string>): readonly string[] {
  const script = String.raw`curl() { for word; do printf '%s\n' "$word"; done; }
${command}`
  const said = execFileSync('/bin/sh', ['-eu', '-c', script], { env: variables, encoding: 'utf8', timeout: 10_000 })
  return said.trimEnd().split('\n')
}

const askedFor = (address: string) => [
  '-sS',
  '-X',
  'POST',
  '-H',
  'Content-Type: application/json',
  '-d',
  '{"get_action": 1}',
  address,
]

test('the command asks the OMS at its own address, with the token of the shell that runs it', () => {
  const command = curlOfTransaction(described('http://127.0.0.1:7071/app/newoms.php'), id)
  expect(command).toMatch(/access-token='"\$OMS_TOKEN"$/)
  expect(wordsOf(command, { OMS_TOKEN: 'dead $(beef) *' })).toEqual(
    askedFor(
      'http://127.0.0.1:7071/app/newoms.php/webservice/oamp/transaction/detail/1/1004?cmd=10002&ip-type=webservicerest&access-token=dead $(beef) *',
    ),
  )
})

test('nothing in the address or the options ends its quotes', () => {
  const command = curlOfTransaction(described("http://oms.example/it's$(id)/`id`/", "a'b;$HOME&c"), id)
  expect(wordsOf(command, { OMS_TOKEN: 't', HOME: '/home' }).at(-1)).toBe(
    "http://oms.example/it's$(id)/`id`/webservice/oamp/transaction/detail/1/1004?cmd=10002&ip-type=a%27b%3B%24HOME%26c&access-token=t",
  )
})

test('an embedded OMS without a port of its own is asked at the port that one would give it', () => {
  const command = curlOfTransaction(described(null), id)
  expect(wordsOf(command, { OMS_TOKEN: 't', AMENDS_EMBEDDED_PORT: '7071' }).at(-1)).toBe(
    'http://127.0.0.1:7071/app/newoms.php/webservice/oamp/transaction/detail/1/1004?cmd=10002&ip-type=webservicerest&access-token=t',
  )
})
