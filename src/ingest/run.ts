import type { Catalogue } from '../engine/ingest/catalogue.ts'
import { usualConfig, type Faults, type IngestConfig } from '../engine/ingest/config.ts'
import { conservation } from '../engine/ingest/conservation.ts'
import { IngestEngine, type IngestCommand } from '../engine/ingest/ingest-engine.ts'
import { ledgerOf, type Ledger } from '../engine/ingest/ledger.ts'
import type { Pipeline } from '../engine/ingest/pipeline.ts'
import { RECORD_BYTES } from '../engine/ingest/record.ts'
import { TICK } from '../engine/ingest/config.ts'
import type { KernelModule } from '../engine/ingest/wasm/open-store.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { RunSettings } from './protocol.ts'
import type { StageTimes } from './stage-times.ts'

const SECONDS_A_HEARTBEAT = 10
const DEDUPE_LINES = 2 ** 20

/** The run that a page asks for. */
export function configOf({ seed, rate, titles, dedupe }: RunSettings): IngestConfig {
  const usual = usualConfig(seed, SECONDS_A_HEARTBEAT * rate, titles)
  return { ...usual, dedupe: { by: dedupe, lines: DEDUPE_LINES }, whiteboard: false }
}

/** Bytes, by what they are for. */
export interface Memory {
  readonly viewers: number
  readonly dedupe: number
  readonly windows: number
  readonly other: number
}

/** How ids are remembered. */
export interface DedupeState {
  readonly exact: boolean
  readonly capacity: number
}

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
  readonly dedupe: DedupeState
  ledger(): Ledger
  /** Goes through at least one tick and at most so many. */
  step(most: number): void | Promise<void>
  apply(command: IngestCommand): Outcome<string>
  close(): void
}

/** How many laws of conservation do not hold. */
export const lawsBroken = (ledger: Ledger): number =>
  conservation(ledger).filter(({ predicted, measured }) => predicted !== measured).length

/** A run in this worker alone, with its hot stages in WebAssembly where there is a module. */
export function soloRun(settings: RunSettings, times: StageTimes, kernels: KernelModule | undefined): Run {
  const config = configOf(settings)
  const engine = new IngestEngine(config, kernels)
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
      const { dedupe, windows, whiteboard } = engine.pipeline.memory
      const other = whiteboard + config.batchSize * RECORD_BYTES
      return { viewers: engine.population.bytes, dedupe, windows, other }
    },
    get dedupe() {
      return { exact: settings.dedupe === 'sequence', capacity: engine.pipeline.dedupe.capacity }
    },
    ledger: () => ledgerOf(engine),
    step: () => {
      engine.advance(engine.nextEventTime)
    },
    apply: (command) => engine.apply(command),
    close: () => {},
  }
}
