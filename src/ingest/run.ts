import type { Catalogue } from '../engine/ingest/catalogue.ts'
import { TICK, usualConfig, type Faults, type IngestConfig } from '../engine/ingest/config.ts'
import { conservation } from '../engine/ingest/conservation.ts'
import type { IngestCommand } from '../engine/ingest/command.ts'
import { IngestEngine } from '../engine/ingest/ingest-engine.ts'
import { ledgerOf, type Ledger } from '../engine/ingest/ledger.ts'
import type { Pipeline } from '../engine/ingest/pipeline.ts'
import { sharesOf, type Share } from '../engine/ingest/shards/share.ts'
import { registersOf } from '../engine/ingest/sketches/layout.ts'
import type { KernelModule } from '../engine/ingest/wasm/open-store.ts'
import { at } from '../shared/assert.ts'
import type { Outcome } from '../shared/outcome.ts'
import { memoryOf, type Memory } from './memory.ts'
import type { RunSettings } from './protocol.ts'
import type { StageTimes } from './stage-times.ts'

const SECONDS_A_HEARTBEAT = 10
const DEDUPE_LINES = 2 ** 20

/** The run that a page asks for. */
export function configOf({ seed, rate, titles, dedupe }: RunSettings): IngestConfig {
  const usual = usualConfig(seed, SECONDS_A_HEARTBEAT * rate, titles)
  return { ...usual, dedupe: { by: dedupe, lines: DEDUPE_LINES }, whiteboard: false }
}

/** The share of the viewers that a worker has; the first one leads. */
export const shareOf = (config: IngestConfig, workers: number, index: number): Share =>
  at(sharesOf(workers, config.population, registersOf(config.population.titles, config.sketches)), index)

/** A run, in one worker or in several. */
export interface Run {
  /** Ticks that are over. */
  readonly tick: number
  /** Events that were received. */
  readonly received: number
  readonly workers: number
  readonly catalogue: Catalogue
  readonly faults: Faults
  readonly isHit: boolean
  /** Where windows and boards are: of all workers' events. */
  readonly pipeline: Pipeline
  readonly memory: Memory
  /** How ids are remembered, and how many. */
  readonly dedupe: { readonly exact: boolean; readonly capacity: number }
  /** Ms by stage, of all workers, since the last reset. */
  readonly spent: Float64Array
  /** Whether the hot stages run in WebAssembly. */
  readonly isWasm: boolean
  ledger(): Ledger
  /** Goes through at least one tick and at most so many. */
  step(most: number): void | Promise<void>
  /** Times are told from here on. */
  reset(): void
  apply(command: IngestCommand): Outcome<string>
}

/** How many laws of conservation do not hold. */
export const lawsBroken = (ledger: Ledger): number =>
  conservation(ledger).filter(({ predicted, measured }) => predicted !== measured).length

/** A run in this worker alone, with its hot stages in WebAssembly where there is a module. */
export function soloRun(settings: RunSettings, times: StageTimes, kernels: KernelModule | undefined): Run {
  const engine = new IngestEngine(configOf(settings), kernels)
  engine.pipeline.watch = (stage) => times.tell(stage)
  return {
    get tick() {
      return engine.now / TICK
    },
    get received() {
      return engine.pipeline.received
    },
    workers: 1,
    catalogue: engine.catalogue,
    get faults() {
      return engine.population.faults
    },
    get isHit() {
      return engine.collectors.isHit
    },
    pipeline: engine.pipeline,
    get memory() {
      return memoryOf(engine)
    },
    get dedupe() {
      return { exact: settings.dedupe === 'sequence', capacity: engine.pipeline.dedupe.capacity }
    },
    spent: times.spent,
    isWasm: engine.pipeline.store.kernels !== null,
    ledger: () => ledgerOf(engine),
    step: () => {
      engine.advance(engine.nextEventTime)
    },
    reset: () => times.reset(),
    apply: (command) => engine.apply(command),
  }
}
