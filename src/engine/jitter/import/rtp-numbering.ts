import { at } from '../../../shared/assert.ts'
import type { RtpPackets } from './rtp-packets.ts'
import { signed16 } from './rtp-streams.ts'

/** How far numbers may run ahead before a source is taken to have begun anew (RFC 3550 appendix A.1). */
const MAX_DROPOUT = 3_000
/** How far a packet may have fallen behind. The RFC says 100; a network that stalls makes more. */
const MAX_MISORDER = 1_000
const NEAR = 100

/** The packets of a stream with numbers that go on after 65,535. */
export interface Numbered {
  /** Rows of the packets, in order of arrival. */
  readonly rows: Int32Array
  /** By place in `rows`. */
  readonly numbers: Float64Array
  /** Places in `rows` where the source began to count anew. */
  readonly restarts: ReadonlySet<number>
  /** How many packets had numbers that fit nowhere, and were left out. */
  readonly strays: number
}

/**
 * Gives each packet a number that goes on after 65,535. A jump that the next packet confirms is a new beginning of the
 * source, and goes on where the old one ended: nobody knows how many packets were between them.
 */
export function numberPackets({ length, sequence }: RtpPackets): Numbered {
  const rows = new Int32Array(length)
  const numbers = new Float64Array(length)
  const restarts = new Set<number>()
  let kept = 0
  /** The highest number so far, in its 16 bits and going on. */
  let last = 0
  let highest = 0
  for (let row = 0; row < length; row++) {
    const own = at(sequence, row)
    const step = signed16(own - last)
    const isNear = kept > 0 && step <= MAX_DROPOUT && step >= -MAX_MISORDER
    if (!isNear && length > 1 && !isConfirmed(sequence, row)) continue
    if (!isNear && kept > 0) restarts.add(kept)
    const number = kept === 0 ? own : highest + (isNear ? step : 1)
    if (kept === 0 || number > highest) {
      highest = number
      last = own
    }
    rows[kept] = row
    numbers[kept] = number
    kept += 1
  }
  return { rows: rows.subarray(0, kept), numbers: numbers.subarray(0, kept), restarts, strays: length - kept }
}

/** The next packet counts on from this one. */
const isConfirmed = (sequence: Int32Array, row: number): boolean =>
  row + 1 < sequence.length && Math.abs(signed16(at(sequence, row + 1) - at(sequence, row))) <= NEAR
