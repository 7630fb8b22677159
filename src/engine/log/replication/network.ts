import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { fromMs, type SimTime } from '../../kernel/time.ts'
import type { ReplicationSettings } from './settings.ts'

export interface SavedNetwork {
  readonly random: RandomState
  readonly cutAt: readonly (readonly [string, SimTime])[]
  readonly cuts: readonly string[]
  readonly arrivals: readonly (readonly [string, SimTime])[]
}

const linkOf = (a: number, b: number): string => `${Math.min(a, b)}-${Math.max(a, b)}`

/** The network of one lane: how long a message takes, and which links are cut. Between two nodes nothing overtakes. */
export class Network {
  private readonly random: RandomStream
  private cuts = new Set<string>()
  /** When each link was last cut: what was under way then is lost. */
  private cutAt = new Map<string, SimTime>()
  private arrivals = new Map<string, SimTime>()

  constructor(seed: number) {
    this.random = RandomStream.of(seed, 'replication.network')
  }

  /** When a message sent now arrives. */
  arrival(from: number, to: number, now: SimTime, settings: ReplicationSettings): SimTime {
    const stretch = 1 + settings.latencyUneven * this.random.uniform()
    const way = `${from}>${to}`
    const arrival = Math.max(now + fromMs(settings.latency * stretch), this.arrivals.get(way) ?? 0)
    this.arrivals.set(way, arrival)
    return arrival
  }

  isCut(a: number, b: number): boolean {
    return this.cuts.has(linkOf(a, b))
  }

  /** Whether what was sent at `sentAt` is lost on the way. */
  loses(a: number, b: number, sentAt: SimTime): boolean {
    return this.isCut(a, b) || (this.cutAt.get(linkOf(a, b)) ?? -1) >= sentAt
  }

  cut(a: number, b: number, now: SimTime): void {
    this.cuts.add(linkOf(a, b))
    this.cutAt.set(linkOf(a, b), now)
  }

  heal(a: number, b: number): void {
    this.cuts.delete(linkOf(a, b))
  }

  save(): SavedNetwork {
    return {
      random: this.random.save(),
      cuts: [...this.cuts],
      cutAt: [...this.cutAt],
      arrivals: [...this.arrivals],
    }
  }

  restore(saved: SavedNetwork): void {
    this.random.restore(saved.random)
    this.cuts = new Set(saved.cuts)
    this.cutAt = new Map(saved.cutAt)
    this.arrivals = new Map(saved.arrivals)
  }
}
