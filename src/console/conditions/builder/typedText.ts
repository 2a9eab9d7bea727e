import { useState } from 'react'

/**
 * The text in a box whose value is not text: what was typed stays as long as it still means the value, so that "1." does
 * not become "1" under the hands.
 */
export function useTypedText<T>(value: T, print: (value: T) => string, read: (text: string) => T) {
  const [typed, setTyped] = useState<string | undefined>()
  const isStill = typed !== undefined && JSON.stringify(read(typed)) === JSON.stringify(value)
  return [isStill ? typed : print(value), setTyped] as const
}
