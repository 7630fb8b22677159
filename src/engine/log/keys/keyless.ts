import { at } from '../../../shared/assert.ts'
import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { MILLISECOND, type SimTime } from '../../kernel/time.ts'
import { StickyPartitioner, uniformPartition, type SavedSticky } from '../partitioners/keyless.ts'
import type { KeysConfig } from './config.ts'
import type { LaneId } from './placement.ts'
import { PRODUCERS, type KeysSettings } from './settings.ts'
import { StickyUntilBatch, type SavedStickyUntilBatch } from './sticky-until-batch.ts'

/** CPython's hash(None), a constant since 3.12 (before, it was an address in memory). */
export const HASH_OF_NONE = 0xfca86420

export interface SavedKeyless {
  readonly byBytes: readonly SavedSticky[]
  readonly byBatch: readonly SavedStickyUntilBatch[]
  readonly ring: RandomState
  readonly slots: RandomState
  readonly batch: number
}

const producers = Array.from({ length: PRODUCERS }, (_, producer) => producer)

/** Where records without a key go, lane by lane. */
export class Keyless {
  private readonly seed: number
  private byBytes: StickyPartitioner[]
  private readonly byBatch: readonly StickyUntilBatch[]
  private readonly chance: { readonly ring: RandomStream; readonly slots: RandomStream }
  private batch: number

  constructor({ seed, settings }: KeysConfig) {
    this.seed = seed
    this.batch = settings.batch
    this.byBytes = producers.map((producer) => this.makeByBytes(producer))
    this.byBatch = producers.map(
      (producer) => new StickyUntilBatch(RandomStream.of(seed, `keyless.batch.${producer}`)),
    )
    this.chance = {
      ring: RandomStream.of(seed, 'keyless.ring'),
      slots: RandomStream.of(seed, 'keyless.slots'),
    }
  }

  /** The partition of one record. Both of Kafka's ways go on, so that changing from one to the other shifts neither. */
  next(
    lane: LaneId,
    producer: number,
    bytes: number,
    partitions: number,
    now: SimTime,
    settings: KeysSettings,
  ): number {
    switch (lane) {
      case 'whiteboard':
        return HASH_OF_NONE % partitions
      case 'kafka': {
        const linger = settings.linger * MILLISECOND
        const byBytes = at(this.byBytes, producer).next(bytes, partitions)
        const byBatch = at(this.byBatch, producer).next(bytes, partitions, now, settings.batch, linger)
        return settings.nullKeys === 'sticky' ? byBatch : byBytes
      }
      case 'ring':
      case 'slots':
        return uniformPartition(partitions, this.chance[lane])
    }
  }

  /** A new batch.size: what was sent to the partitions in hand still counts. */
  reconfigure({ batch }: KeysSettings): void {
    if (batch === this.batch) return
    this.batch = batch
    this.byBytes = this.byBytes.map((old, producer) => {
      const made = this.makeByBytes(producer)
      made.restore(old.save())
      return made
    })
  }

  /** A producer begins anew: it knows nothing of the partition it was at. */
  restart(producer: number): void {
    const sticky = at(this.byBytes, producer)
    sticky.restore({ ...sticky.save(), partition: null, produced: 0 })
    at(this.byBatch, producer).forget()
  }

  save(): SavedKeyless {
    return {
      byBytes: this.byBytes.map((sticky) => sticky.save()),
      byBatch: this.byBatch.map((sticky) => sticky.save()),
      ring: this.chance.ring.save(),
      slots: this.chance.slots.save(),
      batch: this.batch,
    }
  }

  restore(saved: SavedKeyless): void {
    this.batch = saved.batch
    this.byBytes = producers.map((producer) => {
      const made = this.makeByBytes(producer)
      made.restore(at(saved.byBytes, producer))
      return made
    })
    this.byBatch.forEach((sticky, producer) => sticky.restore(at(saved.byBatch, producer)))
    this.chance.ring.restore(saved.ring)
    this.chance.slots.restore(saved.slots)
  }

  private makeByBytes(producer: number): StickyPartitioner {
    return new StickyPartitioner(this.batch, RandomStream.of(this.seed, `keyless.bytes.${producer}`))
  }
}
