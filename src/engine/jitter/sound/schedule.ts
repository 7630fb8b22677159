import type { SimTime } from '../../kernel/time.ts'
import type { LaneExcerpt } from '../excerpt.ts'
import type { Stall } from '../quality/stalls.ts'

/** A stretch of a player's time in which it does one thing. Stretches follow each other without a gap. */
export type Segment = Stretch & { readonly from: SimTime; readonly to: SimTime }

export type Stretch =
  /** Nothing was shown yet. */
  | { readonly kind: 'waiting' }
  /** A packet plays, after packet `previous` (null: the first one). */
  | { readonly kind: 'packet'; readonly packet: number; readonly previous: number | null }
  /** The sender itself was silent: the next timestamp is far away. */
  | { readonly kind: 'pause' }
  /** Something was due and was not there. */
  | { readonly kind: 'missing'; readonly stall: Stall }

/**
 * A packet is followed by a pause of the sender's where the next turn is further away than this many intervals: more
 * than a clock that runs at half its speed can put between two turns.
 */
const LONGEST_TURN = 2.1

/**
 * What a player does, stretch by stretch, from the excerpts of its lane. It may be given a passage whole or in many
 * pieces: a stretch comes out as soon as nothing can change it, and of those that go on for long a piece at a time.
 */
export class Schedule {
  private readonly interval: SimTime
  private since: SimTime
  private now: Stretch | { readonly kind: 'over' } = { kind: 'waiting' }
  private previous: number | null = null
  private ready: Segment[] = []

  constructor(from: SimTime, interval: SimTime) {
    this.since = from
    this.interval = interval
  }

  /** True once the player's work is done. */
  get isOver(): boolean {
    return this.now.kind === 'over'
  }

  /** Takes the next excerpt of the lane, which ends at `until`, and hands over the stretches that are certain by then. */
  take(lane: LaneExcerpt, until: SimTime): Segment[] {
    for (const { time, begins } of eventsOf(lane)) {
      this.close(time)
      this.begin(begins, time)
    }
    if (lane.finishedAt !== null && !this.isOver) {
      this.close(lane.finishedAt)
      this.now = { kind: 'over' }
    }
    this.settle(until)
    const { ready } = this
    this.ready = []
    return ready
  }

  private begin(begins: number | Stall, time: SimTime): void {
    this.since = time
    if (typeof begins !== 'number') this.now = { kind: 'missing', stall: begins }
    else {
      this.now = { kind: 'packet', packet: begins, previous: this.previous }
      this.previous = begins
    }
  }

  private close(end: SimTime): void {
    this.splitPause(end)
    this.emit(end)
  }

  /** What is certain by `until` although no event has ended it. */
  private settle(until: SimTime): void {
    this.splitPause(until)
    if (this.now.kind !== 'packet') this.emit(until)
  }

  /** A packet that nothing follows for long has played, and the sender pauses. */
  private splitPause(end: SimTime): void {
    if (this.now.kind !== 'packet' || end - this.since <= LONGEST_TURN * this.interval) return
    this.emit(this.since + this.interval)
    this.now = { kind: 'pause' }
  }

  private emit(end: SimTime): void {
    const isPlay = this.now.kind === 'packet'
    if (this.now.kind === 'over' || (end <= this.since && !isPlay)) return
    this.ready.push({ ...this.now, from: this.since, to: Math.max(end, this.since) })
    this.since = Math.max(end, this.since)
  }
}

interface Event {
  readonly time: SimTime
  /** The packet that is shown, or the stall that begins. */
  readonly begins: number | Stall
}

/** Packets shown and stalls begun, in order; at one moment the packet comes first, since a stall ends with one. */
function eventsOf({ shown, stalls }: LaneExcerpt): Event[] {
  const events: Event[] = []
  shown.time.forEach((time, i) => events.push({ time, begins: shown.packet[i] ?? 0 }))
  for (const stall of stalls) if (stall.end !== stall.start) events.push({ time: stall.start, begins: stall })
  return events.sort((a, b) => a.time - b.time) // stable
}
