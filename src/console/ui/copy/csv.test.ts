import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvRecord } from './csv.ts'

/** The records of a CSV text, read by the grammar of RFC 4180. */
function parse(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let at = 0
  while (at < text.length) {
    let value = ''
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        if (at >= text.length) throw new Error('A quote is not closed')
        value += text[at]
        if (text[at] === '"') at += 1
      }
      at += 1
    } else {
      for (; at < text.length && !',\r\n'.includes(text[at] ?? ''); at += 1) value += text[at]
      if (value.includes('"')) throw new Error('A quote stands in a value without quotes')
    }
    record.push(value)
    if (text[at] === ',') {
      at += 1
      if (at === text.length) throw new Error('The last record does not end')
    } else if (text.startsWith('\r\n', at)) {
      at += 2
      records.push(record)
      record = []
    } else throw new Error(`Neither comma nor line end at ${at}`)
  }
  return records
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', "'", 'a', '1') }),
)
const records = fc.array(fc.array(text, { minLength: 2, maxLength: 5 }), { maxLength: 5 })
const isFormula = (value: string) => /^[=+\-@\t\r\n]/u.test(value)

describe('a CSV record', () => {
  test('reads back as what was written, whatever the texts hold', () => {
    fc.assert(
      fc.property(records, (written) => {
        const expected = written.map((record) => record.map((value) => (isFormula(value) ? `'${value}` : value)))
        expect(parse(written.map(csvRecord).join(''))).toEqual(expected)
      }),
    )
  })

  test('holds no text that a spreadsheet runs', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(
          parse(csvRecord([value, '']))
            .flat()
            .some(isFormula),
        ).toBe(false)
      }),
    )
  })

  test.each([
    [['=HYPERLINK("http://evil")'], `"'=HYPERLINK(""http://evil"")"\r\n`],
    [['a,b', 'c"d', 'e\nf', 'g;h'], '"a,b","c""d","e\nf","g;h"\r\n'],
    [[-5, 0, true, null, undefined, ''], '-5,0,true,,,\r\n'],
    [['-5', '@SUM(A1)'], "'-5,'@SUM(A1)\r\n"],
  ])('%j is %j', (values, line) => {
    expect(csvRecord(values)).toBe(line)
  })
})
