import { at } from '../../../shared/assert.ts'
import type { Cache, Served } from './cache.ts'

export type LaneId = 'lru' | 'redis' | 'lfu' | 'belady'

export interface LaneName {
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  /** What it keeps of the order of use, in bytes an entry; NaN where that has no size. */
  readonly orderBytes: number
}

export const LANES: Record<LaneId, LaneName> = {
  // Two pointers of 64 bits; Redis's 24 bits are in an object's header (server.h, LRU_BITS).
  lru: { name: 'LRU, exact', origin: 'whiteboard', orderBytes: 16 },
  redis: { name: 'Redis LRU', origin: 'production', orderBytes: 3 },
  lfu: { name: 'Redis LFU', origin: 'production', orderBytes: 3 },
  belady: { name: 'Belady’s bound', origin: 'production', orderBytes: Number.NaN },
}

/** A cache, and everything that came of the requests to it. */
export class Lane {
  readonly id: LaneId
  readonly cache: Cache
  /** By request: what came of it, how many hits there were up to it, and whether its key had just been thrown away. */
  readonly served: Served[] = []
  readonly hitsAt: number[] = []
  readonly early: boolean[] = []
  evicted = 0
  refused = 0
  tooEarly = 0
  private readonly size: number
  private readonly goneAt = new Map<number, number>()

  constructor(id: LaneId, cache: Cache, size: number) {
    this.id = id
    this.cache = cache
    this.size = size
  }

  get requests(): number {
    return this.served.length
  }

  get hits(): number {
    return this.hitsAt.at(-1) ?? 0
  }

  get held(): number {
    return this.requests - this.hits - this.evicted - this.refused
  }

  ask(key: number, minute: number): void {
    const sequence = this.requests
    const result = this.cache.ask(key, sequence, minute)
    const early = !result.hit && sequence - (this.goneAt.get(key) ?? -Infinity) <= this.size
    this.hitsAt.push(this.hits + (result.hit ? 1 : 0))
    this.served.push(result)
    this.early.push(early)
    if (early) this.tooEarly += 1
    if (!result.kept) this.refused += 1
    if (result.evicted < 0) return
    this.evicted += 1
    this.goneAt.set(result.evicted, sequence)
  }

  /** When `key` was evicted last before request `sequence`; -1 for never. */
  lastGone(key: number, sequence: number): number {
    for (let i = sequence - 1; i >= 0; i--) if (at(this.served, i).evicted === key) return i
    return -1
  }
}
