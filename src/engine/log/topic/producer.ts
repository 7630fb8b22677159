import { at } from '../../../shared/assert.ts'
import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { HEADER_BYTES } from '../bytes/batch-header.ts'
import type { NewRecord } from '../bytes/record.ts'
import { StickyPartitioner, type SavedSticky } from '../partitioners/keyless.ts'
import { Keys } from './keys.ts'
import { hoursToMs, LogClock } from './log-clock.ts'
import type { TopicConfig } from './config.ts'
import type { TopicSettings } from './settings.ts'

/** A batch that is being filled for a partition. */
interface Accumulator {
  records: NewRecord[]
  bytes: number
  /** When it is sent though it is not full. */
  due: SimTime
}

/** A batch that leaves the producer. */
export interface Sent {
  readonly partition: number
  readonly records: readonly NewRecord[]
}

/** A record as it was made: what the whiteboard's lane is given, at once and without a batch. */
export interface Made {
  readonly partition: number
  readonly bytes: number
}

export interface SavedProducer {
  readonly random: RandomState
  readonly future: RandomState
  readonly sticky: SavedSticky
  readonly nextAt: number
  readonly made: number
  readonly open: readonly (Accumulator | null)[]
}

/** About what a record takes beside its key and value: lengths, deltas and attributes, all varints. */
const RECORD_OVERHEAD = 9

const NO_HEADERS: NewRecord['headers'] = []

/** Makes records at a rate, chooses their partitions, and gathers them into batches: batch.size and linger.ms. */
export class Producer {
  private readonly keys: Keys
  private readonly clock: LogClock
  private readonly random: RandomStream
  private readonly chanceOfFuture: RandomStream
  private readonly sticky: StickyPartitioner
  private readonly open: (Accumulator | null)[]
  private readonly linger: SimTime
  private settings: TopicSettings
  /** When the next record is due, exactly; it is made at the next whole microsecond. */
  private nextAt = 0
  private count = 0
  /** The earliest of the open batches' dues; Infinity without any. */
  private firstDue = Infinity

  constructor({ seed, settings }: TopicConfig, clock: LogClock) {
    this.settings = settings
    this.clock = clock
    this.keys = new Keys(settings)
    this.random = RandomStream.of(seed, 'log.keys')
    this.chanceOfFuture = RandomStream.of(seed, 'log.future')
    this.sticky = new StickyPartitioner(Math.max(1, settings.batch), RandomStream.of(seed, 'log.sticky'))
    this.open = Array.from({ length: settings.partitions }, () => null)
    this.linger = settings.linger === 0 ? 0 : clock.lasts(settings.linger)
  }

  /** Records made so far. */
  get made(): number {
    return this.count
  }

  /** Records in batches that have not been sent. */
  get waiting(): number {
    return this.open.reduce((sum, batch) => sum + (batch?.records.length ?? 0), 0)
  }

  get due(): SimTime {
    return Math.ceil(this.nextAt)
  }

  /** When the first batch is sent that is not full; Infinity while none waits. */
  get lingerDue(): SimTime {
    return this.firstDue
  }

  /** Makes the record that is due, and hands batches that are full to `send`. */
  make(time: SimTime, send: (sent: Sent) => void): Made {
    this.nextAt += SECOND / this.settings.rate
    const { future, futureBy } = this.settings
    const isAhead = this.chanceOfFuture.chance(future / 100)
    return this.place(this.clock.at(time) + (isAhead ? hoursToMs(futureBy) : 0), time, send)
  }

  /** One record from `hours` ahead, sent by itself. */
  makeAhead(hours: number, time: SimTime, send: (sent: Sent) => void): Made {
    const { partition, record, bytes } = this.next(this.clock.at(time) + hoursToMs(hours))
    this.flush(partition, send)
    send({ partition, records: [record] })
    return { partition, bytes }
  }

  /** Sends the batches whose linger.ms has passed. */
  sendDue(time: SimTime, send: (sent: Sent) => void): void {
    this.open.forEach((batch, partition) => {
      if (batch !== null && batch.due <= time) this.flush(partition, send)
    })
  }

  reconfigure(settings: TopicSettings, time: SimTime): void {
    if (settings.rate !== this.settings.rate) {
      // The gap that is running is stretched or shortened as the rate is.
      const left = Math.max(0, this.nextAt - time)
      this.nextAt = time + (left * this.settings.rate) / settings.rate
    }
    this.settings = settings
  }

  save(): SavedProducer {
    return {
      random: this.random.save(),
      future: this.chanceOfFuture.save(),
      sticky: this.sticky.save(),
      nextAt: this.nextAt,
      made: this.count,
      open: this.open.map(copyOf),
    }
  }

  restore(saved: SavedProducer, settings: TopicSettings): void {
    this.settings = settings
    this.random.restore(saved.random)
    this.chanceOfFuture.restore(saved.future)
    this.sticky.restore(saved.sticky)
    this.nextAt = saved.nextAt
    this.count = saved.made
    saved.open.forEach((batch, partition) => (this.open[partition] = copyOf(batch)))
    this.findFirstDue()
  }

  private place(timestamp: number, time: SimTime, send: (sent: Sent) => void): Made {
    const { partition, record, bytes } = this.next(timestamp)
    const { batch: limit } = this.settings
    const size = bytes + RECORD_OVERHEAD
    const filling = at(this.open, partition)
    if (filling !== null && filling.bytes + size > limit) this.flush(partition, send)
    const batch = this.open[partition] ?? { records: [], bytes: HEADER_BYTES, due: time + this.linger }
    if (batch.due < this.firstDue) this.firstDue = batch.due
    batch.records.push(record)
    batch.bytes += size
    this.open[partition] = batch
    if (this.linger === 0 || batch.bytes + size > limit) this.flush(partition, send)
    return { partition, bytes }
  }

  private next(timestamp: number): { partition: number; record: NewRecord; bytes: number } {
    const { size, partitions, tombstones } = this.settings
    const { keys } = this
    this.count += 1
    const draw = keys.draw(this.random)
    const hasValue = !this.random.chance(tombstones / 100)
    const key = keys.count === 0 ? null : keys.bytesOf(draw)
    const value = hasValue ? valueOf(this.count - 1, size) : null
    const bytes = (key?.length ?? 0) + (value?.length ?? 0)
    const partition = key === null ? this.sticky.next(bytes, partitions) : keys.partitionOf(draw)
    return { partition, bytes, record: { key, value, headers: NO_HEADERS, timestamp } }
  }

  private findFirstDue(): void {
    this.firstDue = Infinity
    for (const batch of this.open) if (batch !== null && batch.due < this.firstDue) this.firstDue = batch.due
  }

  private flush(partition: number, send: (sent: Sent) => void): void {
    const batch = this.open[partition] ?? null
    if (batch === null) return
    this.open[partition] = null
    if (batch.due === this.firstDue) this.findFirstDue()
    send({ partition, records: batch.records })
  }
}

const copyOf = (batch: Accumulator | null): Accumulator | null =>
  batch === null ? null : { ...batch, records: [...batch.records] }

const DOT = 46
const ZERO = 48

/** "123......": which record it is, in so many bytes. */
function valueOf(number: number, size: number): Uint8Array {
  const value = new Uint8Array(size).fill(DOT)
  const digits = String(number)
  for (let i = 0; i < digits.length && i < size; i++) value[i] = digits.charCodeAt(i)
  if (size > 0 && digits.length > size) value[size - 1] = ZERO + (number % 10)
  return value
}
