import type { Random } from './random.ts'

const hex = (random: Random, length: number): string => {
  let text = ''
  while (text.length < length) text += random.int(0, 0xffff).toString(16).padStart(4, '0')
  return text.slice(0, length)
}

/** What stands for a word in braces: the part of a message that differs from one failure to the next. */
const INGREDIENTS: Readonly<Record<string, (random: Random, sourceId: string) => string>> = {
  source: (_random, sourceId) => sourceId,
  uuid: (random) => [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-'),
  // Between a letter and a digit, so that it can be taken neither for a word nor for a number.
  hex: (random) => `${random.pick(['a', 'b', 'd', 'f'])}${hex(random, 6)}${random.int(0, 9)}`,
  small: (random) => String(random.int(1, 9)),
  count: (random) => String(random.int(10, 480)),
  bytes: (random) => String(random.int(1_048_577, 4_900_000)),
  ms: (random) => String(random.int(5, 300) * 100 + random.int(0, 9)),
  amount: (random) => `${random.int(5, 900)}.${String(random.int(0, 99)).padStart(2, '0')}`,
  sku: (random) => `SKU-${random.int(10_000, 99_999)}`,
  address: (random) => `10.${random.int(0, 9)}.${random.int(0, 255)}.${random.int(1, 254)}`,
}

const compiled = new Map<string, readonly string[]>()

/** The text with every known word in braces replaced; other braces stay as they are. */
export function fillIn(template: string, random: Random, sourceId: string): string {
  let pieces = compiled.get(template)
  if (pieces === undefined) compiled.set(template, (pieces = template.split(/\{([a-z]+)\}/)))
  let text = ''
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] ?? ''
    text += index % 2 === 0 ? piece : (INGREDIENTS[piece]?.(random, sourceId) ?? `{${piece}}`)
  }
  return text
}
