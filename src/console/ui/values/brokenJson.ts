/** Where a text stops being JSON. Browsers tell it in words of their own, or not at all. Pure. */

const TOKEN =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\]:,]/uy

const SPACE = /\s*/uy

type Expected = 'value' | 'first item' | 'name' | 'first name' | 'colon' | 'next'

/** What follows a token, or undefined where the token may not stand. */
function after(token: string, expected: Expected, open: string[]): Expected | undefined {
  if (expected === 'colon') return token === ':' ? 'value' : undefined
  const inside = open.at(-1)
  if (token === '}' || token === ']') {
    const closes = token === '}' ? '{' : '['
    const mayClose = expected === 'next' || expected === (token === '}' ? 'first name' : 'first item')
    if (inside !== closes || !mayClose) return undefined
    open.pop()
    return 'next'
  }
  if (expected === 'next') {
    if (token !== ',' || inside === undefined) return undefined
    return inside === '{' ? 'name' : 'value'
  }
  if (expected === 'name' || expected === 'first name') return token.startsWith('"') ? 'colon' : undefined
  if (token === ':' || token === ',') return undefined
  if (token !== '{' && token !== '[') return 'next'
  open.push(token)
  return token === '{' ? 'first name' : 'first item'
}

export interface Place {
  readonly line: number
  readonly column: number
}

/** The place of the first character that does not belong there; the end where something is missing. */
export function brokenAt(text: string): Place {
  const open: string[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    SPACE.lastIndex = at
    at += SPACE.exec(text)?.[0].length ?? 0
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0]
    const next: Expected | undefined = token === undefined ? undefined : after(token, expected, open)
    if (token === undefined || next === undefined) break
    expected = next
    at += token.length
  }
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
