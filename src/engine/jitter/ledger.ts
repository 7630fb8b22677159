import { assert } from '../../shared/assert.ts'
import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../kernel/typed-columns.ts'
import { Occupancy, type SavedOccupancy } from '../kernel/occupancy.ts'
import { Samples, type SavedSamples } from '../kernel/samples.ts'
import type { SimTime } from '../kernel/time.ts'
import { BufferSeries, type SavedBufferSeries } from './buffer-series.ts'
import { Freezes, type SavedFreezes } from './quality/freezes.ts'
import { Stalls, type SavedStalls, type Stall } from './quality/stalls.ts'
import { Stretches, type SavedStretches } from './quality/stretches.ts'
import { FATE, WASTE, type Fate, type StallCause } from './fate.ts'
import { WasteLog } from './waste-log.ts'

/** How many packets met which end at one receiver. Copies made by the network count as packets of their own. */
export interface Counts {
  played: number
  /** Arrived but never shown: after its turn, pushed out of a full ring, or dropped to shorten the queue. */
  late: number
  /** Of `late`: pushed out of a full ring. */
  overwritten: number
  /** Of `late`: dropped on purpose as it came in. */
  dropped: number
  lost: number
  duplicate: number
  /** Of `played`: shown after a packet that was sent later. */
  outOfOrder: number
  /** Waiting in the receiver's buffer now. */
  waiting: number
}

/** The turns of a player that has turns: whoever plays by timestamp. */
export interface Turns {
  count: number
  /** Of `count`: those whose packet was not there. */
  empty: number
  /** The least transit of what has arrived. */
  fastest: SimTime
  /**
   * The delays at the turns, with a packet to show or not, each counted as no less than the fastest packet so far
   * took: who plays before anything could be there shows nothing, and has saved nothing.
   */
  delaySum: number
  /** The sender's time from turn to turn. */
  spacingSum: number
  /** How long turns lasted because their packet was waited for, and how often it was given up then. */
  waited: SimTime
  givenUp: number
}

export interface SavedLedger {
  readonly counts: Counts
  readonly turns: Turns
  readonly columns: readonly SavedColumn[]
  readonly delays: SavedSamples
  readonly lastShown: number
  readonly lastDelay: SimTime
  readonly firstShownAt: SimTime | null
  readonly finishedAt: SimTime | null
  readonly wasted: readonly SavedColumn[]
  readonly occupancy: SavedOccupancy
  readonly transits: number
  readonly freezes: SavedFreezes
  readonly stretches: SavedStretches
  readonly stalls: SavedStalls
  readonly buffer: SavedBufferSeries
}

/**
 * The books of one receiver: each packet's end, the playout delays, the stalls, and the buffer's depth over time.
 * Both kinds of player write here, so their numbers mean the same.
 */
export class Ledger {
  readonly counts: Counts = {
    played: 0,
    late: 0,
    overwritten: 0,
    dropped: 0,
    lost: 0,
    duplicate: 0,
    outOfOrder: 0,
    waiting: 0,
  }
  readonly turns: Turns = {
    count: 0,
    empty: 0,
    fastest: Infinity,
    delaySum: 0,
    spacingSum: 0,
    waited: 0,
    givenUp: 0,
  }
  /** Playout minus sending of every packet shown, in microseconds, and which packet it was: a copy may be shown too. */
  readonly delays = new Samples()
  readonly shownPackets = int32()
  /** By packet: its fate, and when it was shown (NaN: not). */
  readonly fate = uint8()
  readonly shownAt = float64()
  readonly buffer = new BufferSeries()
  readonly wasted = new WasteLog()
  /** Of the buffer: what Little's law is checked by. */
  readonly occupancy = new Occupancy()
  readonly freezes = new Freezes()
  readonly stretches = new Stretches()
  private readonly stalls = new Stalls()
  private lastShown = -1
  /** How long the last packet shown took from sending to showing. */
  lastDelay: SimTime = 0
  firstShownAt: SimTime | null = null
  finishedAt: SimTime | null = null
  private transits = 0
  /** How much later than its timestamp says a packet was sent: the two clocks may run at different speeds. */
  lagOf: (stamp: SimTime) => SimTime = () => 0

  /** Opens the row of packet `number`; packets come in order of sending. */
  addPacket(number: number): void {
    assert(number === this.fate.length, `packet ${number} follows packet ${this.fate.length - 1}`)
    this.fate.push(FATE.travelling)
    this.shownAt.push(Number.NaN)
  }

  /** A packet not sent yet is as one on its way: a player whose clock is the faster one may ask for it. */
  fateOf(packet: number): Fate {
    if (packet >= this.fate.length) return FATE.travelling
    return this.fate.get(packet) as Fate // only codes of FATE are ever written
  }

  /** The network dropped it. A copy that is here already goes on as it was. */
  lose(packet: number, now: SimTime): void {
    this.counts.lost += 1
    this.wasted.add(packet, WASTE.lost, now)
    if (this.fateOf(packet) === FATE.travelling) this.fate.set(packet, FATE.lost)
  }

  /** A copy of a packet that is here already, or was. */
  refuseDuplicate(packet: number, now: SimTime): void {
    this.counts.duplicate += 1
    this.wasted.add(packet, WASTE.duplicate, now)
  }

  /** It arrived after its turn. */
  discardLate(packet: number, now: SimTime): void {
    this.counts.late += 1
    this.wasted.add(packet, WASTE.late, now)
    this.fate.set(packet, FATE.late)
  }

  /** The player would not have it, though it came in time: its queue is too long. A copy of it may be here. */
  drop(packet: number, now: SimTime): void {
    this.counts.late += 1
    this.counts.dropped += 1
    this.wasted.add(packet, WASTE.dropped, now)
    const fate = this.fateOf(packet)
    if (fate !== FATE.played && fate !== FATE.waiting) this.fate.set(packet, FATE.dropped)
  }

