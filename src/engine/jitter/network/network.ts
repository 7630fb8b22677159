import { normalCdf, normalQuantile } from '../../kernel/normal.ts'
import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { NetworkConfig } from '../config.ts'
import { DELAY_QUANTILE } from './delay-shapes.ts'
import { Kinds, type SavedKind } from './kinds.ts'
import { nextLost } from './loss-chain.ts'

/** What becomes of one packet: when it arrives (null: never), and when a second copy does (null: there is none). */
export interface Journey {
  readonly arrival: SimTime | null
  readonly copy: SimTime | null
}

export interface SavedNetwork {
  readonly config: NetworkConfig
  readonly streams: readonly RandomState[]
  readonly wasLost: boolean
  readonly deviate: number
  readonly lastArrival: SimTime
  readonly hopFreeAt: SimTime
  readonly spikeDone: boolean
  readonly kinds: readonly SavedKind[]
}

/**
 * The simulated network. Each concern draws from its own stream and takes a fixed number of draws a packet, so
 * changing the loss never changes the delays, and one network stays comparable with another.
 */
export class Network {
  private config: NetworkConfig
  private readonly delays: RandomStream
  private readonly losses: RandomStream
  private readonly copies: RandomStream
  private readonly copyDelays: RandomStream
  private readonly detours: RandomStream
  private readonly kinds: Kinds
  private wasLost = false
  /** The last packet's random part as a standard normal deviate, for correlation. */
  private deviate = 0
  private lastArrival: SimTime = 0
  private hopFreeAt: SimTime = 0
  private spikeDone = false

  constructor(seed: number, config: NetworkConfig) {
    this.config = config
    this.delays = RandomStream.of(seed, 'network.delay')
    this.losses = RandomStream.of(seed, 'network.loss')
    this.copies = RandomStream.of(seed, 'network.copy')
    this.copyDelays = RandomStream.of(seed, 'network.copy-delay')
    this.detours = RandomStream.of(seed, 'network.detour')
    this.kinds = new Kinds(seed)
  }

  /** Later packets meet `config`; chance goes on where it was. */
  reconfigure(config: NetworkConfig): void {
    this.config = config
  }

  /** Takes a packet sent at `sent`. Packets must be given in order of sending. */
  carry(sent: SimTime): Journey {
    const { config } = this
    this.wasLost = nextLost(this.wasLost, config, this.losses)
    const delay = this.delayOf(sent)
    const isCopied = this.copies.chance(config.duplicateRate)
    const copyDelay = this.randomPart(this.copyDelays.uniform())
    const isDetoured = this.detours.chance(config.detourRate)
    const detour = isDetoured && !config.keepsOrder ? config.detour : 0
    // What is lost is lost at the end of the path: it held its place in the queue, and nobody else gains by it.
    const met = this.kinds.meet(sent, config)
    const queued = this.queue(sent + delay + (met ?? 0))
    const copy = config.keepsOrder ? queued : Math.max(queued, sent + config.base + copyDelay)
    return {
      arrival: this.wasLost || met === null ? null : this.afterSilence(queued + detour),
      copy: isCopied ? this.afterSilence(copy) : null,
    }
  }

  save(): SavedNetwork {
    const { config, wasLost, deviate, lastArrival, hopFreeAt, spikeDone } = this
    const streams = this.streams().map((stream) => stream.save())
    const kinds = this.kinds.save()
    return { config, streams, wasLost, deviate, lastArrival, hopFreeAt, spikeDone, kinds }
  }

  restore(saved: SavedNetwork): void {
    this.config = saved.config
    this.streams().forEach((stream, i) => {
      const state = saved.streams[i]
      if (state !== undefined) stream.restore(state)
    })
    this.wasLost = saved.wasLost
    this.deviate = saved.deviate
    this.lastArrival = saved.lastArrival
    this.hopFreeAt = saved.hopFreeAt
    this.spikeDone = saved.spikeDone
    this.kinds.restore(saved.kinds)
  }

  private streams(): RandomStream[] {
    return [this.delays, this.losses, this.copies, this.copyDelays, this.detours]
  }

  /** Path, chance, and what happens once: the step and the spike. Never below 0. */
  private delayOf(sent: SimTime): SimTime {
    const { base, correlation, step, spike } = this.config
    const fresh = normalQuantile(this.delays.uniform())
    this.deviate = correlation * this.deviate + Math.sqrt(1 - correlation * correlation) * fresh
    let delay = base + this.randomPart(normalCdf(this.deviate))
    if (step !== null && sent >= step.at) delay += step.size
    if (spike !== null && !this.spikeDone && sent >= spike.at) {
      delay += spike.size
      this.spikeDone = true
    }
    return Math.max(0, delay)
  }

  private randomPart(p: number): SimTime {
    const { shape, form, deviation } = this.config
    return Math.round(deviation * DELAY_QUANTILE[shape](p, form))
  }

  /** The slowest hop and the order of the queue. */
  private queue(ready: SimTime): SimTime {
    const { bottleneck, keepsOrder } = this.config
    let arrival = ready
    if (bottleneck > 0) {
      arrival = Math.max(arrival, this.hopFreeAt)
      this.hopFreeAt = arrival + Math.round(SECOND / bottleneck)
    }
    if (keepsOrder) arrival = Math.max(arrival, this.lastArrival)
    this.lastArrival = Math.max(arrival, this.lastArrival)
    return arrival
  }

  /** Whatever would come out during the stall, by whatever way, comes out at its end. */
  private afterSilence(arrival: SimTime): SimTime {
    const { stall } = this.config
    return stall !== null && arrival > stall.at && arrival < stall.at + stall.size
      ? stall.at + stall.size
      : arrival
  }
}
