import { outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { concernKey } from '../chance.ts'
import { REGIONS } from '../codes.ts'
import { MINUTE_MS, producersOf, type IngestConfig, type WindowConfig } from '../config.ts'
import { SHIFT, type Batch } from '../record.ts'
import { ExactViewers } from '../sketches/exact.ts'
import type { Layout } from '../sketches/layout.ts'
import { SlidingSketches } from '../sketches/sliding.ts'
import { SpaceSaving } from '../sketches/space-saving.ts'
import { PLAIN, type Store } from '../wasm/store.ts'
import { Watermark } from '../watermark.ts'
import { CountWithin } from './count-within.ts'
import { Counting } from './counting.ts'
import { Heat } from './heat.ts'
import { bucketOf, PROMPT } from './lateness.ts'
import { LiveWindows } from './live-windows.ts'
import { OpenPanes } from './open-panes.ts'
import { PaneSums } from './pane-sums.ts'
import type { Pane } from './pane.ts'
import { PaneTable } from './pane-table.ts'
import { Promotions } from './promotions.ts'
import type { RaiseLog } from './raise-log.ts'
import { Sightings } from './sightings.ts'
import { TakeEvents } from './take-events.ts'

export const PANES_AN_HOUR = 60
export const PANES_A_DAY = 1_440
const KEPT_FIRINGS = 512
const HEAVY_ACCOUNTS = 1_024
/** Registers of closed panes and of sliding windows that are gone through at the end of a tick, so that none takes long. */
const REGISTERS_A_TICK = 2 ** 20

/** A result of a pane that was given out. */
export interface Firing {
  readonly timeMs: number
  readonly pane: number
  /** First when the watermark passed it, updates for late events, and the last word when no more are taken. */
  readonly kind: 'first' | 'update' | 'final'
  readonly events: number
}

export interface WindowCounts {
  onTime: number
  late: number
  tooLate: number
  /** By bucket of LATENESS_BUCKETS. */
  readonly lateness: number[]
  firsts: number
  updates: number
  finals: number
}

/** Where event time has come to: the watermark, and the first pane that still takes events. */
export interface Progress {
  readonly watermarkMs: number
  readonly firstOpen: number
}

/** What may be changed while a run goes on: how far the watermark stays behind, and what is allowed after it. */
export interface Controls {
  watermarkMs: number
  latenessMs: number
}

const paneOfWatermark = (ms: number): number => Math.floor(ms / MINUTE_MS)

/** Event time: panes of a minute that open, fire, fire again, and close into windows of an hour and a day. */
export class Windows {
  readonly watermark: Watermark
  readonly sliding: SlidingSketches
  readonly live: LiveWindows
  readonly promotions: Promotions
  readonly presence: PaneSums
  readonly starts: PaneSums
  readonly heat: Heat
  /** The accounts that start most plays. */
  readonly heavy = new SpaceSaving(HEAVY_ACCOUNTS)
  readonly exact: ExactViewers | null
  readonly controls: Controls
  readonly countWithin: CountWithin
  counts: WindowCounts
  firings: Firing[] = []
  /** Takes what rises in panes that the watermark has passed, where somebody wants to know. */
  raiseLog: RaiseLog | null = null
  /** Called when a pane has closed, with all windows that end with it complete. */
  onClose: (pane: Pane) => void = () => {}
  private readonly counting: Counting
  private readonly sightings: Sightings
  private readonly fast: TakeEvents
  private readonly table: PaneTable
  /** The pane that closed last, while its registers go into the windows: titles before `merged` have. */
  private closing: Pane | null = null
  private merged = 0
  readonly layout: Layout
  /** What hashes of accounts are made with, and whether a heartbeat alone proves that somebody watches. */
  readonly hashKey: number
  readonly guard: boolean
  private readonly open: OpenPanes
  /** Per tick: the watermark and what follows from it for a pane's end. */
  private closedBefore = 0

  constructor(config: IngestConfig, layout: Layout, store: Store = PLAIN) {
    const { windows, population } = config
    this.layout = layout
    this.open = new OpenPanes(layout, store)
    this.countWithin = new CountWithin(store)
    this.controls = { watermarkMs: windows.watermarkMs, latenessMs: windows.latenessMs }
    this.watermark = new Watermark(REGIONS.length, () => this.controls.watermarkMs, windows.idleMs)
    this.sliding = new SlidingSketches(layout, store)
    this.live = new LiveWindows(layout, PANES_AN_HOUR, PANES_A_DAY, store)
    this.table = new PaneTable(store)
    this.promotions = new Promotions(layout, config.sketches.headPrecision, store)
    this.sightings = new Sightings(producersOf(config), layout.titles, store)
    this.fast = new TakeEvents(layout, this.live, this.promotions, this.sightings, config.batchSize, store)
    this.presence = new PaneSums(layout.titles, PANES_AN_HOUR)
    this.starts = new PaneSums(layout.titles, PANES_AN_HOUR)
    this.heat = new Heat(layout.titles)
    this.exact = config.exact ? new ExactViewers() : null
    this.hashKey = concernKey(population.seed, 'ingest.hash')
    this.guard = config.score.guard
    this.counting = new Counting(this)
    this.counts = {
      onTime: 0,
      late: 0,
      tooLate: 0,
      lateness: [0, 0, 0, 0, 0, 0],
      firsts: 0,
      updates: 0,
      finals: 0,
    }
    this.closedBefore = this.closedBound()
  }

  get bytes(): number {
    const perPane = this.layout.length + 8 * this.layout.titles
    return (
      (this.open.count + Number(this.closing !== null)) * perPane +
      this.sliding.bytes +
      this.live.bytes +
      this.presence.bytes +
      this.starts.bytes +
      this.sightings.bytes
    )
  }

  /** The open panes, oldest first. */
  get panes(): readonly Pane[] {
    return this.open.list
  }

  /** The panes whose registers are not all in the sketches of closed panes, oldest first. */
  get unmerged(): readonly Pane[] {
    return this.closing === null ? this.panes : [this.closing, ...this.panes]
  }

  /** Whether the windows of the hour and the day end where they should: they slide in the course of some ticks. */
  get isSlid(): boolean {
    return this.live.isSlid
  }

  /** The first pane that the watermark has not passed; and the first that is not closed. */
  get firstUnfired(): number {
    return paneOfWatermark(this.watermark.ms)
  }

  get firstOpen(): number {
    return this.closedBefore
  }

  setControls({ watermarkMs, latenessMs }: Pick<WindowConfig, 'watermarkMs' | 'latenessMs'>): void {
    this.controls.watermarkMs = watermarkMs
    this.controls.latenessMs = latenessMs
  }

  /**
   * Takes the `count` events of `batch` whose indices stand in `selection`, at their times in `times`. Those too late stand
   * at the beginning of `selection` afterwards; returns how many they are.
   */
  take(batch: Batch, selection: Uint32Array, count: number, times: Int32Array): number {
    if (this.exact === null && this.fast.fits(batch, selection, times))
      return this.takeFast(batch, selection, count, times)
    const { counts } = this
    const { gathered } = this.watermark
    let tooLate = 0
    let prompt = 0
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const time = times[index] ?? outside(index)
      const dims = batch.dims[index] ?? outside(index)
      const bucket = bucketOf((batch.receivedTime[index] ?? outside(index)) - time)
      if (bucket === PROMPT) prompt += 1
      else counts.lateness[bucket] = (counts.lateness[bucket] ?? outside(bucket)) + 1
      const source = (dims >>> SHIFT.region) & 7
      if (time > (gathered[source] ?? outside(source))) gathered[source] = time
      const pane = this.open.at(time, this.closedBefore)
      if (pane === null) selection[tooLate++] = index
      else this.takeIn(pane, batch, index)
    }
    this.counting.flush()
    counts.lateness[PROMPT] = (counts.lateness[PROMPT] ?? outside(PROMPT)) + prompt
    counts.tooLate += tooLate
    return tooLate
  }

  /** Where event time will have come to once the tick that ends at `nowMs` is over. */
  progress(nowMs: number): Progress {
    const watermarkMs = this.watermark.after(nowMs)
    return { watermarkMs, firstOpen: Math.max(this.closedBefore, this.closedBound(watermarkMs)) }
  }

  /** How many ticks must end until the windows have slid to a watermark, that which stands there first among them. */
  ticksToSlide(watermarkMs: number): number {
    return watermarkMs < 0 ? 0 : this.live.sweepsTo(paneOfWatermark(watermarkMs) + 1, REGISTERS_A_TICK)
  }

  /** The tick that ends at `nowMs` is over: the watermark moves, panes fire and close. */
  endTick(nowMs: number): void {
    this.watermark.endTick(nowMs)
    const passed = this.firstUnfired
    for (const pane of this.panes) {
      if (pane.number >= passed) break
      if (pane.firings === 0) {
        this.fire(pane, 'first', nowMs)
        const next = (this.panes.at(-1) ?? pane).number + 1
        this.promotions.decide(pane, next, (slot) => this.clearSlot(slot))
      } else if (pane.isDirty) this.fire(pane, 'update', nowMs)
    }
    const bound = Math.max(this.closedBefore, this.closedBound())
    while ((this.panes[0]?.number ?? bound) < bound) this.close(nowMs)
    this.closedBefore = bound
    this.sightings.advance(bound)
    this.merge(REGISTERS_A_TICK)
    if (this.watermark.ms < 0) return
    this.live.slideTo(this.firstUnfired + 1)
    const { unmerged } = this
    this.table.fill(unmerged)
    this.live.sweep(REGISTERS_A_TICK, this.sliding, unmerged, this.table, this.promotions.packed)
  }

  /** Has the watermark and the first open pane from somebody who knows of all events; panes before it are given up. */
  follow({ watermarkMs, firstOpen }: Progress): void {
    this.watermark.follow(watermarkMs)
    this.closedBefore = firstOpen
    this.sightings.advance(firstOpen)
    while ((this.panes[0]?.number ?? firstOpen) < firstOpen) this.open.release(this.open.shift())
  }

  /** The open pane with this number, opened if need be. */
  paneOf(number: number): Pane {
    return this.open.of(number)
  }

  /** Everything but the buffers' places; large. */
  save() {
    const { counts, firings, controls, closedBefore, closing, merged } = this
    return {
      ...copyState({ counts, firings, controls, closedBefore, merged }),
      panes: this.open.save(),
      closing: copyState(closing),
      watermark: this.watermark.save(),
      sliding: this.sliding.save(),
      live: this.live.save(),
      promotions: this.promotions.save(),
      presence: this.presence.save(),
      starts: this.starts.save(),
      heat: this.heat.save(),
      heavy: this.heavy.save(),
      exact: this.exact?.save() ?? null,
    }
  }

  restore(saved: ReturnType<Windows['save']>): void {
    const { counts, firings } = copyState({ counts: saved.counts, firings: saved.firings })
    this.counts = counts
    this.firings = firings
    if (this.closing !== null) this.open.release(this.closing)
    this.open.restore(saved.panes)
    this.closing = saved.closing && this.open.reopen(saved.closing)
    this.merged = saved.merged
    this.setControls(saved.controls)
    this.closedBefore = saved.closedBefore
    this.sightings.forget()
    this.watermark.restore(saved.watermark)
    this.sliding.restore(saved.sliding)
    this.live.restore(saved.live)
    this.promotions.restore(saved.promotions)
    this.presence.restore(saved.presence)
    this.starts.restore(saved.starts)
    this.heat.restore(saved.heat)
    this.heavy.restore(saved.heavy)
    if (saved.exact !== null) this.exact?.restore(saved.exact)
  }

  private takeFast(batch: Batch, selection: Uint32Array, count: number, times: Int32Array): number {
    const { counts, fast, watermark, panes, hashKey, guard, closedBefore } = this
    const passed = this.firstUnfired
    const counted = { closedBefore, passed, hashKey, guard, panes: panes.slice(), log: this.raiseLog }
    const taken = fast.run(
      batch,
      selection,
      count,
      times,
      counted,
      (index) => this.heavy.add(batch.user[index] ?? outside(index)),
      (index) => {
        const pane = this.open.at(times[index] ?? outside(index), closedBefore)
        if (pane !== null) this.takeIn(pane, batch, index)
      },
    )
    this.counting.flush()
    fast.lateness.forEach((events, bucket) => {
      counts.lateness[bucket] = (counts.lateness[bucket] ?? outside(bucket)) + events
    })
    fast.gathered.forEach((time, source) => {
      watermark.gathered[source] = Math.max(watermark.gathered[source] ?? outside(source), time)
    })
    counts.tooLate += taken.tooLate
    counts.late += taken.late
    counts.onTime += taken.onTime
    return taken.tooLate
  }

  private takeIn(pane: Pane, batch: Batch, index: number): void {
    if (pane.number < this.firstUnfired) {
      this.counts.late += 1
      pane.late += 1
    } else {
      this.counts.onTime += 1
      pane.onTime += 1
    }
    pane.isDirty = true
    this.counting.add(pane, batch, index)
  }

  /** Empties a slot for risen titles, in all that is kept. */
  clearSlot(slot: number): void {
    const base = this.layout.base[slot] ?? outside(slot)
    const end = base + 2 ** (this.layout.precision[slot] ?? outside(slot))
    for (const pane of this.unmerged) {
      pane.registers.fill(0, base, end)
      pane.present[slot] = 0
    }
    this.sliding.clear(base, end)
    this.live.clear(slot, base, end)
  }

  /** The first pane that still takes events. */
  private closedBound(watermarkMs = this.watermark.ms): number {
    return paneOfWatermark(watermarkMs - this.controls.latenessMs)
  }

  private fire(pane: Pane, kind: Firing['kind'], timeMs: number): void {
    pane.firings += 1
    pane.isDirty = false
    if (kind === 'first') this.counts.firsts += 1
    else if (kind === 'update') this.counts.updates += 1
    else this.counts.finals += 1
    this.firings.push({ timeMs, pane: pane.number, kind, events: pane.onTime + pane.late })
    if (this.firings.length > KEPT_FIRINGS) this.firings.splice(0, KEPT_FIRINGS / 2)
  }

  /** Closes the oldest pane: its numbers are final, and its registers begin to go into the windows. */
  private close(timeMs: number): void {
    this.merge(Number.POSITIVE_INFINITY)
    const pane = this.open.shift()
    this.fire(pane, 'final', timeMs)
    this.closing = pane
    this.merged = 0
    this.sliding.beginPane(pane.number)
    this.presence.add(pane.number, pane.present)
    this.starts.add(pane.number, pane.starts)
    this.heat.add(pane.present)
    this.exact?.forget(pane.number - PANES_A_DAY)
    this.onClose(pane)
  }

  /** Puts registers of the pane that closed last into the windows, `budget` of them. */
  private merge(budget: number): void {
    const { closing: pane, layout, sliding, promotions } = this
    if (pane === null) return
    this.merged = sliding.addTitles(pane, this.merged, budget, promotions.packed)
    if (this.merged < layout.titles) return
    this.closing = null
    this.open.release(pane)
  }
}
