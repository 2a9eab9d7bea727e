/** Numbers that look random and are the same in every run for the same words. */
export interface Random {
  /** At least 0, below 1. */
  next(): number
  /** A whole number, both ends included. */
  int(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
}

/** The random numbers that belong to these words: the decision about one thing never depends on the order of others. */
export function randomOf(...words: readonly (string | number)[]): Random {
  let state = hash(words)
  // mulberry32: four operations, good enough for sample data and fast enough for millions of records.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    int: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  }
}

/** FNV-1a over the words, with a separator so that "ab","c" and "a","bc" differ. */
function hash(words: readonly (string | number)[]): number {
  let value = 0x811c9dc5
  for (const word of words) {
    const text = typeof word === 'string' ? word : String(word)
    for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
    value = Math.imul(value ^ 0x1f, 0x01000193)
  }
  return value
}
