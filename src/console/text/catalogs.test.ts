import { getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const text = (lines: string | undefined) =>
  Array.from((lines ?? '').matchAll(/"(?<part>(?:[^"\\]|\\.)*)"/gu), ({ groups }) => groups?.['part'] ?? '').join('')

/** Message by id of a catalog, as its file says it. */
function read(language: string): ReadonlyMap<string, string> {
  const file = readFileSync(`src/console/text/${language}.po`, 'utf8')
  const entries = file.matchAll(/^msgid (?<id>(?:".*"\n)+)msgstr (?<message>(?:".*"\n?)+)/gmu)
  return new Map(Array.from(entries, ({ groups }) => [text(groups?.['id']), text(groups?.['message'])]))
}

/** As a catalog file writes it. */
const escaped = (message: string) => JSON.stringify(message).slice(1, -1)

const english = read('en')
const chinese = read('zh-CN')

/** The places that are filled in: `{at}`, `<0>`, and the number of a plural. */
const places = (message: string) => [...new Set(message.match(/\{\w+(?=[},])|<\/?\d+\/?>/gu) ?? [])].sort()

// A message that is in no catalog stands on the built page as a code of six letters.
test('every text of the page is in the catalogs: npx lingui extract', async () => {
  const [catalog] = await getCatalogs(getConfig())
  const said = Object.values((await catalog?.collect()) ?? {}).map(({ message }) => message)
  expect(said.length).toBeGreaterThan(100)
  expect(said.filter((message) => !english.has(escaped(message ?? '')))).toEqual([])
})

describe('the Chinese catalog', () => {
  test('has every message, and none that is gone', () => {
    expect(english.size).toBeGreaterThan(100)
    expect([...chinese.keys()]).toEqual([...english.keys()])
  })

  test('leaves none without words', () => {
    expect([...chinese].filter(([, message]) => message === '').map(([id]) => id)).toEqual([])
  })

  test('fills in what the English message fills in', () => {
    const different = [...chinese].filter(([id, message]) => String(places(id)) !== String(places(message)))
    expect(different.map(([id]) => id).filter((id) => id !== '')).toEqual([])
  })
})
