import { at } from '../../../shared/assert.ts'
import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../../kernel/typed-columns.ts'
import { RandomStream, type RandomState } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { KeysConfig } from './config.ts'
import { PRODUCERS, type KeysSettings } from './settings.ts'

/** A record as it is sent. */
export interface SentRecord {
  readonly number: number
  /** -1 for none. */
  readonly key: number
  readonly producer: number
  readonly bytes: number
}

export interface SavedSource {
  readonly streams: readonly RandomState[]
  readonly columns: readonly SavedColumn[]
  readonly skew: number
}

const LEAST_BYTES = 100
const MORE_BYTES = 201
/** Weights are whole numbers, so that the last bit of a power does not matter. */
const WEIGHT = 1_000_000

/** The records that all lanes are sent: which key, by which producer, how long. */
export class Source {
  readonly time = float64()
  readonly key = int32()
  readonly producer = uint8()
  /** By key: how many records it has. */
  readonly perKey = int32()
  private readonly keys: number
  private readonly streams: readonly [RandomStream, RandomStream, RandomStream, RandomStream]
  private skew: number
  /** By key: the sum of the weights up to and including its own. */
  private sums: Float64Array

  constructor({ seed, settings }: KeysConfig) {
    this.keys = settings.keys
    this.streams = [
      RandomStream.of(seed, 'records.key'),
      RandomStream.of(seed, 'records.keyless'),
      RandomStream.of(seed, 'records.producer'),
      RandomStream.of(seed, 'records.bytes'),
    ]
    for (let key = 0; key < settings.keys; key++) this.perKey.push(0)
    this.skew = settings.skew
    this.sums = sumsOf(settings.keys, settings.skew)
  }

  get sent(): number {
    return this.time.length
  }

  /** Makes the next record. Each takes the same number of draws, whatever comes of them. */
  next(now: SimTime, { keyless }: KeysSettings): SentRecord {
    const [keys, nulls, producers, sizes] = this.streams
    const drawn = this.drawKey(keys)
    const key = nulls.chance(keyless / 100) ? -1 : drawn
    const producer = producers.below(PRODUCERS)
    const bytes = LEAST_BYTES + sizes.below(MORE_BYTES)
    this.time.push(now)
    this.key.push(key)
    this.producer.push(producer)
    if (key >= 0) this.perKey.set(key, this.perKey.get(key) + 1)
    return { number: this.sent - 1, key, producer, bytes }
  }

  reconfigure({ skew }: KeysSettings): void {
    if (skew === this.skew) return
    this.skew = skew
    this.sums = sumsOf(this.keys, skew)
  }

  save(): SavedSource {
    return {
      streams: this.streams.map((stream) => stream.save()),
      columns: saveColumns(this.columns()),
      skew: this.skew,
    }
  }

  restore(saved: SavedSource): void {
    this.streams.forEach((stream, i) => stream.restore(at(saved.streams, i)))
    restoreColumns(this.columns(), saved.columns)
    if (saved.skew === this.skew) return
    this.skew = saved.skew
    this.sums = sumsOf(this.keys, saved.skew)
  }

  /** The first key whose sum is above the draw. */
  private drawKey(random: RandomStream): number {
    const draw = random.uniform() * (this.sums[this.keys - 1] ?? 1)
    let low = 0
    let high = this.keys - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.sums[middle] ?? 0) > draw) high = middle
      else low = middle + 1
    }
    return low
  }

  private columns(): PagedColumn[] {
    return [this.time, this.key, this.producer, this.perKey]
  }
}

function sumsOf(keys: number, skew: number): Float64Array {
  let sum = 0
  return new Float64Array(keys).map((_, key) => {
    sum += Math.max(1, Math.round(WEIGHT * (key + 1) ** -skew))
    return sum
  })
}
