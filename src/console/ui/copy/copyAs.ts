/** A record in words for other tools. Nothing of the record can end the quotes it stands in. */

/** One word for a POSIX shell. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Asks what this page asked, without credentials. */
export const curlOf = (address: string): string => `curl -sS -H 'Accept: application/json' ${shellQuoted(address)}`

/** Neither turns the direction of a line nor hides in it. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)

/** Code within a line: nothing in it is markup, a mention or a link. */
export function inlineCode(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll(HIDDEN, '\uFFFD').trim()
  if (line === '') return ''
  const ticks = '`'.repeat(longestRun(line) + 1)
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${ticks}${space}${line}${space}${ticks}`
}

/** Lines of code between fences that nothing in them closes. */
function codeBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.replaceAll('\t', '    ').replaceAll(HIDDEN, '\uFFFD'))
  return [fence, ...lines, fence].join('\n')
}

const escaped = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(HIDDEN, '\uFFFD')
    .replaceAll(/[\\`*_{}[\]()<>#+\-.!|~@&:]/g, String.raw`\$&`)

const LONGEST_MESSAGE = 600

interface MarkdownParts {
  /** The status in words. */
  readonly status: string
  readonly environment: string | undefined
  readonly id: string
  readonly address: string
  /** Names in the reader's language, values of the record. Empty values are left out. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly message: string
}

/** For the incident channel: what failed, where, and the link to it. */
export function markdownOf({ status, environment, id, address, facts, message }: MarkdownParts): string {
  const link = `[${escaped(id)}](${address.replaceAll(/[()<>\s\\]/g, (character) => encodeURIComponent(character).replaceAll('(', '%28').replaceAll(')', '%29'))})`
  const where = environment === undefined ? '' : ` · ${escaped(environment)}`
  const lines = facts.filter(([, value]) => value !== '').map(([name, value]) => `- ${name}: ${inlineCode(value)}`)
  const short = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message
  return [`**${escaped(status)}** ${link}${where}`, '', ...lines, ...(short === '' ? [] : ['', codeBlock(short)])].join(
    '\n',
  )
}
