export type SavedHash = readonly [number, number]

/** 2^-32, to multiply by: to divide takes longer. */
const TO_CARRY = 2 ** -32

/**
 * A running 64-bit fingerprint of everything that happened in a run, in order. Two runs with equal
 * fingerprints did the same things at the same times; it is no defence against forgery.
 * Two 32-bit lanes, each step MurmurHash3's body mix.
 */
export class TraceHash {
  /** Low and high. A typed array, where words of 32 bits stay such: as fields they would become numbers of 64. */
  private readonly lanes = Int32Array.of(0x9747b28c, 0x3c6ef372)

  /** A fingerprint that goes on where another one stood. */
  static from(saved: SavedHash): TraceHash {
    const hash = new TraceHash()
    hash.restore(saved)
    return hash
  }

  /** Mixes in one whole number (up to 2^53 in size). */
  add(value: number): void {
    const { lanes } = this
    const bits = value | 0
    const carry = Math.floor(value * TO_CARRY) | 0
    lanes[0] = step(step(lanes[0] ?? 0, bits, 0xcc9e2d51), carry, 0xcc9e2d51)
    lanes[1] = step(step(lanes[1] ?? 0, carry, 0x1b873593), bits, 0x1b873593)
  }

  /** Mixes in a text, character by character. */
  addText(text: string): void {
    for (const char of text) this.add(char.charCodeAt(0))
  }

  /** Sixteen lower-case hexadecimal digits. */
  hex(): string {
    return Array.from(this.lanes, (lane) => (lane >>> 0).toString(16).padStart(8, '0'))
      .reverse()
      .join('')
  }

  save(): SavedHash {
    const [low = 0, high = 0] = this.lanes
    return [low, high]
  }

  restore(saved: SavedHash): void {
    this.lanes.set(saved)
  }
}

function step(lane: number, bits: number, multiplier: number): number {
  let k = Math.imul(bits, multiplier)
  k = (k << 15) | (k >>> 17)
  const h = lane ^ Math.imul(k, 0x85ebca6b)
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}
