import { outside } from '../../../shared/assert.ts'
import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import { RandomStream, uniformOf, type RandomState } from '../../kernel/random.ts'
import { Demand, type DemandSpec } from '../service/demand.ts'
import { ZipfKeys } from './zipf.ts'

/** Sessions with many messages and few: key k is as frequent as (k + 1)^-0.5. */
const SKEW = 0.5

/** Items are made so many at once. */
const BATCH = 256
const draws = new Uint32Array(BATCH)
const whole = new Uint32Array(BATCH)
const real = new Float64Array(BATCH)

export interface MessagesSpec {
  readonly keys: number
  /** Mean size in bytes. */
  readonly bytes: number
  readonly demand: DemandSpec
}

export interface SavedMessages {
  readonly columns: readonly SavedColumn[]
  readonly keys: RandomState
  readonly sizes: RandomState
  readonly demand: readonly RandomState[]
}

/**
 * What each message is: its session, its size, and the work it makes. Made once for all lanes, item by item, from
 * streams of their own; an item is the same whenever, and whether, it comes.
 */
export class Messages {
  readonly key = new PagedColumn((n) => new Uint32Array(n))
  readonly bytes = new PagedColumn((n) => new Uint32Array(n))
  /** Service time in mean service times. */
  private readonly work = new PagedColumn((n) => new Float64Array(n))
  /** Service time beside that, in microseconds: 0 but for blockers. Empty where there are none. */
  private readonly extra = new PagedColumn((n) => new Uint32Array(n))
  private readonly zipf: ZipfKeys
  private readonly keyStream: RandomStream
  private readonly sizeStream: RandomStream
  private readonly demand: Demand
  private readonly meanBytes: number
  private readonly hasBlockers: boolean

  constructor(seed: number, spec: MessagesSpec) {
    this.zipf = new ZipfKeys(spec.keys, SKEW)
    this.keyStream = RandomStream.of(seed, 'load.keys')
    this.sizeStream = RandomStream.of(seed, 'load.sizes')
    this.demand = new Demand(seed, spec.demand)
    this.meanBytes = spec.bytes
    this.hasBlockers = spec.demand.blockers > 0
  }

  /** How long a message's service takes at full speed, in microseconds, where a mean one takes `mean`. */
  serviceTime(item: number, mean: number): number {
    const work = this.work.get(item) * mean
    return this.hasBlockers ? work + this.extra.get(item) : work
  }

  /** Makes items up to number `count` - 1, and some that follow them. */
  makeUpTo(count: number): void {
    while (this.key.length < count) this.makeBatch()
  }

  save(): SavedMessages {
    return {
      columns: this.columns().map((column) => column.save()),
      keys: this.keyStream.save(),
      sizes: this.sizeStream.save(),
      demand: this.demand.save(),
    }
  }

  restore(saved: SavedMessages): void {
    this.columns().forEach((column, i) => {
      const old = saved.columns[i]
      if (old !== undefined) column.restore(old)
    })
    this.keyStream.restore(saved.keys)
    this.sizeStream.restore(saved.sizes)
    this.demand.restore(saved.demand)
  }

  private makeBatch(): void {
    const { zipf, demand, meanBytes } = this
    this.keyStream.drawInto(draws)
    for (let i = 0; i < BATCH; i++) whole[i] = zipf.keyAt(uniformOf(draws[i] ?? outside(i)))
    this.key.append(whole)
    this.sizeStream.drawInto(draws)
    for (let i = 0; i < BATCH; i++) whole[i] = (0.5 + uniformOf(draws[i] ?? outside(i))) * meanBytes + 0.5
    this.bytes.append(whole)
    demand.drawWork(draws)
    for (let i = 0; i < BATCH; i++) real[i] = demand.workOf(draws[i] ?? outside(i))
    this.work.append(real)
    if (this.hasBlockers) for (let i = 0; i < BATCH; i++) this.extra.push(demand.extra())
  }

  private columns(): PagedColumn[] {
    return [this.key, this.bytes, this.work, this.extra]
  }
}
