import { at } from '../../shared/assert.ts'
import type { PacketColumns } from '../../engine/jitter/frame.ts'

/** The row of packet `number` in a frame, or -1 when it is out of view. Rows are ascending. */
export function rowOf(packets: PacketColumns, number: number): number {
  let low = 0
  let high = packets.number.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const here = at(packets.number, middle)
    if (here === number) return middle
    if (here < number) low = middle + 1
    else high = middle - 1
  }
  return -1
}
