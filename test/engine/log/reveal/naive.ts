/** What one reader of a naive buffer knows. */
interface NaiveReader {
  next: number
  read: number[]
  lost: number[]
  skipped: number[]
}

const readersOf = (count: number): NaiveReader[] =>
  Array.from({ length: count }, () => ({ next: 0, read: [], lost: [], skipped: [] }))

/** A ring as a list of what is in it and a list of what waits before it. */
export class NaiveRing {
  readonly readers: NaiveReader[]
  readonly waiting: number[] = []
  held: number[] = []
  private readonly overwrites: boolean
  private slots: number
  private made = 0

  constructor(overwrites: boolean, slots: number, readers: number) {
    this.overwrites = overwrites
    this.slots = slots
    this.readers = readersOf(readers)
  }

  offer(): void {
    this.waiting.push(this.made++)
    this.settle()
  }

  read(reader: number): void {
    const one = this.readers[reader]
    if (one === undefined || !this.held.includes(one.next)) return
    one.read.push(one.next++)
    this.settle()
  }

  resize(slots: number): void {
    this.slots = slots
    this.settle()
  }

  private settle(): void {
    for (;;) {
      this.held = this.held.filter((record) => this.readers.some(({ next }) => next <= record))
      while (this.overwrites && this.held.length > this.slots) this.drop()
      if (this.waiting.length === 0) return
      if (this.held.length >= this.slots) {
        if (!this.overwrites) return
        this.drop()
      }
      this.held.push(this.waiting.shift() ?? -1)
    }
  }

  private drop(): void {
    const gone = this.held.shift()
    for (const reader of this.readers)
      if (reader.next === gone) {
        reader.lost.push(gone)
        reader.next += 1
      }
  }
}

interface NaiveSegment {
  readonly records: { readonly number: number; readonly ms: number }[]
}

/** A log as a list of segments, each a list of records; retention as the rules of Kafka say it in words. */
export class NaiveLog {
  readonly readers: NaiveReader[]
  /** What a reader believes its offset to be. */
  readonly offsets: number[]
  segments: NaiveSegment[] = [{ records: [] }]
  start = 0
  end = 0
  highWatermark = 0
  private readonly perSegment: number

  constructor(perSegment: number, readers: number) {
    this.perSegment = perSegment
    this.readers = readersOf(readers)
    this.offsets = this.readers.map(() => 0)
  }

  offer(ms: number): void {
    const active = this.segments.at(-1)
    const record = { number: this.end++, ms }
    if (active !== undefined && active.records.length < this.perSegment) active.records.push(record)
    else this.segments.push({ records: [record] })
  }

  replicate(): void {
    this.highWatermark = this.end
  }

  read(reader: number, reset: 'latest' | 'earliest'): void {
    const one = this.readers[reader]
    const offset = this.offsets[reader] ?? 0
    if (one === undefined) return
    if (offset < this.start) {
      const target = reset === 'latest' ? this.highWatermark : this.start
      while (one.next < target) one.skipped.push(one.next++)
      this.offsets[reader] = target
    } else if (offset < this.highWatermark) {
      one.read.push(offset)
      one.next = offset + 1
      this.offsets[reader] = offset + 1
    }
  }

  /** `keep` in records, `keepMs` in milliseconds; 0 for no limit. */
  cleanUp(nowMs: number, keep: number, keepMs: number): void {
    const count = (): number => this.segments.reduce((sum, { records }) => sum + records.length, 0)
    const isCommitted = ({ records }: NaiveSegment): boolean =>
      records.every(({ number }) => number < this.highWatermark)
    const hasLimit = { size: keep > 0, time: keepMs > 0 }
    for (; hasLimit.size && this.segments[0] !== undefined;) {
      const [first] = this.segments
      if (first.records.length === 0 || count() - first.records.length < keep || !isCommitted(first)) break
      this.drop()
    }
    for (; hasLimit.time && this.segments[0] !== undefined;) {
      const newest = this.segments[0].records.at(-1)
      if (newest === undefined || nowMs - newest.ms <= keepMs || !isCommitted(this.segments[0])) break
      this.drop()
    }
    if (this.segments.length === 0) this.segments.push({ records: [] })
    for (const reader of this.readers) while (reader.next < this.start) reader.lost.push(reader.next++)
  }

  private drop(): void {
    const last = this.segments.shift()?.records.at(-1)
    if (last !== undefined) this.start = last.number + 1
  }
}
