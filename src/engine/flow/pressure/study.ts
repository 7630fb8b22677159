import type { StudyPart } from '../../kernel/engine.ts'
import type { LoadPiece, LoadPoint } from './frame.ts'
import { infiniteLaw } from './law.ts'
import { summarise, type LaneSummary } from './measures.ts'
import type { PressureConfig } from './config.ts'
import type { PressureEngine } from './pressure-engine.ts'
import type { PressureSettings } from './settings.ts'

/** Loads of the short runs, and those at which the theory's curve is worked out. */
const LOADS = [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1, 1.1, 1.25]
const CURVE = Array.from({ length: 60 }, (_, i) => (i + 1) / 60).filter((load) => load < 1)
/** Messages of a short run in all its lanes together: some hundredths of a second. */
const MESSAGES = 120_000
/** Clients that answer send more than what comes, up to several times. */
const ANSWERING = 3

/**
 * Latency against load: part 0 the theory and where the run stands, then a short run of the same settings at each load,
 * on an engine that `create` makes.
 */
export function studyLoad(
  engine: PressureEngine,
  part: number,
  create: (config: PressureConfig) => PressureEngine,
): StudyPart {
  const parts = 1 + LOADS.length
  const load = LOADS[part - 1]
  return { parts, piece: load === undefined ? theoryPiece(engine) : loadPiece(engine, load, create) }
}

const capacityOf = ({ service, workers }: PressureSettings): number => service * workers

function theoryPiece(engine: PressureEngine): LoadPiece {
  const { settings, clock, arrivals } = engine
  const capacity = capacityOf(settings)
  const laws = CURVE.map((load) => infiniteLaw(settings, load * capacity))
  const isPoisson = settings.gaps === 'poisson' && settings.shape === 'steady' && settings.blockers === 0
  const law = isPoisson ? (laws[0]?.name ?? null) : null
  const load = clock === 0 ? 0 : (arrivals.count * 1_000_000) / clock / capacity
  return {
    kind: 'theory',
    law,
    load: law === null ? [] : CURVE,
    waitMs: law === null ? [] : laws.map((one) => (one?.wait ?? Infinity) * 1_000),
    here: engine.lanes.map((lane) => pointOf(lane.id, load, summarise(engine, lane))),
  }
}

function loadPiece(
  engine: PressureEngine,
  load: number,
  create: (config: PressureConfig) => PressureEngine,
): LoadPiece {
  const { config, settings, lanes } = engine
  const rate = load * capacityOf(settings)
  const weight = lanes.reduce((sum, { client }) => sum + (client === 'open' ? 1 : ANSWERING), 0)
  const seconds = Math.min(settings.for, MESSAGES / weight / rate)
  const run = create({
    seed: config.seed,
    settings: { ...settings, rate, for: seconds, shape: 'steady', fault: 'none' },
  })
  run.advance(run.extent)
  return {
    kind: 'load',
    load,
    points: run.lanes.map((lane) => pointOf(lane.id, load, summarise(run, lane))),
  }
}

const pointOf = (lane: string, load: number, run: LaneSummary): LoadPoint => ({
  lane,
  load,
  meanMs: run.waits.mean,
  p50Ms: run.waits.p50,
  p99Ms: run.waits.p99,
  lossShare: run.lossShare,
  throughput: run.throughput,
  utilisation: run.utilisation,
})
