/**
 * Short texts made shorter: each bit goes through an arithmetic coder that is told how likely it is, by what followed in the
 * same surroundings before. It begins with a primer, a text like those to come, so that there is a "before" from the start.
 * Integers only, so that every machine reads what another wrote. What was written is kept for ever: nothing here may change
 * without a new format.
 */

/** How many bytes before the next one three of the models look at. */
const ORDERS = [1, 2, 4]
/** Two more look at the string in quotation marks before this one: ids in a list differ little. */
const MODELS = ORDERS.length + 2
const SLOT_BITS = 16
/** Chances are in 65536. */
const EVEN = 32_768
const LEAST = 96
/** The more often a place was met, the slower it learns. */
const SLOWEST = 30
const QUOTE = 34

const scrambled = (hash: number): number => Math.imul(hash ^ (hash >>> 13), 0x5bd1e995)

/** Tells how likely the next bit is a 1, and learns what it was. */
class Predictor {
  private readonly chances = new Uint16Array(MODELS << SLOT_BITS).fill(EVEN)
  private readonly times = new Uint8Array(MODELS << SLOT_BITS)
  private readonly contexts = new Int32Array(MODELS)
  private readonly slots = new Int32Array(MODELS)
  private readonly past = new Uint8Array(4)
  /** The bits of this byte so far behind a leading 1. */
  private partial = 1
  private above: readonly number[] = []
  private line: number[] = []
  private isSame = 1

  chance(): number {
    let sum = 0
    let weights = 0
    for (let model = 0; model < MODELS; model += 1) {
      const hash = Math.imul((this.contexts[model] ?? 0) + Math.imul(this.partial, 0x9e3779b1), 0x2c1b3c6d)
      const slot = (model << SLOT_BITS) | (hash >>> (32 - SLOT_BITS))
      this.slots[model] = slot
      if (this.times[slot] === 0) continue
      const chance = this.chances[slot] ?? EVEN
      // Whoever is surer knows better.
      const surety = Math.abs(chance - EVEN) >>> 12
      const weight = 1 + surety ** 4
      sum += chance * weight
      weights += weight
    }
    const chance = weights === 0 ? EVEN : Math.floor(sum / weights)
    return Math.max(LEAST, Math.min(65_536 - LEAST, chance))
  }

  learn(bit: number): void {
    const target = bit === 1 ? 65_535 : 0
    for (const slot of this.slots) {
      const times = this.times[slot] ?? 0
      const chance = this.chances[slot] ?? EVEN
      this.chances[slot] = chance + Math.trunc(((target - chance) * 2) / (2 * times + 3))
      if (times < SLOWEST) this.times[slot] = times + 1
    }
    this.partial = (this.partial << 1) | bit
    if (this.partial > 255) this.nextByte(this.partial & 255)
  }

  private nextByte(byte: number): void {
    this.partial = 1
    this.past.copyWithin(1, 0)
    this.past[0] = byte
    if (byte === QUOTE) {
      // Between two strings stands a comma, which is no line.
      if (this.line.length > 1) this.above = this.line
      this.line = []
      this.isSame = 1
    } else {
      if (this.above[this.line.length] !== byte) this.isSame = 0
      this.line.push(byte)
    }
    ORDERS.forEach((order, model) => {
      let hash = Math.imul(order + 1, 0x3d4d51cb)
      for (let back = 0; back < order; back += 1) hash = Math.imul(hash ^ (this.past[back] ?? 0), 0x2f0b4a27) + back
      this.contexts[model] = scrambled(hash)
    })
    const at = this.line.length * 2 + this.isSame
    const over = Math.imul((this.above[this.line.length] ?? 0) + 1, 0x3d4d51cb)
    this.contexts[ORDERS.length] = scrambled(Math.imul(at + 777, 0x2f0b4a27) ^ over)
    this.contexts[ORDERS.length + 1] = scrambled(Math.imul(at + 999, 0x1f0b4a27))
  }
}

/** Something like JSON never holds it. */
const END = 0

function primed(primer: string): Predictor {
  const predictor = new Predictor()
  for (const byte of new TextEncoder().encode(primer)) {
    for (let shift = 7; shift >= 0; shift -= 1) {
      predictor.chance()
      predictor.learn((byte >>> shift) & 1)
    }
  }
  return predictor
}

/** Where the interval from `low` to `high` is parted by a chance of a 1. */
const parting = (low: number, high: number, chance: number): number => low + Math.floor((high - low) / 65_536) * chance

/** The text, which must not hold the character 0, as bytes. */
export function packText(text: string, primer: string): Uint8Array<ArrayBuffer> {
  const predictor = primed(primer)
  const packed: number[] = []
  let low = 0
  let high = 0xffff_ffff
  for (const byte of [...new TextEncoder().encode(text), END]) {
    for (let shift = 7; shift >= 0; shift -= 1) {
      const bit = (byte >>> shift) & 1
      const middle = parting(low, high, predictor.chance())
      predictor.learn(bit)
      if (bit === 1) high = middle
      else low = middle + 1
      while (low >>> 24 === high >>> 24) {
        packed.push(high >>> 24)
        low = (low << 8) >>> 0
        high = ((high << 8) | 255) >>> 0
      }
    }
  }
  // One byte tells any interval that is left, as the reader goes on with zeros.
  packed.push((low >>> 24) + 1)
  return Uint8Array.from(packed)
}

/** The text that was packed with this primer; undefined for other bytes, and where it would be longer than `most` bytes. */
export function unpackText(packed: Uint8Array, primer: string, most: number): string | undefined {
  const predictor = primed(primer)
  const bytes: number[] = []
  let next = 4
  let low = 0
  let high = 0xffff_ffff
  const byteAt = (index: number) => packed[index] ?? 0
  let code = ((byteAt(0) << 24) | (byteAt(1) << 16) | (byteAt(2) << 8) | byteAt(3)) >>> 0
  while (bytes.length <= most && next < packed.length + 8) {
    let byte = 0
    for (let count = 0; count < 8; count += 1) {
      const middle = parting(low, high, predictor.chance())
      const bit = code <= middle ? 1 : 0
      predictor.learn(bit)
      if (bit === 1) high = middle
      else low = middle + 1
      byte = (byte << 1) | bit
      while (low >>> 24 === high >>> 24) {
        low = (low << 8) >>> 0
        high = ((high << 8) | 255) >>> 0
        code = ((code << 8) | byteAt(next)) >>> 0
        next += 1
      }
    }
    if (byte === END) return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
    bytes.push(byte)
  }
  return undefined
}
