import { assert, outside } from '../../shared/assert.ts'
import { mix } from './chance.ts'
import type { DedupeConfig } from './config.ts'
import type { Batch } from './record.ts'
import { PLAIN, type Store } from './wasm/store.ts'

/** A line of memory is fetched as a whole: 16 words. */
const LINE_WORDS = 16
const LINE_SHIFT = 4
const FINGERPRINTS = 15
const IDS = 7
/** Lines asked for together, so that their way from memory overlaps. */
const GROUP = 64
const TWO_POW_32 = 0x1_0000_0000

/** What remembers ids. */
export interface Deduplication {
  duplicates: number
  forgotten: number
  readonly bytes: number
  readonly capacity: number
  readonly falsePositiveRate: number
  keepNew(batch: Batch, selection: Uint32Array, count: number): number
  save(): SavedDedupe
  restore(saved: SavedDedupe): void
}

export interface SavedDedupe {
  readonly table: Uint32Array
  readonly duplicates: number
  readonly forgotten: number
}

/**
 * Which event ids came before, over a horizon: a table of lines of 64 bytes, each a queue of the newest ids that fall into
 * it, so that ageing costs nothing. `by` fingerprint a line holds 15 of 32 bits: an id that never came is taken for a
 * duplicate with at most 15 / 2^32 (about 3.5 in a thousand million). `by` id it holds 7 whole ids, and is never wrong.
 */
export class Dedupe implements Deduplication {
  duplicates = 0
  /** Ids that made room for newer ones. */
  forgotten = 0
  private readonly table: Uint32Array
  private readonly mask: number
  private readonly by: DedupeConfig['by']
  private readonly lineOf = new Uint32Array(GROUP)
  private readonly printOf = new Uint32Array(GROUP)
  /** What touching the lines came to: used by nobody, and keeps the reads from being left out. */
  private touched = 0

  private readonly store: Store
  /** For the kernel: a group's lines and fingerprints, and how many it forgot. */
  private readonly scratch: Uint32Array

  /** `by` is fingerprint, id or off. */
  constructor({ by, lines }: DedupeConfig, store: Store = PLAIN) {
    assert(lines > 0 && (lines & (lines - 1)) === 0, `${lines} lines: not a power of two`)
    this.by = by
    this.mask = lines - 1
    this.store = store
    this.table = store.u32(by === 'off' ? 0 : lines * LINE_WORDS)
    this.scratch = store.u32(2 * GROUP + 2)
  }

  get bytes(): number {
    return this.table.byteLength
  }

  /** How many ids it holds when it is full; a line may forget sooner than the mean. */
  get capacity(): number {
    const perLine = { fingerprint: FINGERPRINTS, id: IDS, sequence: 0, off: 0 }[this.by]
    return (this.table.length / LINE_WORDS) * perLine
  }

  /** The chance that an id that never came is taken for a duplicate, once the table is full. */
  get falsePositiveRate(): number {
    return this.by === 'fingerprint' ? FINGERPRINTS / TWO_POW_32 : 0
  }

  /** Keeps of the `count` events of `batch` whose indices stand in `selection` those with new ids; returns how many. */
  keepNew(batch: Batch, selection: Uint32Array, count: number): number {
    if (this.by === 'off') return count
    const { store, table } = this
    const kept = store.holds(table, this.scratch, selection, batch.idHigh)
      ? this.keepByKernel(batch, selection, count)
      : this.keepNewHere(batch, selection, count)
    this.duplicates += count - kept
    return kept
  }

  private keepByKernel(batch: Batch, selection: Uint32Array, count: number): number {
    const { store, table, mask, scratch } = this
    const { kernels } = store
    if (kernels === null) return this.keepNewHere(batch, selection, count)
    const told = 2 * GROUP
    const at = scratch.byteOffset
    const { idHigh, idLow } = batch
    const kept = kernels[this.by === 'id' ? 'keepIds' : 'keepPrints'](
      table.byteOffset,
      mask,
      idHigh.byteOffset,
      idLow.byteOffset,
      selection.byteOffset,
      count,
      at,
      at + 4 * told,
    )
    this.forgotten += scratch[told] ?? outside(told)
    return kept
  }

  private keepNewHere(batch: Batch, selection: Uint32Array, count: number): number {
    let kept = 0
    for (let from = 0; from < count; from += GROUP) {
      const to = Math.min(count, from + GROUP)
      this.prepare(batch, selection, from, to)
      for (let k = from; k < to; k++) {
        const index = selection[k] ?? outside(k)
        const at = this.lineOf[k - from] ?? outside(k)
        const isNew =
          this.by === 'fingerprint'
            ? this.addPrint(at, this.printOf[k - from] ?? outside(k))
            : this.addId(at, batch.idHigh[index] ?? outside(index), batch.idLow[index] ?? outside(index))
        if (isNew) selection[kept++] = index
      }
    }
    return kept
  }

  save(): SavedDedupe {
    return { table: this.table.slice(), duplicates: this.duplicates, forgotten: this.forgotten }
  }

  restore(saved: SavedDedupe): void {
    this.table.set(saved.table)
    this.duplicates = saved.duplicates
    this.forgotten = saved.forgotten
  }

  /** Finds the lines of a group of events, and touches each. */
  private prepare(batch: Batch, selection: Uint32Array, from: number, to: number): void {
    const { table, mask, lineOf, printOf } = this
    let sum = 0
    for (let k = from; k < to; k++) {
      const index = selection[k] ?? outside(k)
      const high = batch.idHigh[index] ?? outside(index)
      const low = batch.idLow[index] ?? outside(index)
      const first = mix(high ^ Math.imul(low, 0x9e3779b1))
      const at = (first & mask) << LINE_SHIFT
      lineOf[k - from] = at
      printOf[k - from] = mix(low ^ Math.imul(high, 0x85ebca6b)) || 1
      sum ^= table[at] ?? outside(at)
    }
    this.touched ^= sum
  }

  private addPrint(at: number, print: number): boolean {
    const { table } = this
    for (let i = 1; i <= FINGERPRINTS; i++) if (table[at + i] === print) return false
    const head = table[at] ?? outside(at)
    const place = at + 1 + head
    if (table[place] !== 0) this.forgotten += 1
    table[place] = print
    table[at] = head + 1 === FINGERPRINTS ? 0 : head + 1
    return true
  }

  private addId(at: number, high: number, low: number): boolean {
    const { table } = this
    for (let i = 1; i <= 2 * IDS; i += 2)
      if (table[at + i + 1] === low && table[at + i] === high) return false
    const head = table[at] ?? outside(at)
    const place = at + 1 + 2 * head
    if (table[place] !== 0 || table[place + 1] !== 0) this.forgotten += 1
    table[place] = high
    table[place + 1] = low
    table[at] = head + 1 === IDS ? 0 : head + 1
    return true
  }
}
