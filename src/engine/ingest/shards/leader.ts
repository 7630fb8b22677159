import { assert, at, outside } from '../../../shared/assert.ts'
import { refuse, type Outcome } from '../../../shared/outcome.ts'
import { createCatalogue, type Catalogue } from '../catalogue.ts'
import { collectorsOf } from '../collector.ts'
import { CollectorBooks } from '../collector-books.ts'
import { CollectorTally } from '../collector-tally.ts'
import { judge, type IngestCommand } from '../command.ts'
import { MINUTE_MS, TICK_MS, type Faults, type IngestConfig } from '../config.ts'
import { crashFates } from '../crash.ts'
import { addLedgers, type Ledger } from '../ledger.ts'
import { Pipeline } from '../pipeline.ts'
import type { KernelModule } from '../wasm/open-store.ts'
import { NEVER } from '../watermark.ts'
import type { Controls, Progress } from '../windows/windows.ts'
import { crossingOf, type Crossing } from './crossing.ts'
import type { Order, PanePart, ShardLink, TicksPart } from './messages.ts'
import { Parcel } from './parcel.ts'

const NOBODY = -1

/** An order that has gone out to the others, and their answers. */
interface Sent {
  readonly order: Order
  readonly answers: readonly Promise<TicksPart>[]
  /** What their panes got up to its end, where a board is made of that; they go on meanwhile. */
  readonly panes: readonly Promise<readonly PanePart[]>[] | null
}

/**
 * Leads a run that several workers share: adds up what their ticks came to, moves the watermark, and makes the boards from
 * the registers of all of them. It comes to the same counts, panes and boards as one worker, whatever their number.
 */
export class Leader {
  readonly catalogue: Catalogue
  /** Windows and boards of all events; no event goes through it. */
  readonly pipeline: Pipeline
  private readonly config: IngestConfig
  private readonly links: readonly ShardLink[]
  private readonly own: ShardLink | null
  private readonly all: readonly ShardLink[]
  private readonly books: CollectorBooks
  private readonly tally: CollectorTally
  private readonly parcel: Parcel
  private ledgers: readonly Ledger[] = []
  private commands: IngestCommand[] = []
  private promotions: Order['promotions'] = null
  private current: Faults
  private done = 0
  /** Ticks for which orders have gone out, and how far they may go: what is under way waits for nobody. */
  private ordered = 0
  private furthest = 0
  private most = 1
  private sent: Sent[] = []
  /** Whether something may come to its end in the last tick that was ordered, which the others must be told of. */
  private isAtEdge = false
  /** Where event time has come to with the last tick that is over. */
  private progress: Progress
  /** Whether the controls have changed: the watermark may jump with the next tick. */
  private isUnsettled = false
  /** The tick with which the windows will have slid, where a board waits for it. */
  private boardTick = Number.POSITIVE_INFINITY
  /** Before this tick nobody need know which titles have been given slots. */
  private slotsTick = Number.POSITIVE_INFINITY
  private controls: Controls | null = null
  private doomed = NOBODY
  private fallen = NOBODY
  private awayUntilMs = 0

  /**
   * The config is the shards' own. It keeps no whiteboard's numbers and no exact sets. `own` is the shard that has no thread of
   * its own: it works when its turn comes, while the others of `links` are ahead.
   */
  constructor(
    config: IngestConfig,
    links: readonly ShardLink[],
    kernels?: KernelModule,
    own: ShardLink | null = null,
  ) {
    const { seed, titles, viewers, faults } = config.population
    assert(
      !config.whiteboard && !config.exact,
      'workers share neither the whiteboard’s numbers nor exact sets',
    )
    this.config = config
    this.links = links
    this.own = own
    this.all = own === null ? links : [...links, own]
    this.catalogue = createCatalogue(seed, titles, viewers)
    // No viewer and no id is kept here: the memory is for windows.
    const windowsOnly = { ...config, population: { ...config.population, viewers: 0 } }
    this.pipeline = new Pipeline({ ...windowsOnly, dedupe: { by: 'off', lines: 1 } }, this.catalogue, kernels)
    const { store, windows } = this.pipeline
    this.parcel = new Parcel(windows.layout, store)
    this.books = new CollectorBooks(config.collector, collectorsOf(config.collector), store)
    this.tally = new CollectorTally(collectorsOf(config.collector), store)
    this.current = faults
    this.progress = { watermarkMs: windows.watermark.ms, firstOpen: windows.firstOpen }
  }

  /** Ticks that are over. */
  get tick(): number {
    return this.done
  }

  get faults(): Faults {
    return this.current
  }

  /** Whether a collector is down, or about to crash. */
  get isHit(): boolean {
    return this.doomed !== NOBODY || this.done * TICK_MS < this.awayUntilMs
  }

