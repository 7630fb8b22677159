import { outside } from '../../shared/assert.ts'
import { copyState } from '../kernel/copy-state.ts'
import type { Catalogue } from './catalogue.ts'
import { RULES, TOPIC } from './codes.ts'
import { producersOf, type DedupeConfig, type IngestConfig } from './config.ts'
import { DeadLetters } from './dead-letters.ts'
import { Dedupe, type Deduplication } from './dedupe.ts'
import { SequenceDedupe } from './dedupe-sequence.ts'
import { WindowDedupe } from './dedupe-window.ts'
import { copyBatch, createBatch, type Batch } from './record.ts'
import { PartitionLogs } from './route.ts'
import { CorrectedBoard } from './score/corrected.ts'
import { DrawnBoard } from './score/drawn.ts'
import { createLayout } from './sketches/layout.ts'
import { Validation } from './validation.ts'
import { openStore, type KernelModule } from './wasm/open-store.ts'
import type { Store } from './wasm/store.ts'
import { PANES_AN_HOUR, Windows } from './windows/windows.ts'

/** The stages in their order; `whiteboard` is what is kept beside. */
export const STAGES = [
  'generate',
  'collect',
  'validate',
  'whiteboard',
  'deduplicate',
  'route',
  'windows',
  'board',
] as const

export type Stage = (typeof STAGES)[number]

/** `received = accepted + rejected`, `accepted = unique + duplicate`, `unique = on time + late + too late`, always. */
export interface Counts {
  readonly received: number
  readonly accepted: number
  readonly rejected: number
  /** By rule, as in RULES. */
  readonly rejectedBy: readonly number[]
  readonly unique: number
  readonly duplicate: number
  readonly onTime: number
  readonly late: number
  readonly tooLate: number
}

/** Is shown a batch's events after a stage: `count` of them, whose indices stand in `selection`, at their times in `times`. */
export type Onlooker = (
  stage: 'accepted' | 'unique',
  batch: Batch,
  selection: Uint32Array,
  count: number,
  times: Int32Array,
) => void

/** Is told a record as it is appended to its partition, `place` being topic · 50 + partition: its key, and when it counts as having happened. */
export type Keeper = (place: number, key: number, batch: Batch, index: number, timeMs: number) => void

const USER_MISSING = 0

/** From validation to the board. Batches go in at their times of receiving; nothing comes out but counts and boards. */
export class Pipeline {
  /** Where its columns lie. A batch whose columns lie there too need not be copied. */
  readonly store: Store
  readonly dedupe: Deduplication
  readonly logs: PartitionLogs
  readonly windows: Windows
  readonly deadLetters = new DeadLetters()
  readonly corrected: CorrectedBoard
  readonly drawn: DrawnBoard | null
  /** Told after each stage of a batch; for whoever measures with a clock of their own. */
  watch: ((stage: Stage) => void) | null = null
  /** For whoever keeps single events to be looked at. Reads, never changes. */
  onlooker: Onlooker | null = null
  /** For whoever keeps the records that are counted here. */
  keeper: Keeper | null = null
  private tallies = { received: 0, accepted: 0, unique: 0, boards: 0, lastBoard: -1 }
  private readonly rejectedBy = new Float64Array(RULES.length)
  private readonly config: IngestConfig
  private readonly validation: Validation
  private readonly selection: Uint32Array
  /** For batches that come from elsewhere, where there are kernels. */
  private own: Batch | null = null

  constructor(config: IngestConfig, catalogue: Catalogue, kernels?: KernelModule) {
    this.config = config
    const layout = createLayout(catalogue, config.sketches)
    const store = openStore(kernels, config, layout)
    this.store = store
    this.logs = new PartitionLogs(catalogue, config.keying, store)
    this.dedupe = deduplication(config.dedupe, producersOf(config), store)
    this.windows = new Windows(config, layout, store)
    this.corrected = new CorrectedBoard(catalogue, layout, this.windows, config.score)
    this.drawn = config.whiteboard ? new DrawnBoard(config.population.seed, catalogue, layout) : null
    this.selection = store.u32(config.batchSize)
    this.validation = new Validation(catalogue.titles, config.clock === 'correct', config.batchSize, store)
    this.windows.onClose = ({ number }) => {
      this.corrected.finish()
      if ((number + 1) % PANES_AN_HOUR === 0) this.corrected.computeFinal()
    }
  }

  get counts(): Counts {
    const { received, accepted, unique } = this.tallies
    const { onTime, late, tooLate } = this.windows.counts
    return {
      received,
      accepted,
      rejected: this.rejectedBy.reduce((sum, count) => sum + count, 0),
      rejectedBy: Array.from(this.rejectedBy),
      unique,
      duplicate: this.dedupe.duplicates,
      onTime,
      late,
      tooLate,
    }
  }

  /** Accepted events by region, and by type: how many watch where, what buffers, what fails. */
  get byRegion(): Float64Array {
    return this.validation.byRegion
  }

  get byType(): Float64Array {
    return this.validation.byType
  }

  /** Events that came in. */
  get received(): number {
    return this.tallies.received
  }

  /** Boards so far. */
  get boards(): number {
    return this.tallies.boards
  }

