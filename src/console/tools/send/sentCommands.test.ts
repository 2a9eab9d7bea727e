import { renderHook, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { setTransport } from '../../ui/data/request.ts'
import { forgetSent, sendCommand, useSentCommands } from './sentCommands.ts'

afterEach(() => {
  forgetSent()
})

test.each([
  ['InternalServerError', 'lost'],
  ['GatewayUpstreamUnreachable', 'lost'],
  ['RequestTimeout', 'lost'],
  ['IllegalArgument', 'refused'],
  ['DuplicateRequestId', 'refused'],
])('an answer that ends with the event %s leaves the command %s', async (code, phase) => {
  const data = JSON.stringify({ errorCode: code, errorMsg: 'in its words' })
  const headers = { 'content-type': 'text/event-stream' }
  setTransport(async () => new Response(`event:${code}\ndata:${data}\n\n`, { headers }))
  sendCommand({ source: 'local', type: 'a.Command', headers: {}, body: '{}', requestId: `r-${code}` })
  const { result } = renderHook(useSentCommands)
  await waitFor(() => expect(result.current[0]).toMatchObject({ phase, failure: { code, message: 'in its words' } }))
})
