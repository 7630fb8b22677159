import { assert, outside } from '../../../shared/assert.ts'
import { stillOf, type StillSketch } from './still.ts'
import { estimate, rankOf, registerOf, VALUES } from './estimate.ts'

const FIRST_SLOTS = 16

/**
 * A HyperLogLog of precision 10 to 17: how many different 32-bit hashes it was given. It begins sparse, as the hashes
 * themselves, and becomes dense, a byte a register, where that is smaller. Merging gives exactly the sketch of the union.
 */
export class HyperLogLog {
  readonly precision: number
  /** An open hash table of hashes, 0 for a free slot; null once it is dense. */
  private sparse: Uint32Array | null = new Uint32Array(FIRST_SLOTS)
  private stored = 0
  private hasZero = false
  private registers: Uint8Array | null = null

  constructor(precision: number) {
    assert(Number.isInteger(precision) && precision >= 10 && precision <= 17, `a precision of ${precision}`)
    this.precision = precision
  }

  /** One that was given `hashes`. */
  static of(precision: number, hashes: Iterable<number>): HyperLogLog {
    const sketch = new HyperLogLog(precision)
    for (const hash of hashes) sketch.add(hash)
    return sketch
  }

  get isDense(): boolean {
    return this.registers !== null
  }

  get bytes(): number {
    return this.registers?.byteLength ?? this.sparse?.byteLength ?? 0
  }

  add(hash: number): void {
    if (this.sparse !== null) this.addSparse(hash >>> 0)
    else this.addDense(hash)
  }

  /** The estimate; exact while it is sparse, but for hashes that two things share. */
  count(): number {
    const { registers } = this
    if (registers === null) return this.stored + (this.hasZero ? 1 : 0)
    const histogram = new Float64Array(VALUES)
    for (const value of registers) histogram[value] = (histogram[value] ?? outside(value)) + 1
    return estimate(histogram, this.precision)
  }

  /** Takes in all that `other`, of the same precision, was given. */
  merge(other: HyperLogLog): void {
    assert(other.precision === this.precision, `precisions ${this.precision} and ${other.precision}`)
    if (other.registers === null) {
      for (const hash of other.hashes()) this.add(hash)
      return
    }
    if (this.registers === null) this.becomeDense()
    const registers = this.registers ?? outside(0)
    other.registers.forEach((value, i) => {
      if (value > (registers[i] ?? outside(i))) registers[i] = value
    })
  }

  /** Dense registers, whatever it is kept as. */
  toRegisters(): Uint8Array {
    if (this.registers !== null) return this.registers.slice()
    const dense = new HyperLogLog(this.precision)
    dense.becomeDense()
    for (const hash of this.hashes()) dense.addDense(hash)
    return dense.registers ?? outside(0)
  }

  /** What it holds now, to be kept or written as bytes. */
  still(): StillSketch {
    const { precision, registers } = this
    if (registers !== null) return { precision, content: stillOf(registers) }
    return { precision, content: { form: 'hashes', hashes: Uint32Array.from(this.hashes()).sort() } }
  }

  private hashes(): number[] {
    const found = Array.from(this.sparse ?? []).filter((hash) => hash !== 0)
    return this.hasZero ? [0, ...found] : found
  }

  private addDense(hash: number): void {
    const registers = this.registers ?? outside(0)
    const place = registerOf(hash, this.precision)
    const rank = rankOf(hash, this.precision)
    if (rank > (registers[place] ?? outside(place))) registers[place] = rank
  }

  private addSparse(hash: number): void {
    if (hash === 0) {
      this.hasZero = true
      return
    }
    const table = this.sparse ?? outside(0)
    if (!put(table, hash)) return
    this.stored += 1
    if (2 * this.stored <= table.length) return
    if (2 * table.byteLength > 2 ** this.precision) return this.becomeDense()
    const wider = new Uint32Array(2 * table.length)
    for (const kept of table) if (kept !== 0) put(wider, kept)
    this.sparse = wider
  }

  private becomeDense(): void {
    const hashes = this.hashes()
    this.sparse = null
    this.registers = new Uint8Array(2 ** this.precision)
    for (const hash of hashes) this.addDense(hash)
  }
}

/** Puts a hash into an open table with room; false when it was there. */
function put(table: Uint32Array, hash: number): boolean {
  const mask = table.length - 1
  let slot = Math.imul(hash, 0x9e3779b1) & mask
  while (table[slot] !== 0) {
    if (table[slot] === hash) return false
    slot = (slot + 1) & mask
  }
  table[slot] = hash
  return true
}