  /** Bytes of memory, by what they are for. */
  get memory(): { readonly dedupe: number; readonly windows: number; readonly whiteboard: number } {
    return { dedupe: this.dedupe.bytes, windows: this.windows.bytes, whiteboard: this.drawn?.bytes ?? 0 }
  }

  /** Takes events of the tick that is under way, at most as many as the config's batch size. */
  take(given: Batch): void {
    const { selection, tallies, validation } = this
    const batch = this.within(given)
    const accepted = validation.run(batch, selection, (index, rule) => this.reject(batch, index, rule))
    tallies.received += batch.length
    tallies.accepted += accepted
    this.onlooker?.('accepted', batch, selection, accepted, validation.times)
    this.watch?.('validate')
    if (this.drawn !== null) {
      this.drawn.take(batch, selection, accepted)
      this.watch?.('whiteboard')
    }
    const unique = this.dedupe.keepNew(batch, selection, accepted)
    tallies.unique += unique
    this.onlooker?.('unique', batch, selection, unique, validation.times)
    this.watch?.('deduplicate')
    this.logs.append(batch, selection, unique)
    if (this.keeper !== null) this.tellKeeper(this.keeper, batch, unique)
    this.watch?.('route')
    const tooLate = this.windows.take(batch, selection, unique, validation.times)
    // The one definition of too late: whatever its windows no longer take goes to the side output (Y45).
    for (let k = 0; k < tooLate; k++) {
      const index = selection[k] ?? outside(k)
      const user = batch.user[index] ?? outside(index)
      const place = this.logs.appendTo(TOPIC.late, user)
      this.keeper?.(place, user, batch, index, validation.times[index] ?? outside(index))
    }
    this.watch?.('windows')
  }

  /** The tick that ends at `nowMs` is over: the watermark moves, panes fire and close, a board may be due. */
  endTick(nowMs: number): void {
    this.windows.endTick(nowMs)
    this.corrected.advance()
    this.corrected.computePreliminary()
    this.watch?.('windows')
    if (this.isBoardDue && this.windows.isSlid) this.computeBoard()
  }

  /** Whether the watermark has come to the time of another board. */
  get isBoardDue(): boolean {
    return this.isBoardDueAt(this.windows.watermark.ms)
  }

  /** Whether one is due when the watermark has come to this time. */
  isBoardDueAt(watermarkMs: number): boolean {
    return this.boardOf(watermarkMs) > this.tallies.lastBoard
  }

  /** Makes the board that is due. */
  computeBoard(): void {
    const { tallies } = this
    tallies.lastBoard = this.boardOf(this.windows.watermark.ms)
    tallies.boards += 1
    this.corrected.compute()
    this.drawn?.compute(this.windows.watermark.ms)
    this.watch?.('board')
  }

  save() {
    const { tallies, rejectedBy, byRegion, byType } = this
    return {
      ...copyState({ tallies, rejectedBy, byRegion, byType }),
      dedupe: this.dedupe.save(),
      logs: this.logs.save(),
      windows: this.windows.save(),
      deadLetters: this.deadLetters.save(),
      corrected: this.corrected.save(),
      drawn: this.drawn?.save() ?? null,
    }
  }

  restore(saved: ReturnType<Pipeline['save']>): void {
    this.tallies = copyState(saved.tallies)
    this.rejectedBy.set(saved.rejectedBy)
    this.byRegion.set(saved.byRegion)
    this.byType.set(saved.byType)
    this.dedupe.restore(saved.dedupe)
    this.logs.restore(saved.logs)
    this.windows.restore(saved.windows)
    this.deadLetters.restore(saved.deadLetters)
    this.corrected.restore(saved.corrected)
    if (saved.drawn !== null) this.drawn?.restore(saved.drawn)
  }

  /** The number of the board that is due at a watermark. */
  private boardOf(watermarkMs: number): number {
    return Math.floor(watermarkMs / this.config.windows.boardEveryMs)
  }

  /** The batch, or a copy where the kernels can reach it. */
  private within(batch: Batch): Batch {
    const { store, config } = this
    if (store.kernels === null || store.holds(batch.idHigh)) return batch
    this.own ??= createBatch(config.batchSize, store)
    copyBatch(batch, this.own)
    return this.own
  }

  private reject(batch: Batch, index: number, rule: number): void {
    this.rejectedBy[rule] = (this.rejectedBy[rule] ?? outside(rule)) + 1
    this.deadLetters.add(batch, index, rule)
    const user = batch.user[index] ?? USER_MISSING
    const place = this.logs.appendTo(TOPIC.deadLetter, user)
    // Its own time may be missing, or far ahead.
    this.keeper?.(place, user, batch, index, batch.receivedTime[index] ?? outside(index))
  }

  private tellKeeper(keeper: Keeper, batch: Batch, count: number): void {
    const { logs, selection, validation } = this
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const user = batch.user[index] ?? outside(index)
      const key = logs.routing.keyOf(logs.keying, user, batch.title[index] ?? outside(index))
      keeper(logs.placeOf(batch, index), key, batch, index, validation.times[index] ?? outside(index))
    }
  }
}

function deduplication(config: DedupeConfig, producers: number, store: Store): Deduplication {
  if (config.by !== 'sequence') return new Dedupe(config, store)
  return config.window === undefined
    ? new SequenceDedupe(producers, store)
    : new WindowDedupe(producers, config.window)
}

export type SavedPipeline = ReturnType<Pipeline['save']>
