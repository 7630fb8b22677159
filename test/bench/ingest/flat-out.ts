import { loadKernels } from '../../../src/cli/kernels.ts'
import { usualConfig, type IngestConfig } from '../../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../../src/engine/ingest/ingest-engine.ts'
import { STAGES, type Stage } from '../../../src/engine/ingest/pipeline.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { figure, type Figure } from '../measure.ts'

const VIEWERS = 1_000_000
const TITLES = 50_000
const WARM_SECONDS = 20
const ROUND_SECONDS = 20
const NS = 1e9
const MILLION = 1e6

const config = (by: IngestConfig['dedupe']['by']): IngestConfig => ({
  ...usualConfig(1, VIEWERS, TITLES),
  dedupe: { by, lines: 2 ** 20 },
  whiteboard: false,
})

/** The whole pipeline flat out, generation included, and what each stage takes. */
export async function ingestFigures(runs: number): Promise<Figure[]> {
  const kernels = await loadKernels()
  return [
    ...flatOut(runs, new IngestEngine(config('fingerprint'), kernels), 'ingestion'),
    ...flatOut(
      runs,
      new IngestEngine(config('sequence'), kernels),
      'ingestion, duplicates by sequence number',
    ),
    ...flatOut(runs, new IngestEngine(config('fingerprint')), 'ingestion without WebAssembly'),
  ]
}

function flatOut(runs: number, engine: IngestEngine, name: string): Figure[] {
  engine.advance(WARM_SECONDS * SECOND)
  const total: number[] = []
  const boards: number[] = []
  const perStage = new Map<Stage, number[]>(STAGES.map((stage) => [stage, []]))
  for (let run = 0; run < runs; run++) {
    const spent = new Map<Stage, number>()
    const before = engine.pipeline.counts.received
    const start = performance.now()
    let mark = start
    engine.pipeline.watch = (stage) => {
      const now = performance.now()
      spent.set(stage, (spent.get(stage) ?? 0) + now - mark)
      if (stage === 'board') boards.push(now - mark)
      mark = now
    }
    engine.advance(engine.now + ROUND_SECONDS * SECOND)
    const seconds = (performance.now() - start) / 1_000
    const events = engine.pipeline.counts.received - before
    total.push(events / seconds / MILLION)
    for (const stage of STAGES) perStage.get(stage)?.push(((spent.get(stage) ?? 0) / 1_000 / events) * NS)
  }
  const stages = STAGES.filter((stage) => stage !== 'whiteboard')
  return [
    figure(`${name}, flat out, generation included: events`, 'M/s', total),
    ...stages.map((stage) => figure(`${name}: ${stage}`, 'ns/event', perStage.get(stage) ?? [])),
    figure(`${name}: a board`, 'ms', boards.length === 0 ? [Number.NaN] : boards),
  ]
}
