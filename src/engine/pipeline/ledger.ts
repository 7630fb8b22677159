import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../kernel/typed-columns.ts'
import { Samples, type SavedSamples } from '../kernel/samples.ts'
import type { SimTime } from '../kernel/time.ts'
import { FATE, type Fate } from './codes.ts'

/**
 * How many frames met which end in one lane, counted as it happens and not read off the rings:
 * received = shown + skipped + dropped in a ring + undecodable + held.
 */
export interface Counts {
  received: number
  shown: number
  skipped: number
  droppedNetwork: number
  droppedDecoded: number
  droppedRender: number
  undecodable: number
  held: number
  /** Of `shown`: shown after a frame with a higher number. */
  outOfOrder: number
}

/** Where a shown frame's time went, in microseconds. */
export interface Sojourns {
  network: number
  decoder: number
  decoded: number
  renderer: number
  render: number
}

/** The ends of a frame that was received, and the count each belongs to. */
const COUNT_OF = {
  [FATE.shown]: 'shown',
  [FATE.skipped]: 'skipped',
  [FATE.droppedNetwork]: 'droppedNetwork',
  [FATE.droppedDecoded]: 'droppedDecoded',
  [FATE.droppedRender]: 'droppedRender',
  [FATE.undecodable]: 'undecodable',
} as const

export type End = keyof typeof COUNT_OF

export interface SavedLedger {
  readonly counts: Counts
  readonly sojourns: Sojourns
  readonly columns: readonly SavedColumn[]
  readonly ages: SavedSamples
  readonly newest: number
  readonly firsts: Readonly<Partial<Record<Fate, SimTime>>>
}

/** The books of one lane: each frame's way through the stages, and its end. NaN: not, or not yet. */
export class Ledger {
  readonly counts: Counts = {
    received: 0,
    shown: 0,
    skipped: 0,
    droppedNetwork: 0,
    droppedDecoded: 0,
    droppedRender: 0,
    undecodable: 0,
    held: 0,
    outOfOrder: 0,
  }
  /** Sums over the frames shown. */
  readonly sojourns: Sojourns = { network: 0, decoder: 0, decoded: 0, renderer: 0, render: 0 }
  /** From its arrival to its showing, of every frame shown. */
  readonly ages = new Samples()
  readonly arrivedAt = float64()
  /** It went into the network ring; later than it arrived when it had to wait outside. */
  readonly queuedAt = float64()
  readonly decodeAt = float64()
  /** It went into the decode ring; later than it was decoded when the decoder had to wait for room. */
  readonly decodedAt = float64()
  readonly drawAt = float64()
  readonly drawnAt = float64()
  readonly endAt = float64()
  /** The frames that ended without being shown, in the order in which they did. */
  readonly goneAt = float64()
  readonly goneFrame = int32()
  private readonly fates = uint8()
  private newest = -1
  /** By fate: when the first frame met it. */
  private firsts: Readonly<Partial<Record<Fate, SimTime>>> = {}

  /** How many frames there are rows for. */
  get length(): number {
    return this.fates.length
  }

  /** A row for the next frame, wherever it may be. */
  open(): number {
    for (const column of this.times()) column.push(Number.NaN)
    this.fates.push(FATE.underway)
    return this.fates.length - 1
  }

  receive(frame: number, now: SimTime): void {
    this.arrivedAt.set(frame, now)
    this.fates.set(frame, FATE.held)
    this.counts.received += 1
    this.counts.held += 1
  }

  /** The frame leaves the lane, in this way. */
  end(frame: number, fate: End, now: SimTime): void {
    this.endAt.set(frame, now)
    this.fates.set(frame, fate)
    this.counts.held -= 1
    this.counts[COUNT_OF[fate]] += 1
    if (this.firsts[fate] === undefined) this.firsts = { ...this.firsts, [fate]: now }
    if (fate === FATE.shown) return this.show(frame, now)
    this.goneAt.push(now)
    this.goneFrame.push(frame)
  }

  /** When the first frame ended so; null when none has. */
  firstEnd(fate: number): SimTime | null {
    return this.firsts[fate as Fate] ?? null // any other number has no entry
  }

  fateOf(frame: number): Fate {
    return this.fates.get(frame) as Fate // only codes of FATE are ever written
  }

  save(): SavedLedger {
    return {
      counts: { ...this.counts },
      sojourns: { ...this.sojourns },
      columns: saveColumns(this.columns()),
      ages: this.ages.save(),
      newest: this.newest,
      firsts: this.firsts,
    }
  }

  restore(saved: SavedLedger): void {
    Object.assign(this.counts, saved.counts)
    Object.assign(this.sojourns, saved.sojourns)
    restoreColumns(this.columns(), saved.columns)
    this.ages.restore(saved.ages)
    this.newest = saved.newest
    this.firsts = saved.firsts
  }

  private show(frame: number, now: SimTime): void {
    if (frame < this.newest) this.counts.outOfOrder += 1
    this.newest = Math.max(this.newest, frame)
    this.ages.add(now - this.arrivedAt.get(frame))
    this.sojourns.network += this.decodeAt.get(frame) - this.arrivedAt.get(frame)
    this.sojourns.decoder += this.decodedAt.get(frame) - this.decodeAt.get(frame)
    this.sojourns.decoded += this.drawAt.get(frame) - this.decodedAt.get(frame)
    this.sojourns.renderer += this.drawnAt.get(frame) - this.drawAt.get(frame)
    this.sojourns.render += now - this.drawnAt.get(frame)
  }

  private times(): PagedColumn[] {
    const { arrivedAt, queuedAt, decodeAt, decodedAt, drawAt, drawnAt, endAt } = this
    return [arrivedAt, queuedAt, decodeAt, decodedAt, drawAt, drawnAt, endAt]
  }

  private columns(): PagedColumn[] {
    return [...this.times(), this.goneAt, this.goneFrame, this.fates]
  }
}
