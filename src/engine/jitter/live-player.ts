import type { SimTime } from '../kernel/time.ts'
import type { WhenLate } from './config.ts'
import { PlayoutClock } from './playout-clock.ts'
import { neteqHistogram } from './policies/neteq-histogram.ts'
import type { Stream } from './receiver.ts'

/** What a player has come to by now. Sums run from the beginning: the difference of two readings is a passage. */
export interface LiveReading {
  readonly target: SimTime
  /** Packets played, and the times they spent in the buffer together. */
  readonly played: number
  readonly bufferTime: SimTime
  /** Time in which something was due and was not there. */
  readonly missingTime: SimTime
}

/**
 * Our NetEq-style player, fed by real arrivals instead of simulated ones, as they come. It does what it would do in a
 * run with the same arrivals. Packet n carries the timestamp n intervals after the first one.
 */
export class LivePlayer implements Stream {
  readonly jitter = 0
  readonly noMoreArrivals = false
  readonly packetCount = Infinity
  private readonly interval: SimTime
  private readonly clock: PlayoutClock
  private readonly arrivals: SimTime[] = []
  private nextTick: SimTime | null = null
  private first = 0

  /** `stretch`: how much faster or slower than real time it may play, as a share. */
  constructor(interval: SimTime, stretch: number, whenLate: WhenLate) {
    this.interval = interval
    const options = { fixedDelay: 0, capacity: 1, stretch, pace: 'limit', whenLate, price: 0 } as const
    this.clock = new PlayoutClock(neteqHistogram, { options, interval })
  }

  /** Packet `packet` comes in at `time`, which is not before anything told earlier. */
  arrive(packet: number, time: SimTime): void {
    this.playUntil(time - 1) // what comes in at an instant is there to be played in it
    this.know(packet)
    this.arrivals[packet] ??= time
    const isFirst = this.nextTick === null
    const ring = this.clock.deliver({ packet, sent: this.sentAt(packet), arrived: time })
    if (isFirst) this.first = packet
    this.nextTick = ring ?? this.nextTick
  }

  /** Everything up to `time` is played. */
  playUntil(time: SimTime): void {
    while (this.nextTick !== null && this.nextTick <= time) {
      const now = this.nextTick
      this.know(this.first + this.clock.ledger.turns.count)
      this.nextTick = this.clock.tick(now, this)
    }
  }

  read(now: SimTime): LiveReading {
    const { ledger } = this.clock
    return {
      target: this.clock.target(),
      played: ledger.counts.played,
      bufferTime: ledger.occupancy.sojournSum,
      missingTime: ledger.stalledTime(now),
    }
  }

  sentAt(packet: number): SimTime {
    return packet * this.interval
  }

  arrivedAt(packet: number): SimTime {
    return this.arrivals[packet] ?? Number.NaN
  }

  /** Opens the books' rows up to `packet`. */
  private know(packet: number): void {
    const { ledger } = this.clock
    while (ledger.fate.length <= packet) ledger.addPacket(ledger.fate.length)
  }
}
