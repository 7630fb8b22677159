/** A number of 64 bits in two halves. */
interface Word {
  high: number
  low: number
}

const word = (high: number, low: number): Word => ({ high, low })

function add(a: Word, b: Word): void {
  const low = (a.low >>> 0) + (b.low >>> 0)
  a.high = (a.high + b.high + (low > 0xffff_ffff ? 1 : 0)) | 0
  a.low = low | 0
}

function xor(a: Word, b: Word): void {
  a.high ^= b.high
  a.low ^= b.low
}

function rotate(a: Word, bits: number): void {
  const { high, low } = a
  if (bits === 32) {
    a.high = low
    a.low = high
    return
  }
  a.high = (high << bits) | (low >>> (32 - bits))
  a.low = (low << bits) | (high >>> (32 - bits))
}

type State = readonly [Word, Word, Word, Word]

function round([a, b, c, d]: State): void {
  add(a, b)
  rotate(b, 13)
  xor(b, a)
  rotate(a, 32)
  add(c, d)
  rotate(d, 16)
  xor(d, c)
  add(a, d)
  rotate(d, 21)
  xor(d, a)
  add(c, b)
  rotate(b, 17)
  xor(b, c)
  rotate(c, 32)
}

const readWord = (bytes: Uint8Array, at: number): Word => word(readHalf(bytes, at + 4), readHalf(bytes, at))

const readHalf = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)

/** SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012) with a key of 16 bytes. */
function sipHash13([first, second]: readonly [Word, Word], bytes: Uint8Array): Word {
  const state: State = [
    word(0x736f6d65, 0x70736575),
    word(0x646f7261, 0x6e646f6d),
    word(0x6c796765, 0x6e657261),
    word(0x74656462, 0x79746573),
  ]
  const [a, b, c, d] = state
  for (const part of [a, c]) xor(part, first)
  for (const part of [b, d]) xor(part, second)
  const whole = bytes.length - (bytes.length % 8)
  for (let at = 0; at <= whole; at += 8) {
    // The last word holds what is left, zeros, and the length in its highest byte.
    const part = readWord(bytes, at)
    if (at === whole) part.high |= bytes.length << 24
    xor(d, part)
    round(state)
    xor(a, part)
  }
  c.low ^= 0xff
  for (let i = 0; i < 3; i++) round(state)
  for (const part of [b, c, d]) xor(a, part)
  return a
}

/** The key of the salt that was last asked for: whoever hashes many keys does so with one salt. */
let lastKey: { readonly seed: number; readonly words: readonly [Word, Word] } | null = null

/** The key that CPython draws from a PYTHONHASHSEED: bytes of a linear congruential generator, or zeros for seed 0. */
function saltKey(seed: number): readonly [Word, Word] {
  if (lastKey?.seed === seed) return lastKey.words
  let x = seed
  const bytes = new Uint8Array(16).map(() => {
    if (seed === 0) return 0
    x = (Math.imul(x, 214_013) + 2_531_011) | 0
    return x >>> 16
  })
  lastKey = { seed, words: [readWord(bytes, 0), readWord(bytes, 8)] }
  return lastKey.words
}

/**
 * Python's `hash(key) % n` as the whiteboard writes it, for a key of ASCII text or of bytes: CPython's own hash (3.11
 * and later, 64 bits), with the salt that a process with PYTHONHASHSEED `salt` has. Without one a process draws a salt
 * at its start, so after a restart, and in the next producer, the same key goes elsewhere.
 */
export function pythonPartition(key: Uint8Array, partitions: number, salt: number): number {
  if (key.length === 0) return 0
  // #region hash-as-drawn
  const hash = sipHash13(saltKey(salt), key)
  // -1 means an error inside Python: a hash of -1 is told as -2.
  if (hash.high === -1 && hash.low === -1) hash.low = -2
  const step = 2 ** 32 % partitions
  const high = ((hash.high % partitions) + partitions) % partitions
  return (high * step + ((hash.low >>> 0) % partitions)) % partitions
  // #endregion hash-as-drawn
}
