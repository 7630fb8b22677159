import { at as entryAt } from '../../../shared/assert.ts'
import type { Compression } from '../bytes/compression.ts'
import type { Corruption } from '../bytes/corruption.ts'
import type { IndexedBatches } from '../segment/index-check.ts'

/** What a stretch of a log file is. */
export const STRETCH_KINDS = [
  'batch', // a batch that is whole, with the right checksum
  'order', // the same, but its offsets go back
  'crc', // a batch whose checksum does not fit
  'legacy', // a message of magic 0 or 1, from before Kafka 0.11
  'unreadable', // nothing that can be a batch
  'torn', // the file ends before the batch does
  'free', // zeros up to the end: space kept free
] as const

export type StretchKind = (typeof STRETCH_KINDS)[number]

/** A stretch of the file. Numbers that it does not have are -1. */
export interface Stretch {
  readonly kind: StretchKind
  readonly at: number
  readonly baseOffset: number
  readonly lastOffset: number
  readonly maxTimestamp: number
}

export interface StretchProblem extends Corruption {
  /** Which stretch has it. */
  readonly row: number
}

/** Where a list of columns begins; it doubles as it fills. */
const FIRST_ROWS = 1_024
const MOST_TOLD = 500

/** A log file as a list of stretches without gaps: some forty bytes each, so that long files have room. */
export class SegmentMap {
  count = 0
  /** The first few hundred problems, in the order in which they lie. */
  readonly problems: StretchProblem[] = []
  problemCount = 0
  /** Of all batches that are whole. */
  records = 0
  readonly batchesBy = new Map<Compression, number>()
  /** Where the list breaks off, since it is full; null where it is complete. */
  fullAt: number | null = null
  readonly size: number
  private kinds = new Uint8Array(FIRST_ROWS)
  private columns = Array.from({ length: 4 }, () => new Float64Array(FIRST_ROWS))

  constructor(size: number) {
    this.size = size
  }

  push({ kind, at, baseOffset, lastOffset, maxTimestamp }: Stretch, problem: Corruption | null): void {
    if (this.count === this.kinds.length) this.grow()
    this.kinds[this.count] = STRETCH_KINDS.indexOf(kind)
    for (const [i, value] of [at, baseOffset, lastOffset, maxTimestamp].entries())
      entryAt(this.columns, i)[this.count] = value
    if (problem !== null) {
      this.problemCount += 1
      if (this.problems.length < MOST_TOLD) this.problems.push({ ...problem, row: this.count })
    }
    this.count += 1
  }

  kind(i: number): StretchKind {
    return entryAt(STRETCH_KINDS, entryAt(this.kinds, i))
  }

  at(i: number): number {
    return this.column(0, i)
  }

  /** Where the stretch ends: the next one begins there. */
  endOf(i: number): number {
    return i + 1 < this.count ? this.at(i + 1) : (this.fullAt ?? this.size)
  }

  baseOffset(i: number): number {
    return this.column(1, i)
  }

  lastOffset(i: number): number {
    return this.column(2, i)
  }

  maxTimestamp(i: number): number {
    return this.column(3, i)
  }

  /** Its batches alone, to hold an index against. */
  batches(): IndexedBatches {
    const rows: number[] = []
    for (let i = 0; i < this.count; i++) if (this.lastOffset(i) >= 0) rows.push(i)
    const isTorn = this.count > 0 && this.kind(this.count - 1) === 'torn'
    return {
      count: rows.length,
      end: isTorn ? this.at(this.count - 1) : (this.fullAt ?? Infinity),
      at: (n) => this.at(entryAt(rows, n)),
      baseOffset: (n) => this.baseOffset(entryAt(rows, n)),
      lastOffset: (n) => this.lastOffset(entryAt(rows, n)),
      maxTimestamp: (n) => this.maxTimestamp(entryAt(rows, n)),
    }
  }

  private column(n: number, i: number): number {
    return entryAt(entryAt(this.columns, n), i)
  }

  private grow(): void {
    const rows = 2 * this.kinds.length
    const kinds = new Uint8Array(rows)
    kinds.set(this.kinds)
    this.kinds = kinds
    this.columns = this.columns.map((column) => {
      const longer = new Float64Array(rows)
      longer.set(column)
      return longer
    })
  }
}
