import { Gunzip, gzipSync } from 'fflate'
import type { Codec, Codecs } from '../engine/log/bytes/compression.ts'

/** So little goes in at once that what comes out stays near the limit: gzip packs at most about 1,030 to 1. */
const SLICE_BYTES = 16 * 1_024
/** A header, an empty block and a trailer: nothing shorter is gzip (RFC 1952). */
const LEAST_BYTES = 20

/** Each member ends in how many bytes it was before, as 32 bits, little end first. */
const endsIn = (bytes: Uint8Array, end: number, size: number): boolean =>
  [0, 8, 16, 24].every((shift, i) => bytes[end - 4 + i] === ((size >>> shift) & 0xff))

/**
 * Gzip for the page, its workers and the terminal alike. The same bytes in give the same bytes out: no time is written
 * into them. Of gzip's own checks only the size is made: a batch's checksum covers every packed byte.
 */
const gzip: Codec = {
  compress: (bytes) => gzipSync(bytes, { mtime: 0 }),
  decompress(bytes, most) {
    if (bytes.length < LEAST_BYTES) return null
    const pieces: Uint8Array[] = []
    let size = 0
    let before = 0
    let isSound = true
    const stream = new Gunzip((piece) => {
      pieces.push(piece)
      size += piece.length
    })
    // Several members, one behind the other, are one file.
    stream.onmember = (at) => {
      isSound &&= endsIn(bytes, at, size - before)
      before = size
    }
    try {
      for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
        stream.push(bytes.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= bytes.length)
        if (size > most) return null
      }
    } catch {
      return null // fflate throws where the bytes are not gzip, or end too soon
    }
    const isWhole = isSound && endsIn(bytes, bytes.length, size - before)
    return isWhole ? joined(pieces, size) : null
  },
}

/** The compressions that can be packed and unpacked here. */
export const CODECS: Codecs = { gzip }

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
