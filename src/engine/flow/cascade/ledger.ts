import { at } from '../../../shared/assert.ts'
import type { SavedColumn } from '../../kernel/paged-column.ts'
import { Samples, type SavedSamples } from '../../kernel/samples.ts'
import type { SimTime } from '../../kernel/time.ts'
import { FATE, type Fate } from './codes.ts'
import type { Input } from './input.ts'
import { Table, type Cells } from './table.ts'

/**
 * How many items met which end in one lane, counted as it happens:
 * offered = out + shed + dropped (by stage) + held (by stage) + in hand (by stage) + waiting.
 */
export interface Counts {
  offered: number
  out: number
  shed: number
  waiting: number
  /** By stage: in its queue or in service; finished and in a worker's hand; dropped before it, by which policy. */
  readonly held: number[]
  readonly inHand: number[]
  readonly droppedNewest: number[]
  readonly droppedOldest: number[]
  /** By stage: items handed on. */
  readonly passed: number[]
  /** Items that came out after a later one of their source and key, and after a later one of their source. */
  keyDisorder: number
  overtaken: number
  /** Items that stood behind a slow one. */
  victims: number
}

export interface SavedLedger {
  readonly counts: Counts
  readonly items: SavedColumn
  readonly latencies: SavedSamples
  readonly latenciesOf: readonly SavedSamples[]
  readonly lastOfKey: Int32Array
  readonly lastOfSource: readonly number[]
  readonly inside: number
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0)

/** Every item of one lane: where it is or how it ended, and when it came to, began at and finished each stage. */
export class Ledger {
  readonly counts: Counts
  /** By stage, then item; NaN where it has not come to that. */
  readonly inAt: readonly Cells[]
  readonly startAt: readonly Cells[]
  readonly doneAt: readonly Cells[]
  /** When it came out, or was dropped; NaN before. */
  readonly leftAt: Cells
  /** The stage it is at or ended at; -1 before the first. */
  readonly place: Cells
  /** The slow item that it stood behind for longest, or -1; and for how long. */
  readonly behind: Cells
  readonly behindFor: Cells
  /** End to end, from the offer on, of every item that came out. */
  readonly latencies = new Samples()
  /** The same, by source. */
  readonly latenciesOf: readonly [Samples, Samples] = [new Samples(), new Samples()]
  private readonly input: Input
  private readonly fates: Cells
  private readonly items: Table
  /** A new item's row. */
  private readonly blank: readonly number[]
  private readonly keys: number
  private insideNow = 0
  /** By source and key, and by source: the last item that came out. */
  private lastOfKey: Int32Array
  private lastOfSource = [-1, -1]

  constructor(input: Input, stages: number, keys: number) {
    const moments = Array.from({ length: 3 * stages + 1 }, () => Number.NaN)
    // After the moments: place, behind whom and for how long, fate.
    this.blank = [...moments, -1, -1, 0, FATE.waiting]
    this.items = new Table(this.blank.length)
    const { columns } = this.items
    this.input = input
    this.inAt = columns.slice(0, stages)
    this.startAt = columns.slice(stages, 2 * stages)
    this.doneAt = columns.slice(2 * stages, 3 * stages)
    this.leftAt = at(columns, 3 * stages)
    this.place = at(columns, 3 * stages + 1)
    this.behind = at(columns, 3 * stages + 2)
    this.behindFor = at(columns, 3 * stages + 3)
    this.fates = at(columns, 3 * stages + 4)
    this.keys = keys
    this.lastOfKey = new Int32Array(2 * keys).fill(-1)
    this.counts = {
      offered: 0,
      out: 0,
      shed: 0,
      waiting: 0,
      held: zeros(stages),
      inHand: zeros(stages),
      droppedNewest: zeros(stages),
      droppedOldest: zeros(stages),
      passed: zeros(stages),
      keyDisorder: 0,
      overtaken: 0,
      victims: 0,
    }
  }

  fateOf(item: number): Fate {
    return this.fates.get(item) as Fate // only codes of FATE are ever written
  }

  /** Items anywhere in the pipeline, in hand or not; those waiting outside left out. */
  get inside(): number {
    return this.insideNow
  }

  /** The next item of the input is offered. */
  offer(): void {
    this.items.add(this.blank)
    this.counts.offered += 1
    this.counts.waiting += 1
  }

