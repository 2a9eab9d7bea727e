import { screen, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../../testServer.ts'
import type { TestServer } from '../../testServer.ts'
import { renderRoute } from '../../renderRoute.tsx'

let gateway: TestServer['gateway']
beforeEach(async () => {
  ;({ gateway } = await openTestServer())
})

test('the form keeps every digit of the JSON that it rewrites, and of what is typed into it', async () => {
  const type = 'me.ahoo.wow.compensation.api.CreateExecutionFailed'
  const { user } = renderRoute(`/local/tools/send?type=${type}`, gateway.app)
  const json = await screen.findByRole('textbox', { name: 'Body as JSON' })
  await user.clear(json)
  await user.click(json)
  await user.paste('{"executeAt":9007199254740993,"retrySpec":{"maxRetries":3},"other":[1.50]}')
  const at = await screen.findByRole('textbox', { name: /^executeAt/u })
  expect(at).toHaveValue('9007199254740993')
  expect(at).not.toHaveAttribute('aria-invalid', 'true')

  const retries = within(screen.getByRole('group', { name: /^retrySpec/u })).getByRole('textbox', {
    name: /^maxRetries/u,
  })
  await user.clear(retries)
  await user.type(retries, '5')
  expect(json).toHaveValue(
    `{
  "executeAt": 9007199254740993,
  "retrySpec": {
    "maxRetries": 5
  },
  "other": [
    1.50
  ]
}`,
  )
  await user.clear(at)
  await user.type(at, '9223372036854775807')
  expect(json).toHaveDisplayValue(/"executeAt": 9223372036854775807\b/u)
})
