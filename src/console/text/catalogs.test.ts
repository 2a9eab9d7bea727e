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

const english = read('en')
const chinese = read('zh-CN')

/** The places that are filled in: `{at}`, `<0>`, and the number of a plural. */
const places = (message: string) => [...new Set(message.match(/\{\w+(?=[},])|<\/?\d+\/?>/gu) ?? [])].sort()

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
