import { expect, test } from 'vitest'
import { readPasted } from './readPasted.ts'

test.for([
  ['0VbjxYmu0001000', { kind: 'id', id: '0VbjxYmu0001000' }],
  ['ExecutionFailed[0VbjxYmu0001000] can not retry', { kind: 'id', id: '0VbjxYmu0001000' }],
  [
    'http://wow.internal/to-retry?id=0VbjxYmu0001000',
    { kind: 'notification', view: 'to-retry', id: '0VbjxYmu0001000' },
  ],
  [
    'Failed again: [open](https://wow.internal:8080/next-retry/?id=0VbjxYmu0001000)',
    { kind: 'notification', view: 'next-retry', id: '0VbjxYmu0001000' },
  ],
  ['/non-retryable', { kind: 'notification', view: 'non-retryable', id: undefined }],
  [
    'http://amends.internal/main/executions/0VbjxYmu0001000?view=all',
    { kind: 'address', to: '/main/executions/0VbjxYmu0001000?view=all', id: '0VbjxYmu0001000' },
  ],
  [
    '/local/executions/0VbjxYmu0001000/state/1/now',
    { kind: 'address', to: '/local/executions/0VbjxYmu0001000/state/1/now', id: '0VbjxYmu0001000' },
  ],
  ['/local/executions?view=all', { kind: 'address', to: '/local/executions?view=all', id: undefined }],
  ['/local/executions/a%2Fb%', { kind: 'address', to: '/local/executions/a%2Fb%', id: 'a%2Fb%' }],
  ['https://grafana.internal/trace?of=0VbjxYmu0001000', { kind: 'id', id: '0VbjxYmu0001000' }],
  [
    'http://amends.internal/oms/transactions/1/405?cmd=10002',
    { kind: 'address', to: '/oms/transactions/1/405?cmd=10002', id: undefined },
  ],
  ['1/1001', { kind: 'transaction', setId: 1, transId: 1001, cmd: undefined }],
  ['1 5009', { kind: 'transaction', setId: 1, transId: 5009, cmd: undefined }],
  ['set 1 5009 kind 10009', { kind: 'transaction', setId: 1, transId: 5009, cmd: 10009 }],
  [
    'curl "http://oms.internal/app/newoms.php/webservice/oamp/transaction/detail/1/1001?cmd=10002&access-token=f00d"',
    { kind: 'transaction', setId: 1, transId: 1001, cmd: 10002 },
  ],
  ['internationally known', { kind: 'text' }],
  ['http://', { kind: 'text' }],
  ['', { kind: 'text' }],
] as const)('%s is read as %o', ([text, read]) => {
  expect(readPasted(text)).toEqual(read)
})
