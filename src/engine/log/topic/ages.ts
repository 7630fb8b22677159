import { AGE_BINS, AGE_BINS_A_RETENTION } from './codes.ts'

export interface SavedAges {
  readonly bins: Float64Array
  readonly count: number
  readonly youngest: number
  readonly oldest: number
}

/** The ages of records at the moment that retention by time deleted them, in milliseconds of the log's clock. */
export class Ages {
  private bins = new Float64Array(AGE_BINS)
  private total = 0
  private least = Number.NaN
  private most = Number.NaN

  /** Counts `records` of one age; `retentionMs` is the limit in force, the bins' measure. */
  add(ageMs: number, retentionMs: number, records = 1): void {
    const bin = Math.floor((ageMs / Math.max(1, retentionMs)) * AGE_BINS_A_RETENTION)
    const place = Math.min(AGE_BINS - 1, Math.max(0, bin))
    this.bins[place] = (this.bins[place] ?? 0) + records
    this.total += records
    if (!(ageMs >= this.least)) this.least = ageMs
    if (!(ageMs <= this.most)) this.most = ageMs
  }

  get count(): number {
    return this.total
  }

  /** NaN before the first. */
  get youngestMs(): number {
    return this.least
  }

  get oldestMs(): number {
    return this.most
  }

  /** Records by age: eight bins for each retention time, the last takes all beyond three. */
  histogram(): Float64Array {
    return this.bins
  }

  save(): SavedAges {
    return { bins: this.bins.slice(), count: this.total, youngest: this.least, oldest: this.most }
  }

  restore(saved: SavedAges): void {
    this.bins = saved.bins.slice()
    this.total = saved.count
    this.least = saved.youngest
    this.most = saved.oldest
  }
}
