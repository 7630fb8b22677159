import { at } from '../../../shared/assert.ts'
import type { RandomStream } from '../../kernel/random.ts'
import { HIT, NOT_KEPT, TAKEN_IN, type Cache, type Entry, type Served } from './cache.ts'
import { EvictionPool } from './eviction-pool.ts'
import { countUp, decayed, FIRST_COUNT, MOST_COUNTED } from './morris.ts'
import type { CacheSettings } from './settings.ts'

export type RedisPolicy = CacheSettings['policy'] | 'allkeys-lfu'

/** What of the settings a Redis goes by. All of it may change while it runs. */
export interface RedisSettings {
  readonly policy: RedisPolicy
  readonly samples: number
  readonly pool: boolean
  readonly factor: number
  readonly decay: number
}

/**
 * A full Redis: no order of the keys at all, and 24 bits a key. To evict, it looks at some keys at random and takes the
 * one with the highest score. Source: evict.c and db.c of redis/redis at 03813b2c.
 */
export class RedisCache implements Cache {
  private readonly capacity: number
  private readonly stream: RandomStream
  private settings: RedisSettings
  /** By place: its key, its last request, its counter and the minute it counts from. */
  private readonly keys: number[] = []
  private readonly usedAt: number[] = []
  private readonly counters: number[] = []
  private readonly minutes: number[] = []
  private readonly places = new Map<number, number>()
  private readonly pool = new EvictionPool()
  private seen: readonly number[] = []

  constructor(capacity: number, stream: RandomStream, settings: RedisSettings) {
    this.capacity = capacity
    this.stream = stream
    this.settings = settings
  }

  get looked(): readonly number[] {
    return this.seen
  }

  /** Other settings from now on; scores by another policy can't be compared with those in the pool. */
  reconfigure(settings: RedisSettings): void {
    if (settings.policy !== this.settings.policy || !settings.pool) this.pool.clear()
    this.settings = settings
  }

  ask(key: number, sequence: number, minute: number): Served {
    this.seen = []
    const place = this.places.get(key)
    if (place !== undefined) {
      this.touch(place, sequence, minute)
      return HIT
    }
    if (this.keys.length < this.capacity) {
      this.put(this.keys.length, key, sequence, minute)
      return TAKEN_IN
    }
    if (this.settings.policy === 'noeviction') return NOT_KEPT
    const evicted =
      this.settings.policy === 'allkeys-random' ? this.anyKey() : this.worstKey(sequence, minute)
    const free = this.places.get(evicted) ?? 0
    this.places.delete(evicted)
    this.put(free, key, sequence, minute)
    return { hit: false, evicted, kept: true }
  }

  /** In no order: a key stays where it was put. The note is the counter, or how many requests ago it was asked for. */
  entries(asked: number, minute: number): Entry[] {
    const counts = this.settings.policy === 'allkeys-lfu'
    return this.keys.map((key, place) => ({
      key,
      note: counts ? this.countOf(place, minute) : asked - at(this.usedAt, place),
    }))
  }

  private put(place: number, key: number, sequence: number, minute: number): void {
    this.keys[place] = key
    this.usedAt[place] = sequence
    this.counters[place] = FIRST_COUNT
    this.minutes[place] = minute
    this.places.set(key, place)
  }

  private touch(place: number, sequence: number, minute: number): void {
    this.usedAt[place] = sequence
    this.counters[place] = countUp(this.countOf(place, minute), this.settings.factor, this.stream.uniform())
    this.minutes[place] = minute
  }

  private countOf(place: number, minute: number): number {
    return decayed(at(this.counters, place), minute - at(this.minutes, place), this.settings.decay)
  }

  private scoreOf(place: number, sequence: number, minute: number): number {
    return this.settings.policy === 'allkeys-lfu'
      ? MOST_COUNTED - this.countOf(place, minute)
      : sequence - at(this.usedAt, place)
  }

  private anyKey(): number {
    const key = at(this.keys, this.stream.below(this.keys.length))
    this.seen = [key]
    return key
  }

  private worstKey(sequence: number, minute: number): number {
    const sampled = this.sample()
    this.seen = sampled.map((place) => at(this.keys, place))
    if (this.settings.pool) {
      for (const place of sampled)
        this.pool.offer(at(this.keys, place), this.scoreOf(place, sequence, minute))
      const found = this.pool.take((key) => this.places.has(key))
      // The pool has just been offered keys that are held; it is empty only if none of them was good enough.
      if (found >= 0) return found
    }
    let worst = at(sampled, 0)
    for (const place of sampled)
      if (this.scoreOf(place, sequence, minute) > this.scoreOf(worst, sequence, minute)) worst = place
    return at(this.keys, worst)
  }

  /** Different places at random (Floyd's way); all of them in their order where there are no more. */
  private sample(): number[] {
    const count = this.keys.length
    const wanted = Math.min(count, this.settings.samples)
    if (wanted === count) return this.keys.map((_, place) => place)
    const places: number[] = []
    for (let last = count - wanted; last < count; last++) {
      const drawn = this.stream.below(last + 1)
      places.push(places.includes(drawn) ? last : drawn)
    }
    return places
  }
}
