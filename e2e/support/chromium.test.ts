import { chromium } from '@playwright/test'
import { expect, test } from 'vitest'
import { chromiumLaunch } from './chromium.ts'

test('no feature that Playwright turns off is on again by our own list, which Chromium takes in its place', async () => {
  // Node takes none of a browser's arguments; so it ends at once, and the error quotes all of them.
  const failed = chromium.launch({ ...chromiumLaunch, executablePath: process.execPath })
  const said = await failed.then(String, String)
  const [line = ''] = /<launching>.*/.exec(said) ?? []
  const lists = [...line.matchAll(/--disable-features=(\S*)/g)].map(([, list = '']) => list.split(','))
  expect(lists).toHaveLength(2)
  const [theirs = [], ours = []] = lists
  expect(ours).toEqual(expect.arrayContaining(theirs))
})
