import { createCatalogue } from '../../../src/engine/ingest/catalogue.ts'
import { TICK_MS, type IngestConfig } from '../../../src/engine/ingest/config.ts'
import { Pipeline } from '../../../src/engine/ingest/pipeline.ts'
import { Population } from '../../../src/engine/ingest/population/population.ts'
import { createBatch, FIELDS, type Batch } from '../../../src/engine/ingest/record.ts'
import type { KernelModule } from '../../../src/engine/ingest/wasm/open-store.ts'
import type { Columns, Contestant, Input, Tick } from './contest.ts'

type Field = (typeof FIELDS)[number]

/** A column of an event's field in `memory`. */
const column = (field: Field, memory: ArrayBufferLike): Int32Array | Uint32Array =>
  field.endsWith('Time') ? new Int32Array(memory) : new Uint32Array(memory)

/** The columns as they lie in these pieces of memory. */
export const columnsOf = (memory: Readonly<Record<Field, ArrayBufferLike>>): Columns =>
  // Each field's own kind of array, as in a batch.
  Object.fromEntries(FIELDS.map((field) => [field, column(field, memory[field])])) as unknown as Columns

/** The memory of each column, for threads to share. */
export const memoryOf = (columns: Columns): Record<Field, ArrayBufferLike> =>
  Object.fromEntries(FIELDS.map((field) => [field, columns[field].buffer])) as Record<Field, ArrayBufferLike>

/** Makes the population's events of so many ticks, and finds out when boards are due. */
export function recordEvents(config: IngestConfig, count: number, kernels: KernelModule | undefined): Input {
  const { seed, titles, viewers } = config.population
  const catalogue = createCatalogue(seed, titles, viewers)
  const pipeline = new Pipeline(config, catalogue, kernels)
  const population = new Population(config.population, catalogue, pipeline.store)
  const batch = createBatch(config.batchSize, pipeline.store)
  const ticks: Tick[] = []
  const parts: Columns[] = []
  for (let tick = 0; tick < count; tick++) {
    const closedBefore = pipeline.windows.firstOpen
    const { boards } = pipeline
    eachBatch(population, tick, batch, () => {
      parts.push(copyOf(batch))
      pipeline.take(batch)
    })
    pipeline.endTick((tick + 1) * TICK_MS)
    const board = pipeline.boards > boards ? pipeline.windows.live.to : null
    ticks.push({ to: pipeline.counts.received, closedBefore, board })
  }
  const events = pipeline.counts.received
  return { config, events, columns: joined(parts, events), ticks, kernels }
}

/** Making the events alone, for the figures that include it. */
export const generation: Contestant = {
  begin({ config, kernels }) {
    const { seed, titles, viewers } = config.population
    const catalogue = createCatalogue(seed, titles, viewers)
    // In WebAssembly, as in the product.
    const { store } = new Pipeline(config, catalogue, kernels)
    const population = new Population(config.population, catalogue, store)
    const batch = createBatch(config.batchSize, store)
    let received = 0
    return {
      play(part) {
        for (let tick = part.from; tick < part.to; tick++)
          eachBatch(population, tick, batch, () => (received += batch.length))
        return { received, rejected: 0, duplicate: null, boards: [], boardSeconds: 0 }
      },
    }
  },
}

function eachBatch(population: Population, tick: number, batch: Batch, use: () => void): void {
  population.beginTick(tick)
  for (let isDone = false; !isDone;) {
    batch.length = 0
    isDone = population.fill(batch)
    use()
  }
}

const copyOf = (batch: Batch): Columns =>
  Object.fromEntries(
    FIELDS.map((field) => [field, batch[field].slice(0, batch.length)]),
  ) as unknown as Columns

function joined(parts: readonly Columns[], events: number): Columns {
  return columnsOf(
    Object.fromEntries(
      FIELDS.map((field) => {
        const memory = new SharedArrayBuffer(4 * events)
        const whole = new Uint32Array(memory)
        let from = 0
        for (const part of parts) {
          whole.set(part[field], from)
          from += part[field].length
        }
        return [field, memory]
      }),
    ) as Record<Field, ArrayBufferLike>,
  )
}