  shed(item: number, now: SimTime): void {
    this.counts.waiting -= 1
    this.counts.shed += 1
    this.end(item, FATE.shed, now)
  }

  /** It leaves where it is: its source, or the hand of a worker of the stage before. */
  depart(item: number): void {
    const place = this.place.get(item)
    if (place < 0) {
      this.counts.waiting -= 1
      return
    }
    this.insideNow -= 1
    this.counts.inHand[place] = at(this.counts.inHand, place) - 1
    this.counts.passed[place] = at(this.counts.passed, place) + 1
  }

  /** It comes into a queue of `stage`. */
  enter(item: number, stage: number, now: SimTime): void {
    this.counts.held[stage] = at(this.counts.held, stage) + 1
    this.insideNow += 1
    this.place.set(item, stage)
    this.fates.set(item, FATE.inside)
    at(this.inAt, stage).set(item, now)
  }

  start(item: number, stage: number, now: SimTime): void {
    at(this.startAt, stage).set(item, now)
  }

  /** Its service at `stage` is over: it is in the worker's hand. */
  finish(item: number, stage: number, now: SimTime): void {
    this.counts.held[stage] = at(this.counts.held, stage) - 1
    this.counts.inHand[stage] = at(this.counts.inHand, stage) + 1
    at(this.doneAt, stage).set(item, now)
  }

  /** It found the queue of `stage` full and is dropped; it has departed from where it was. */
  dropNewest(item: number, stage: number, now: SimTime): void {
    this.counts.droppedNewest[stage] = at(this.counts.droppedNewest, stage) + 1
    this.place.set(item, stage)
    this.end(item, FATE.droppedNewest, now)
  }

  /** It is dropped out of the queue of `stage` to make room. */
  dropOldest(item: number, stage: number, now: SimTime): void {
    this.insideNow -= 1
    this.counts.held[stage] = at(this.counts.held, stage) - 1
    this.counts.droppedOldest[stage] = at(this.counts.droppedOldest, stage) + 1
    this.end(item, FATE.droppedOldest, now)
  }

  /** It comes out at the end; it has departed from where it was. */
  deliver(item: number, now: SimTime): void {
    const source = this.input.source.get(item)
    const key = source * this.keys + this.input.key.get(item)
    this.counts.out += 1
    if (item < at(this.lastOfKey, key)) this.counts.keyDisorder += 1
    else this.lastOfKey[key] = item
    if (item < at(this.lastOfSource, source)) this.counts.overtaken += 1
    else this.lastOfSource[source] = item
    const latency = now - this.input.at.get(item)
    this.latencies.add(latency)
    at(this.latenciesOf, source).add(latency)
    this.end(item, FATE.out, now)
  }

  /** It stood behind a slow item for so long; the longest time counts. */
  stoodBehind(item: number, blocker: number, time: SimTime): void {
    const before = this.behindFor.get(item)
    if (time <= before) return
    if (before === 0) this.counts.victims += 1
    this.behindFor.set(item, time)
    this.behind.set(item, blocker)
  }

  save(): SavedLedger {
    const { counts } = this
    return {
      counts: copyCounts(counts),
      items: this.items.save(),
      latencies: this.latencies.save(),
      latenciesOf: this.latenciesOf.map((samples) => samples.save()),
      lastOfKey: this.lastOfKey.slice(),
      lastOfSource: this.lastOfSource.slice(),
      inside: this.insideNow,
    }
  }

  restore(saved: SavedLedger): void {
    Object.assign(this.counts, copyCounts(saved.counts))
    this.items.restore(saved.items)
    this.latencies.restore(saved.latencies)
    this.latenciesOf.forEach((samples, i) => samples.restore(at(saved.latenciesOf, i)))
    this.lastOfKey = saved.lastOfKey.slice()
    this.lastOfSource = saved.lastOfSource.slice()
    this.insideNow = saved.inside
  }

  private end(item: number, fate: Fate, now: SimTime): void {
    this.fates.set(item, fate)
    this.leftAt.set(item, now)
  }
}

const copyCounts = (counts: Counts): Counts => ({
  ...counts,
  held: counts.held.slice(),
  inHand: counts.inHand.slice(),
  droppedNewest: counts.droppedNewest.slice(),
  droppedOldest: counts.droppedOldest.slice(),
  passed: counts.passed.slice(),
})
