/**
 * JSON whose numbers keep every digit: one that JavaScript would write otherwise (above 2^53, `1.50`, `1e3`) stands as it
 * was written, and `JSON.stringify` writes it so. A browser without `JSON.rawJSON` reads it as any other number.
 */
declare global {
  interface JSON {
    /** Not in every browser. */
    rawJSON?(text: string): object
    parse(
      text: string,
      reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
    ): unknown
  }
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Whether this browser does. */
export const keepsDigits = JSON.rawJSON !== undefined

export function exactNumber(text: string): unknown {
  const value = Number(text)
  return String(value) === text || !NUMBER.test(text) ? value : (JSON.rawJSON?.(text) ?? value)
}

export const parseExactly = (text: string): unknown =>
  JSON.parse(text, (_, value, context) =>
    typeof value === 'number' && context?.source !== undefined ? exactNumber(context.source) : value,
  )
