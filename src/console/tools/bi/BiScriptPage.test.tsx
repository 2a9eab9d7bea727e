import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openTestServer } from '../../testServer.ts'
import type { Role } from '../../../wow/execution/actions.ts'
import { renderRoute } from '../../renderRoute.tsx'

async function open(role: Role = 'admin') {
  const { gateway } = await openTestServer({ biConsumerGroupNamespace: 'demo' }, { roleOf: () => role })
  return renderRoute('/local/tools/bi-script', gateway.app)
}

test('the script stands there with the remarks of the server, and what was typed went into it', async () => {
  const { user } = await open()
  await user.selectOptions(await screen.findByLabelText('Topology'), 'STANDALONE')
  await user.type(screen.getByLabelText('Database'), 'my_bi')
  await user.click(screen.getByRole('button', { name: 'Write the script' }))
  const part = within(await screen.findByRole('region', { name: 'The script' }))
  expect(part.getByText('-- global --', { selector: '.sql-comment:first-child' })).toBeVisible()
  expect(part.getAllByText('"my_bi"', { selector: '.sql-name' }).length).toBeGreaterThan(1)
  expect(part.getByRole('button', { name: 'Download' })).toBeVisible()
  expect(part.getByRole('table', { name: /remark/ })).toBeVisible()
})

test('a refusal is told in the words of the server, and what was typed stays', async () => {
  const { user } = await open()
  const depth = await screen.findByLabelText('Depth of columns')
  await user.type(depth, 'x')
  expect(screen.getByText('A whole number.')).toBeVisible()
  await user.clear(depth)
  await user.type(depth, '9')
  await user.click(screen.getByRole('button', { name: 'Write the script' }))
  expect(await screen.findByRole('alert')).toHaveTextContent(/maxExpansionDepth must be less than or equal/)
  expect(depth).toHaveValue('9')
})

test('whoever is no admin is told so', async () => {
  await open('operator')
  expect(await screen.findByText('Your role may not do this: it needs an admin.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Write the script' })).toBeDisabled()
})