  /** The books of all workers; null before the first tick. */
  get ledger(): Ledger | null {
    const [first, ...others] = this.ledgers
    if (first === undefined) return null
    const sum = addLedgers([first, ...others])
    const { batches, full, drawn, drawnOpen } = this.books
    const collected = {
      ...sum.collected,
      batches,
      full,
      drawn: { ...drawn },
      crashes: first.collected.crashes,
    }
    return { ...sum, collected, drawnOpen }
  }

  /** Does what a person asks, with the next tick. */
  apply(command: IngestCommand): Outcome<string> {
    if (command.kind === 'delay')
      return refuse('single events are held back only where one worker has them all')
    const judged = judge(command, this.config.collector, this.isHit)
    if (!judged.ok) return judged
    if (command.kind === 'crash') this.doomed = command.collector
    if (command.kind === 'faults') this.current = { ...this.current, ...command.faults }
    if (command.kind === 'windows') this.controls = command
    else this.commands.push(command)
    return judged
  }

  /**
   * Goes through one tick or more, at most so many: as many as nobody need know of the others' events for. The others may
   * go on with `ahead` ticks more; what is asked of this meanwhile happens after those.
   */
  async step(most = 1, ahead = 0): Promise<void> {
    if (this.sent.length === 0) {
      if (this.controls !== null) {
        this.pipeline.windows.setControls(this.controls)
        this.isUnsettled = true
      }
      this.controls = null
      if (this.doomed !== NOBODY) return this.finish(await this.crash(this.order(1)), 1)
    }
    this.most = Math.max(1, Math.floor(most))
    this.furthest = this.done + this.most + ahead
    this.send()
    const { order, answers, panes } = this.sent.shift() ?? outside(0)
    const own = this.own?.run(order)
    const parts = await Promise.all(own === undefined ? answers : [...answers, own])
    await this.finish(parts, order.ticks, panes)
  }

  private async finish(
    parts: readonly TicksPart[],
    ticks: number,
    panes: Sent['panes'] = null,
  ): Promise<void> {
    for (let tick = 0; tick < ticks; tick++)
      await this.finishTick(parts, tick, tick === ticks - 1 ? { panes } : null)
    this.ledgers = parts.map(({ ledger }) => ledger)
  }

  /** Sends orders as far as may be. */
  private send(): void {
    const { links, sent } = this
    for (;;) {
      const most = Math.min(this.most, this.furthest - this.ordered, this.slotsTick - this.ordered)
      // What somebody asked for happens between two orders, with nothing under way.
      if (most <= 0 || this.doomed !== NOBODY || this.controls !== null) return
      if (this.ordered > this.done && this.isAtEdge) return
      const order = this.order(this.foreseen(most))
      const answers = links.map((link) => link.run(order))
      const isBoard = this.ordered === this.boardTick
      sent.push({ order, answers, panes: isBoard ? links.map((link) => link.panes()) : null })
    }
  }

  private order(ticks: number): Order {
    const { progress, promotions, commands } = this
    this.promotions = null
    this.commands = []
    this.ordered += ticks
    return { ticks, progress, promotions, commands }
  }

  private async crash(order: Order): Promise<TicksPart[]> {
    const { config, done, all, doomed } = this
    const crashMs = done * TICK_MS + TICK_MS / 2
    const rows = await Promise.all(all.map((link) => link.gatherCrash(order)))
    const fates = crashFates(rows, config.collector, crashMs)
    const parts = await Promise.all(all.map((link, i) => link.settleCrash(at(fates, i))))
    this.fallen = doomed
    this.doomed = NOBODY
    this.awayUntilMs = crashMs + config.collector.restartMs
    return parts
  }

  /**
   * For how many ticks the order of events can't matter to anybody: until the watermark may come to the end of a pane's
   * time or a board's. What is ordered ends with a board as well. The watermark never comes further than the clock, where
   * clocks are put right.
   */
  private foreseen(most: number): number {
    const { ordered, pipeline } = this
    const boardTick = this.boardTick > ordered ? this.boardTick : Number.POSITIVE_INFINITY
    const { watermarkMs } = this.progress
    this.isAtEdge = true
    if (!this.isForeseeable || this.isUnsettled) return 1
    for (let ticks = 1; ticks <= most; ticks++) {
      const furthest = (ordered + ticks) * TICK_MS - pipeline.windows.controls.watermarkMs
      if (this.crossing(watermarkMs, furthest).isAny) return ticks
      if (ordered + ticks < boardTick && ticks < most) continue
      this.isAtEdge = false
      return ticks
    }
    return most
  }

