import { encodeUtf8 } from '../../kernel/utf8.ts'
import type { Hash } from './hash.ts'

const MOST = 0xffff_ffff
const HEX_DIGITS = 8

/** Names of a kind as numbers of 32 bits. */
export class NameReader {
  private readonly prefix: Uint8Array
  private readonly hash: Hash

  constructor(prefix: string, hash: Hash) {
    this.prefix = encodeUtf8(prefix)
    this.hash = hash
  }

  /** What "usr_<number>" says, from 0; -1 for names of any other form. */
  written(bytes: Uint8Array, from: number, to: number): number {
    const start = this.after(bytes, from, to)
    const count = to - start
    if (start < 0 || count < 1 || count > 10 || (bytes[start] === 0x30 && count > 1)) return -1
    let value = 0
    for (let i = start; i < to; i++) {
      const digit = (bytes[i] ?? 0) - 0x30
      if (digit < 0 || digit > 9) return -1
      value = value * 10 + digit
    }
    return value <= MOST ? value : -1
  }

  /** The number of a name, from 1: as it is written, or a hash. 0 for an empty one. */
  read(bytes: Uint8Array, from: number, to: number): number {
    if (from === to) return 0
    const written = this.written(bytes, from, to)
    if (written > 0) return written
    this.hash.of(bytes, from, to)
    return this.hash.high === 0 ? 1 : this.hash.high
  }

  /** Leaves the 64 bits of an id in the hash: those of "evt_<16 hex digits>" as written, else hashed. False: it is empty. */
  readId(bytes: Uint8Array, from: number, to: number): boolean {
    if (from === to) return false
    const { hash } = this
    const start = this.after(bytes, from, to)
    if (start > 0 && to - start === 2 * HEX_DIGITS) {
      const high = hexIn(bytes, start)
      const low = hexIn(bytes, start + HEX_DIGITS)
      if (high >= 0 && low >= 0 && (high > 0 || low > 0)) {
        hash.high = high
        hash.low = low
        return true
      }
    }
    hash.of(bytes, from, to)
    return true
  }

  /** Where the prefix ends; -1 when the name does not begin with it. */
  private after(bytes: Uint8Array, from: number, to: number): number {
    const { prefix } = this
    if (to - from <= prefix.length) return -1
    for (let i = 0; i < prefix.length; i++) if (bytes[from + i] !== prefix[i]) return -1
    return from + prefix.length
  }
}

/** Eight lower-case hex digits; -1 when they are not. */
function hexIn(bytes: Uint8Array, at: number): number {
  let value = 0
  for (let i = at; i < at + HEX_DIGITS; i++) {
    const byte = bytes[i] ?? 0
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1
    if (digit < 0) return -1
    value = value * 16 + digit
  }
  return value
}
