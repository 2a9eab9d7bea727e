/** CSV for spreadsheets (RFC 4180), with what a spreadsheet would run as a formula made harmless. Pure. */

export type CsvValue = string | number | boolean | null | undefined

/** First in a file, or a spreadsheet takes the text for the code page of its country. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** A text that begins like this is a formula to a spreadsheet (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n]/u
/** The semicolon separates values where the comma separates decimals. */
const QUOTED = /[",;\t\r\n]/u

/** One record with its line end. A text that begins like a formula gets an apostrophe in front; a number never does. */
export function csvRecord(values: readonly CsvValue[]): string {
  return `${values.map(csvValue).join(',')}\r\n`
}

function csvValue(value: CsvValue): string {
  if (typeof value !== 'string') return value === null || value === undefined ? '' : String(value)
  const harmless = FORMULA.test(value) ? `'${value}` : value
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