  store(packet: number, now: SimTime): void {
    if (this.fateOf(packet) !== FATE.played) this.fate.set(packet, FATE.waiting)
    this.occupancy.enter(now)
    this.counts.waiting += 1
  }

  /** A full ring gave up this packet, which had waited since `arrived`. `copyWaits`: a copy of it is still there. */
  overwrite(packet: number, arrived: SimTime, now: SimTime, copyWaits: boolean): void {
    this.counts.late += 1
    this.counts.overwritten += 1
    this.wasted.add(packet, WASTE.overwritten, now)
    if (this.fateOf(packet) !== FATE.played && !copyWaits) this.fate.set(packet, FATE.overwritten)
    this.leaveBuffer(arrived, now)
  }

  /** Shows the packet with the timestamp `stamp`, which arrived at `arrived`. */
  show(packet: number, stamp: SimTime, arrived: SimTime, now: SimTime): void {
    const sent = stamp + this.lagOf(stamp)
    this.closeStall(now)
    this.freezes.show(now)
    this.counts.played += 1
    if (packet < this.lastShown) this.counts.outOfOrder += 1
    this.lastShown = packet
    this.firstShownAt ??= now
    this.lastDelay = now - sent
    this.delays.add(this.lastDelay)
    this.shownPackets.push(packet)
    this.transits += arrived - sent
    if (this.fateOf(packet) !== FATE.played) this.shownAt.set(packet, now)
    this.fate.set(packet, FATE.played)
    this.leaveBuffer(arrived, now)
  }

  /** A packet stamped `stamp`, or a copy of one, came in at a player that has turns. */
  noteTransit(stamp: SimTime, arrived: SimTime): void {
    const { turns } = this
    turns.fastest = Math.min(turns.fastest, arrived - stamp - this.lagOf(stamp))
  }

  /** The turn of the packet stamped `stamp` ends at `now`, having lasted for `waited`; the next stamp is `spacing` later. */
  takeTurn(now: SimTime, stamp: SimTime, spacing: SimTime, waited: SimTime, isEmpty: boolean): void {
    const { turns } = this
    turns.count += 1
    turns.delaySum += Math.max(turns.fastest, now - stamp - this.lagOf(stamp))
    turns.spacingSum += spacing
    turns.waited += waited
    if (isEmpty) turns.empty += 1
    if (isEmpty && waited > 0) turns.givenUp += 1
  }

  /** A new frame is due and there is none. Counts from the first frame shown; a stall that is on goes on. */
  openStall(now: SimTime, cause: StallCause, packet: number): void {
    if (this.firstShownAt === null || this.isStalled) return
    this.stalls.open(now, cause, this.counts.waiting, packet)
  }

  closeStall(now: SimTime): void {
    if (this.isStalled) this.stalls.close(now)
  }

  finish(now: SimTime): void {
    this.closeStall(now)
    this.finishedAt ??= now
  }

  /** Notes the buffer's depth and the policy's target, where either has changed. */
  note(now: SimTime, target: SimTime): void {
    this.buffer.note(now, this.counts.waiting, target)
  }

  /** How many stalls have lasted for 150 ms and more, the one that is on included. */
  interruptions(now: SimTime): number {
    return this.stalls.interruptions(now)
  }

  get isStalled(): boolean {
    return this.stalls.isOn
  }

  get stallCount(): number {
    return this.stalls.count
  }

  stall(index: number): Stall {
    return this.stalls.get(index)
  }

  /** All stalled time up to `now`, the stall that is on included. */
  stalledTime(now: SimTime): SimTime {
    return this.stalls.timeUntil(now)
  }

  /** Time since the first frame was shown, until the end of the stream or `now`. */
  playingTime(now: SimTime): SimTime {
    return this.firstShownAt === null ? 0 : (this.finishedAt ?? now) - this.firstShownAt
  }

  /** The part of all playout delays together that was spent in the network. */
  get transitSum(): number {
    return this.transits
  }

  save(): SavedLedger {
    const { lastShown, lastDelay, firstShownAt, finishedAt, transits } = this
    return {
      counts: { ...this.counts },
      turns: { ...this.turns },
      columns: saveColumns(this.columns()),
      delays: this.delays.save(),
      lastShown,
      lastDelay,
      firstShownAt,
      finishedAt,
      wasted: this.wasted.save(),
      occupancy: this.occupancy.save(),
      transits,
      freezes: this.freezes.save(),
      stretches: this.stretches.save(),
      stalls: this.stalls.save(),
      buffer: this.buffer.save(),
    }
  }

  restore(saved: SavedLedger): void {
    Object.assign(this.counts, saved.counts)
    Object.assign(this.turns, saved.turns)
    restoreColumns(this.columns(), saved.columns)
    this.delays.restore(saved.delays)
    this.lastShown = saved.lastShown
    this.lastDelay = saved.lastDelay
    this.firstShownAt = saved.firstShownAt
    this.finishedAt = saved.finishedAt
    this.wasted.restore(saved.wasted)
    this.occupancy.restore(saved.occupancy)
    this.transits = saved.transits
    this.freezes.restore(saved.freezes)
    this.stretches.restore(saved.stretches)
    this.stalls.restore(saved.stalls)
    this.buffer.restore(saved.buffer)
  }

  private columns(): PagedColumn[] {
    return [this.fate, this.shownAt, this.shownPackets]
  }

  private leaveBuffer(arrived: SimTime, now: SimTime): void {
    this.occupancy.leave(arrived, now)
    this.counts.waiting -= 1
  }
}
