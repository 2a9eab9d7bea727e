import { expect, test } from 'vitest'
import { sendCurl } from './sendCurl.ts'

test('a command can be sent from a shell, whatever its body has in it', () => {
  const curl = sendCurl(
    {
      source: 'local',
      requestId: 'r-1',
      type: 'com.shop.PayOrder',
      headers: { 'Command-Wait-Stage': 'SNAPSHOT' },
      body: `{"note":"it's"}`,
    },
    'http://127.0.0.1:7070',
  )
  expect(curl).toBe(
    String.raw`curl -sSN -X POST 'http://127.0.0.1:7070/api/wow/local/wow/command/send' \
  -H 'Command-Wait-Stage: SNAPSHOT' \
  -H 'Command-Type: com.shop.PayOrder' \
  -H 'Command-Request-Id: r-1' \
  -H 'Content-Type: application/json' \
  -H 'Accept: text/event-stream, application/json' \
  --data-binary '{"note":"it'\''s"}'`,
  )
})
