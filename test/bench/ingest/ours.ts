import { createCatalogue } from '../../../src/engine/ingest/catalogue.ts'
import { TICK_MS, type IngestConfig } from '../../../src/engine/ingest/config.ts'
import { Pipeline } from '../../../src/engine/ingest/pipeline.ts'
import { FIELDS, type Batch } from '../../../src/engine/ingest/record.ts'
import { Boards, type Columns, type Contestant, type Input } from './contest.ts'

/** The product's pipeline, its own board and all; beside it the titles by viewers, which the peers are asked for. */
export const ours = (by: IngestConfig['dedupe']['by']): Contestant => ({
  begin(input) {
    const { population, dedupe } = input.config
    const catalogue = createCatalogue(population.seed, population.titles, population.viewers)
    const pipeline = new Pipeline({ ...input.config, dedupe: { ...dedupe, by } }, catalogue)
    const batches = batchesOf(input)
    return {
      play() {
        const boards = new Boards()
        let mark = 0
        let own = 0
        pipeline.watch = (stage) => {
          const now = performance.now()
          if (stage === 'board') own += (now - mark) / 1_000
          mark = now
        }
        input.ticks.forEach(({ board }, tick) => {
          for (const batch of batches[tick] ?? []) pipeline.take(batch)
          pipeline.endTick((tick + 1) * TICK_MS)
          if (board !== null) boards.addNow(board, () => byViewers(pipeline, population.titles))
        })
        const { received, rejected, duplicate } = pipeline.counts
        return { received, rejected, duplicate, boards: boards.list, boardSeconds: boards.seconds + own }
      },
    }
  },
})

function* byViewers({ corrected: { viewers } }: Pipeline, titles: number): Generator<[number, number]> {
  for (let title = 0; title < titles; title++) yield [title, viewers.live(title).hour]
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
