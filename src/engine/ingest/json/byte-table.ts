import { encodeUtf8 } from '../../kernel/utf8.ts'

const SLOTS = 256
const NOBODY = -1
/** What is known of a word: where its bytes begin, how many there are, its number, and the next word of its slot. */
const START = 0
const LENGTH = 1
const VALUE = 2
const NEXT = 3

/** A few words known beforehand, and the number of each, found by their bytes without making a string. */
export class ByteTable {
  private readonly first = new Int32Array(SLOTS).fill(NOBODY)
  private words = new Int32Array(0)
  private pool = new Uint8Array(0)

  /** A word that is there already gets the new number. */
  set(word: string, value: number): void {
    const bytes = encodeUtf8(word)
    const known = this.placeOf(bytes, 0, bytes.length)
    if (known >= 0) {
      this.words[known + VALUE] = value
      return
    }
    const slot = slotOf(bytes, 0, bytes.length)
    const place = this.words.length
    const next = this.first[slot] ?? NOBODY
    this.words = Int32Array.of(...this.words, this.pool.length, bytes.length, value, next)
    this.pool = Uint8Array.of(...this.pool, ...bytes)
    this.first[slot] = place
  }

  /** The number of the word in `bytes` from `from` to before `to`; -1 when it is none of them. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const place = this.placeOf(bytes, from, to)
    return place < 0 ? NOBODY : (this.words[place + VALUE] ?? NOBODY)
  }

  private placeOf(bytes: Uint8Array, from: number, to: number): number {
    const { words, pool } = this
    const length = to - from
    let place = this.first[slotOf(bytes, from, to)] ?? NOBODY
    while (place >= 0) {
      if (words[place + LENGTH] === length) {
        const start = words[place + START] ?? 0
        let i = 0
        while (i < length && pool[start + i] === bytes[from + i]) i += 1
        if (i === length) return place
      }
      place = words[place + NEXT] ?? NOBODY
    }
    return NOBODY
  }
}

/** The table of a list: the number of each word is its place; of two equal ones the first. */
export function tableOf(words: readonly string[]): ByteTable {
  const table = new ByteTable()
  words.forEach((word) => table.set(word, words.indexOf(word)))
  return table
}

function slotOf(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return 0
  const first = bytes[from] ?? 0
  const last = bytes[to - 1] ?? 0
  const middle = bytes[(from + to) >> 1] ?? 0
  return (first * 5 + last * 37 + middle * 11 + (to - from) * 17) & (SLOTS - 1)
}
