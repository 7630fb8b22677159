import { createCatalogue } from '../../../src/engine/ingest/catalogue.ts'
import { TICK, TICK_MS, type IngestConfig } from '../../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../../src/engine/ingest/ingest-engine.ts'
import { Pipeline, type Stage } from '../../../src/engine/ingest/pipeline.ts'
import { FIELDS, type Batch } from '../../../src/engine/ingest/record.ts'
import { Ranking } from '../../../src/engine/ingest/score/board.ts'
import type { KernelModule } from '../../../src/engine/ingest/wasm/open-store.ts'
import { at } from '../../../src/shared/assert.ts'
import { Boards, type Answer, type Columns, type Contestant, type Input } from './contest.ts'

/** How ours runs: how it finds duplicates, and whether its hot stages are WebAssembly. */
interface Way {
  readonly by: IngestConfig['dedupe']['by']
  readonly isCompiled: boolean
}

/** The product's pipeline, its own board and all; beside it the titles by viewers, which the peers are asked for. */
const ours = ({ by, isCompiled }: Way): Contestant => ({
  begin(input) {
    const { population, dedupe } = input.config
    const catalogue = createCatalogue(population.seed, population.titles, population.viewers)
    const pipeline = new Pipeline(
      { ...input.config, dedupe: { ...dedupe, by } },
      catalogue,
      kernelsOf(input, isCompiled),
    )
    const batches = batchesOf(input)
    return {
      play(part) {
        const boards = new Boards()
        const own = boardClock(pipeline)
        for (let tick = part.from; tick < part.to; tick++) {
          for (const batch of batches[tick] ?? []) pipeline.take(batch)
          pipeline.endTick((tick + 1) * TICK_MS)
          const { board } = at(input.ticks, tick)
          if (board !== null) boards.addNow(board, () => byViewers(pipeline, population.titles))
        }
        return answerOf(pipeline, boards, own.seconds)
      },
    }
  },
})

/** The same with the events made on the way, as in the product: nothing goes through memory that need not. */
const flatOut = ({ by, isCompiled }: Way): Contestant => ({
  begin(input) {
    const { config, ticks } = input
    const engine = new IngestEngine(
      { ...config, dedupe: { ...config.dedupe, by } },
      kernelsOf(input, isCompiled),
    )
    const { pipeline } = engine
    return {
      play(part) {
        const boards = new Boards()
        const own = boardClock(pipeline)
        for (let tick = part.from; tick < part.to; tick++) {
          engine.advance(engine.now + TICK)
          const { board } = at(ticks, tick)
          if (board !== null) boards.addNow(board, () => byViewers(pipeline, config.population.titles))
        }
        return answerOf(pipeline, boards, own.seconds)
      },
    }
  },
})

function kernelsOf({ kernels }: Input, isCompiled: boolean): KernelModule | undefined {
  if (isCompiled && kernels === undefined) throw new Error('there is no WebAssembly here')
  return isCompiled ? kernels : undefined
}

/** Keeps the time of the pipeline's own boards. */
function boardClock(pipeline: Pipeline): { seconds: number } {
  const clock = { seconds: 0 }
  let mark = 0
  pipeline.watch = (stage: Stage) => {
    const now = performance.now()
    if (stage === 'board') clock.seconds += (now - mark) / 1_000
    mark = now
  }
  return clock
}

function answerOf({ counts }: Pipeline, { list, seconds }: Boards, own: number): Answer {
  const { received, rejected, duplicate } = counts
  return { received, rejected, duplicate, boards: list, boardSeconds: seconds + own }
}

/** The same registers as its own board's. */
function byViewers({ corrected: { viewers }, windows }: Pipeline, titles: number): Map<number, number> {
  const { live, promotions } = windows
  const ranking = new Ranking()
  for (let title = 0; title < titles; title++)
    ranking.add(title, promotions.slot(title) < 0 ? live.hourOf(title) : viewers.live(title).hour)
  return new Map(Array.from(ranking.title, (title, rank) => [title, ranking.score[rank] ?? 0]))
}

/** Each tick's batches: views of the columns. */
function batchesOf({ columns, ticks, config: { batchSize } }: Input): Batch[][] {
  let from = 0
  return ticks.map(({ to }) => {
    const batches: Batch[] = []
    for (; from < to; from += batchSize) batches.push(cut(columns, from, Math.min(to, from + batchSize)))
    from = to
    return batches
  })
}

function cut(columns: Columns, from: number, to: number): Batch {
  const views = Object.fromEntries(FIELDS.map((field) => [field, columns[field].subarray(from, to)]))
  return { ...(views as unknown as Columns), length: to - from, capacity: to - from }
}

/** Ours in all its ways, by name. */
export const OURS: Readonly<Record<string, Contestant>> = {
  'ours, generation included': flatOut({ by: 'fingerprint', isCompiled: true }),
  ours: ours({ by: 'fingerprint', isCompiled: true }),
  'ours by sequence': ours({ by: 'sequence', isCompiled: true }),
  'ours without WebAssembly': ours({ by: 'fingerprint', isCompiled: false }),
}
