import { assert, outside } from '../../../shared/assert.ts'
import { estimate, HASH_BITS, VALUES } from './estimate.ts'
import { HyperLogLog } from './hll.ts'
import { stillOf, type StillSketch } from './still.ts'

/** All 2^p registers, whatever is kept. */
export function registersOf({ precision, content }: StillSketch): Uint8Array {
  if (content.form === 'dense') return content.registers.slice()
  if (content.form === 'hashes') return HyperLogLog.of(precision, content.hashes).toRegisters()
  const registers = new Uint8Array(2 ** precision)
  content.places.forEach((place, i) => (registers[place] = content.ranks[i] ?? outside(i)))
  return registers
}

/** How many different things it was given: exactly while it holds their hashes, else an estimate. */
export function countOf(sketch: StillSketch): number {
  if (sketch.content.form === 'hashes') return sketch.content.hashes.length
  const histogram = new Float64Array(VALUES)
  for (const rank of registersOf(sketch)) histogram[rank] = (histogram[rank] ?? outside(rank)) + 1
  return histogram[0] === 2 ** sketch.precision ? 0 : estimate(histogram, sketch.precision)
}

/** The sketch of the union, at the lower of the two precisions: exactly what it would be had it been given all. */
export function mergeStill(one: StillSketch, other: StillSketch): StillSketch {
  const precision = Math.min(one.precision, other.precision)
  if (one.content.form === 'hashes' && other.content.form === 'hashes') {
    const sketch = HyperLogLog.of(precision, one.content.hashes)
    for (const hash of other.content.hashes) sketch.add(hash)
    return sketch.still()
  }
  const registers = fold(registersOf(one), one.precision, precision)
  fold(registersOf(other), other.precision, precision).forEach((rank, place) => {
    if (rank > (registers[place] ?? outside(place))) registers[place] = rank
  })
  return { precision, content: stillOf(registers) }
}

/**
 * The registers that the same hashes give with 2^`to` of them. The bits by which a register's place has to shrink are the
 * first of what its rank counts: unless they are all zeros they are the rank.
 */
export function fold(registers: Uint8Array, from: number, to: number): Uint8Array {
  assert(to <= from && from <= HASH_BITS, `from ${from} to ${to}`)
  const bits = from - to
  if (bits === 0) return registers.slice()
  const folded = new Uint8Array(2 ** to)
  registers.forEach((rank, place) => {
    if (rank === 0) return
    const low = place & (2 ** bits - 1)
    const longer = low === 0 ? rank + bits : Math.clz32(low) - (HASH_BITS - bits) + 1
    const home = place >>> bits
    if (longer > (folded[home] ?? outside(home))) folded[home] = longer
  })
  return folded
}