  /** Whether no event can have a time that is still to come. */
  private get isForeseeable(): boolean {
    return this.config.clock === 'correct' && this.progress.watermarkMs !== NEVER
  }

  private crossing(from: number, to: number): Crossing {
    return crossingOf(from, to, this.pipeline.windows.controls.latenessMs, this.config.windows.boardEveryMs)
  }

  /** What follows from a tick's events, once all workers have told of it. */
  private async finishTick(
    parts: readonly TicksPart[],
    tick: number,
    end: Pick<Sent, 'panes'> | null,
  ): Promise<void> {
    const { pipeline, books, tally } = this
    const { windows } = pipeline
    const { watermark } = windows
    this.gather(parts, tick)
    for (const { tallies } of parts) tally.addAll(at(tallies, tick))
    books.endTick(tally, this.done, this.fallen)
    tally.clear()
    this.fallen = NOBODY
    this.done += 1
    const nowMs = this.done * TICK_MS
    const progress = windows.progress(nowMs)
    const crossing = this.crossing(watermark.ms, progress.watermarkMs)
    const isPassing = crossing.isPassing || progress.firstOpen !== windows.firstOpen
    assert(end !== null || !(isPassing || crossing.isAny), `the watermark came too far in tick ${this.done}`)
    this.progress = progress
    this.isUnsettled = false
    // What was asked for must be taken: it is handed over once.
    const theirs = end?.panes ?? null
    if (isPassing) await this.pass(nowMs, theirs)
    else {
      windows.endTick(nowMs)
      if (theirs !== null) await this.absorbPanes(theirs)
    }
    if (!pipeline.isBoardDue) return
    const ticks = windows.isSlid ? 0 : windows.ticksToSlide(watermark.ms)
    this.boardTick = ticks === 0 ? Number.POSITIVE_INFINITY : this.done + ticks
    if (ticks > 0) return
    assert(end !== null, `a board came too early in tick ${this.done}`)
    if (!isPassing && theirs === null) await this.absorbPanes()
    pipeline.computeBoard()
  }

  /** A tick ends in which panes fire or close, or boards are made of them. */
  private async pass(nowMs: number, theirs: Sent['panes']): Promise<void> {
    const { pipeline, progress } = this
    const { windows } = pipeline
    const before = windows.promotions.save()
    const newest = windows.panes.at(-1)?.number ?? 0
    const ticks = pipeline.isBoardDueAt(progress.watermarkMs) ? windows.ticksToSlide(progress.watermarkMs) : 0
    if (ticks > 1) this.boardTick = this.done - 1 + ticks
    // Slots count from the next pane that opens: until then the others can go on.
    this.slotsTick = this.isForeseeable ? Math.floor(((newest + 1) * MINUTE_MS) / TICK_MS) : this.done
    await this.absorbPanes(theirs)
    windows.endTick(nowMs)
    this.notePromotions(before)
    this.slotsTick = Number.POSITIVE_INFINITY
  }

  /** The newest event times, and how many events panes got. */
  private gather(parts: readonly TicksPart[], tick: number): void {
    const { windows } = this.pipeline
    const { gathered } = windows.watermark
    for (const part of parts) {
      for (let source = 0; source < gathered.length; source++) {
        const newest = part.gathered[tick * gathered.length + source] ?? outside(source)
        gathered[source] = Math.max(newest, gathered[source] ?? outside(source))
      }
      for (const { pane: number, onTime, late } of part.panes.filter((one) => one.tick === tick)) {
        const pane = windows.paneOf(number)
        pane.onTime += onTime
        pane.late += late
        pane.isDirty = true
      }
    }
  }

  /** Takes in what panes have got up to now. Done by itself where something hangs on it: before they fire or close, and boards. */
  async absorbPanes(theirs: Sent['panes'] = null): Promise<void> {
    const { links, own, parcel, pipeline } = this
    const asked = [...(theirs ?? links.map((link) => link.panes())), ...(own === null ? [] : [own.panes()])]
    // Whoever has answered goes on with the next ticks: nobody but this waits.
    this.send()
    for (const part of (await Promise.all(asked)).flat()) parcel.unpack(pipeline.windows, part)
    pipeline.watch?.('board')
  }

  private notePromotions(before: { readonly titleIn: Int32Array; readonly from: Int32Array }): void {
    const { titleIn, from } = this.pipeline.windows.promotions.save()
    const { slots } = this.pipeline.windows.layout
    // Those of the time before may not have gone out yet.
    const cleared = new Set(this.promotions?.cleared)
    titleIn.forEach((title, slot) => {
      if (title !== before.titleIn[slot] || from[slot] !== before.from[slot]) cleared.add(slots + slot)
    })
    if (cleared.size > 0) this.promotions = { titleIn, from, cleared: [...cleared] }
  }
}
