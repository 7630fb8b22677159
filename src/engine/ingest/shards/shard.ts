import type { CellCounts } from '../collector-tally.ts'
import type { CrashFate } from '../crash.ts'
import type { IngestConfig } from '../config.ts'
import { IngestEngine } from '../ingest-engine.ts'
import { ledgerOf } from '../ledger.ts'
import type { KernelModule } from '../wasm/open-store.ts'
import { RaiseLog } from '../windows/raise-log.ts'
import { NEVER } from '../watermark.ts'
import type { Order, PanePart, PaneTick, TicksPart } from './messages.ts'
import { Parcel } from './parcel.ts'
import type { Share } from './share.ts'

const NOTHING = { onTime: 0, late: 0 } as const

/**
 * A worker's part of a run: its viewers' events, up to the registers of their minutes. When a minute is over, and what the
 * boards say, is for the leader, who knows of all parts.
 */
export class Shard {
  readonly engine: IngestEngine
  private readonly parcel: Parcel
  private readonly raiseLog: RaiseLog
  /** Panes that took events since they were asked for. */
  private readonly changed = new Set<number>()
  /** Events on time and late of each pane that were told. */
  private readonly told = new Map<number, { readonly onTime: number; readonly late: number }>()

  constructor(config: IngestConfig, share: Share, kernels?: KernelModule) {
    this.engine = new IngestEngine(config, kernels, share)
    const { store, windows } = this.engine.pipeline
    this.parcel = new Parcel(windows.layout, store)
    this.raiseLog = new RaiseLog(store)
    windows.raiseLog = this.raiseLog
  }

  /** Bytes that it keeps for the leader's sake. */
  get bytes(): number {
    return this.parcel.bytes + this.raiseLog.words.byteLength
  }

  /** Goes through the ticks of an order. */
  run(order: Order): TicksPart {
    this.obey(order)
    const { engine } = this
    return this.tell(order.ticks, () => engine.takeTick())
  }

  gatherCrash(order: Order): Uint32Array {
    this.obey(order)
    return this.engine.gatherCrash()
  }

  settleCrash(fate: CrashFate): TicksPart {
    return this.tell(1, () => this.engine.takeCrash(fate))
  }

  /** What panes have got since it was asked last. */
  panes(): PanePart[] {
    const { panes, promotions, firstUnfired } = this.engine.pipeline.windows
    const raises = this.raiseLog.take()
    const parts = panes
      .filter(({ number }) => this.changed.has(number))
      .map((pane) => {
        // The leader asks before it lets the watermark pass a pane: whatever came later is in the log.
        const isLogged = raises !== null && pane.number < firstUnfired
        return this.parcel.pack(
          pane,
          promotions.packed,
          isLogged ? (raises.get(pane.number) ?? new Uint32Array(0)) : null,
        )
      })
    this.changed.clear()
    return parts
  }

  private obey({ progress, promotions, commands }: Order): void {
    const { engine, told } = this
    const { windows } = engine.pipeline
    windows.follow(progress)
    for (const number of told.keys()) if (number < progress.firstOpen) told.delete(number)
    if (promotions !== null) {
      windows.promotions.restore(promotions)
      for (const slot of promotions.cleared) windows.clearSlot(slot)
    }
    for (const command of commands) engine.apply(command)
  }

  /** Has ticks done, and tells of each. */
  private tell(ticks: number, take: () => void): TicksPart {
    const { engine } = this
    const { collectors, pipeline } = engine
    const { watermark } = pipeline.windows
    const sources = watermark.gathered.length
    const gathered = new Int32Array(ticks * sources)
    const tallies: CellCounts[] = []
    const panes: PaneTick[] = []
    for (let tick = 0; tick < ticks; tick++) {
      take()
      gathered.set(watermark.gathered, tick * sources)
      watermark.gathered.fill(NEVER)
      tallies.push(collectors.tally.tell())
      panes.push(...this.paneTicks(tick))
      engine.leaveTick()
    }
    return { ticks, gathered, tallies, panes, ledger: ledgerOf(engine) }
  }

  private paneTicks(tick: number): PaneTick[] {
    const { changed, told } = this
    return this.engine.pipeline.windows.panes
      .filter(({ isDirty }) => isDirty)
      .map((pane) => {
        const { number, onTime, late } = pane
        const before = told.get(number) ?? NOTHING
        pane.isDirty = false
        changed.add(number)
        told.set(number, { onTime, late })
        return { tick, pane: number, onTime: onTime - before.onTime, late: late - before.late }
      })
  }
}
