import { assert, at, outside } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { createCatalogue, type Catalogue } from '../catalogue.ts'
import { collectorsOf } from '../collector.ts'
import { CollectorBooks } from '../collector-books.ts'
import { CollectorTally } from '../collector-tally.ts'
import { MINUTE_MS, TICK_MS, type Faults, type IngestConfig } from '../config.ts'
import { crashFates } from '../crash.ts'
import type { IngestCommand } from '../ingest-engine.ts'
import { addLedgers, type Ledger } from '../ledger.ts'
import { Pipeline } from '../pipeline.ts'
import type { KernelModule } from '../wasm/open-store.ts'
import { NEVER } from '../watermark.ts'
import type { Order, ShardLink, TicksPart } from './messages.ts'
import { Parcel } from './parcel.ts'

const NOBODY = -1

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
  private readonly books: CollectorBooks
  private readonly tally: CollectorTally
  private readonly parcel: Parcel
  private ledgers: readonly Ledger[] = []
  private commands: IngestCommand[] = []
  private promotions: Order['promotions'] = null
  private current: Faults
  private done = 0
  private doomed = NOBODY
  private fallen = NOBODY
  private awayUntilMs = 0

  /** The config is the shards' own. It keeps no whiteboard's numbers and no exact sets. */
  constructor(config: IngestConfig, links: readonly ShardLink[], kernels?: KernelModule) {
    const { seed, titles, viewers, faults } = config.population
    assert(
      !config.whiteboard && !config.exact,
      'workers share neither the whiteboard’s numbers nor exact sets',
    )
    this.config = config
    this.links = links
    this.catalogue = createCatalogue(seed, titles, viewers)
    // No viewer and no id is kept here: the memory is for windows.
    const own = { ...config, population: { ...config.population, viewers: 0 } }
    this.pipeline = new Pipeline({ ...own, dedupe: { by: 'off', lines: 1 } }, this.catalogue, kernels)
    const { store, windows } = this.pipeline
    this.parcel = new Parcel(windows.layout, store)
    this.books = new CollectorBooks(config.collector, collectorsOf(config.collector), store)
    this.tally = new CollectorTally(collectorsOf(config.collector), store)
    this.current = faults
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
    switch (command.kind) {
      case 'crash': {
        const collectors = collectorsOf(this.config.collector)
        if (!Number.isInteger(command.collector) || command.collector < 0 || command.collector >= collectors)
          return refuse(`there is no collector ${command.collector} of ${collectors}`)
        if (this.isHit) return refuse('a collector is down already; it is back within seconds')
        this.doomed = command.collector
        break
      }
      case 'faults':
        this.current = { ...this.current, ...command.faults }
        break
      case 'windows':
        this.pipeline.windows.setControls(command)
        return accept(`watermark ${command.watermarkMs} ms, lateness ${command.latenessMs} ms`)
      case 'keying':
        this.commands.push(command)
        return accept(`keyed by ${command.keying}`)
      case 'delay':
        return refuse('single events are held back only where one worker has them all')
    }
    this.commands.push(command)
    return accept(
      command.kind === 'crash'
        ? `collector ${command.collector} crashes`
        : `faults: ${Object.keys(command.faults).join(', ')}`,
    )
  }

  /** Goes through one tick or more, at most so many: as many as nobody need know of the others' events for. */
  async step(most = 1): Promise<void> {
    const isCrash = this.doomed !== NOBODY
    const order = this.order(isCrash ? 1 : this.foreseen(most))
    const parts = isCrash
      ? await this.crash(order)
      : await Promise.all(this.links.map((link) => link.run(order)))
    for (let tick = 0; tick < order.ticks; tick++)
      await this.finishTick(parts, tick, tick === order.ticks - 1)
    this.ledgers = parts.map(({ ledger }) => ledger)
  }

  private order(ticks: number): Order {
    const { pipeline, promotions, commands } = this
    const { watermark, firstOpen } = pipeline.windows
    this.promotions = null
    this.commands = []
    return { ticks, watermarkMs: watermark.ms, firstOpen, promotions, commands }
  }

  private async crash(order: Order): Promise<TicksPart[]> {
    const { config, done, links, doomed } = this
    const crashMs = done * TICK_MS + TICK_MS / 2
    const rows = await Promise.all(links.map((link) => link.gatherCrash(order)))
    const fates = crashFates(rows, config.collector, crashMs)
    const parts = await Promise.all(links.map((link, i) => link.settleCrash(at(fates, i))))
    this.fallen = doomed
    this.doomed = NOBODY
    this.awayUntilMs = crashMs + config.collector.restartMs
    return parts
  }

  /**
   * For how many ticks the order of events can't matter to anybody: until the watermark may come to the end of a pane's
   * time or a board's. It never comes further than the clock, where clocks are put right.
   */
  private foreseen(most: number): number {
    const { config, done, pipeline } = this
    const { watermark, controls } = pipeline.windows
    if (config.clock !== 'correct' || watermark.ms === NEVER || pipeline.isBoardDue) return 1
    for (let ticks = 1; ticks < most; ticks++) {
      const furthest = (done + ticks) * TICK_MS - controls.watermarkMs
      if (this.isCrossing(watermark.ms, furthest)) return ticks
    }
    return Math.max(1, Math.floor(most))
  }

  /** Whether panes are passed or closed, or a board comes due, between two watermarks. */
  private isCrossing(from: number, to: number): boolean {
    const { latenessMs } = this.pipeline.windows.controls
    const { boardEveryMs } = this.config.windows
    const differs = (every: number, behind: number): boolean =>
      Math.floor((from - behind) / every) !== Math.floor((to - behind) / every)
    return differs(MINUTE_MS, 0) || differs(MINUTE_MS, latenessMs) || differs(boardEveryMs, 0)
  }

  /** What follows from a tick's events, once all workers have told of it. */
  private async finishTick(parts: readonly TicksPart[], tick: number, isLast: boolean): Promise<void> {
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
    const isCrossing = this.isCrossing(watermark.ms, watermark.after(nowMs))
    assert(isLast || !isCrossing, `the watermark came too far in tick ${this.done}`)
    if (isCrossing) await this.absorbPanes()
    const before = windows.promotions.save()
    windows.endTick(nowMs)
    if (isCrossing) this.notePromotions(before)
    if (!pipeline.isBoardDue || !windows.isSlid) return
    if (!isCrossing) await this.absorbPanes()
    pipeline.computeBoard()
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
  async absorbPanes(): Promise<void> {
    const parts = await Promise.all(this.links.map((link) => link.panes()))
    for (const part of parts.flat()) this.parcel.unpack(this.pipeline.windows, part)
    this.pipeline.watch?.('board')
  }

  private notePromotions(before: { readonly titleIn: Int32Array; readonly from: Int32Array }): void {
    const { titleIn, from } = this.pipeline.windows.promotions.save()
    const { slots } = this.pipeline.windows.layout
    const cleared: number[] = []
    titleIn.forEach((title, slot) => {
      if (title !== before.titleIn[slot] || from[slot] !== before.from[slot]) cleared.push(slots + slot)
    })
    if (cleared.length > 0) this.promotions = { titleIn, from, cleared }
  }
}
