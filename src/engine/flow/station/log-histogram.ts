const PAGE_BITS = 9
const PAGE = 1 << PAGE_BITS
/** Values have 32 bits: 24 pages of 512 buckets hold all of them. */
const PAGES = 24

export interface SavedHistogram {
  readonly pages: readonly (Uint32Array | null)[]
  readonly count: number
  readonly sum: number
  readonly max: number
}

/**
 * Counts of whole numbers 0 .. 2^32 - 1, every sample kept to within 0.1 %: numbers below 1,024 exactly, above that 512
 * buckets an octave, each standing for its middle. Saving shares pages, which are copied when next written.
 * Idea: Tene's HdrHistogram (https://hdrhistogram.org); log-linear buckets.
 */
export class LogHistogram {
  private pages: (Uint32Array | null)[] = Array.from({ length: PAGES }, () => null)
  /** The same pages, where they may be written; null for one that a saved copy shares. */
  private own: (Uint32Array | null)[] = Array.from({ length: PAGES }, () => null)
  private samples = 0
  private sum = 0
  private most = 0

  get count(): number {
    return this.samples
  }

  /** The greatest sample, exactly; NaN without samples. */
  get max(): number {
    return this.samples === 0 ? Number.NaN : this.most
  }

  /** The arithmetic mean, exactly; NaN without samples. */
  get mean(): number {
    return this.sum / this.samples
  }

  add(value: number): void {
    const shift = value < 2 * PAGE ? 0 : 31 - PAGE_BITS - Math.clz32(value)
    const number = value < 2 * PAGE ? value >>> PAGE_BITS : shift + 1
    const page = this.own[number] ?? this.thaw(number)
    const slot = (value >>> shift) & (PAGE - 1)
    page[slot] = (page[slot] ?? 0) + 1
    this.samples += 1
    this.sum += value
    if (value > this.most) this.most = value
  }

  /** The `q`-quantile by nearest rank, within 0.1 %; NaN without samples. `q` in [0, 1]. */
  quantile(q: number): number {
    if (this.samples === 0) return Number.NaN
    let left = Math.max(1, Math.ceil(q * this.samples))
    if (left >= this.samples) return this.most
    for (let number = 0; number < PAGES; number++) {
      const page = this.pages[number]
      if (page === null || page === undefined) continue
      const total = totalOf(page)
      if (left > total) {
        left -= total
        continue
      }
      for (let slot = 0; slot < PAGE; slot++) {
        left -= page[slot] ?? 0
        if (left <= 0) return Math.min(this.most, middleOf(number, slot))
      }
    }
    return this.most
  }

  /** How many samples lie in each of the octaves 0, 1, 2..3, 4..7, ...: index i counts samples of i bits. */
  octaves(): number[] {
    const counts = Array.from({ length: 33 }, () => 0)
    this.pages.forEach((page, number) => {
      if (page === null) return
      if (number > 1) counts[number + PAGE_BITS] = totalOf(page)
      else
        page.forEach((count, slot) => {
          const bits = 32 - Math.clz32(number * PAGE + slot)
          counts[bits] = (counts[bits] ?? 0) + count
        })
    })
    return counts
  }

  clear(): void {
    this.pages.fill(null)
    this.own.fill(null)
    this.samples = 0
    this.sum = 0
    this.most = 0
  }

  save(): SavedHistogram {
    this.own.fill(null)
    return {
      pages: this.pages.slice(),
      count: this.samples,
      sum: this.sum,
      max: this.most,
    }
  }

  restore(saved: SavedHistogram): void {
    this.pages = saved.pages.slice()
    this.own.fill(null)
    this.samples = saved.count
    this.sum = saved.sum
    this.most = saved.max
  }

  /** A page that can be written: a new one, or a copy of one that a saved state shares. */
  private thaw(number: number): Uint32Array {
    const page = this.pages[number]?.slice() ?? new Uint32Array(PAGE)
    this.pages[number] = page
    this.own[number] = page
    return page
  }
}

const totalOf = (page: Uint32Array): number => page.reduce((sum, count) => sum + count, 0)

/** The middle of what a bucket counts. */
function middleOf(number: number, slot: number): number {
  if (number < 2) return number * PAGE + slot
  const width = 2 ** (number - 1)
  return (PAGE + slot) * width + (width - 1) / 2
}
