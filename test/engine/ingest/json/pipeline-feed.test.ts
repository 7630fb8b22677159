import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCatalogue } from '../../../../src/engine/ingest/catalogue.ts'
import { TICK_MS, type IngestConfig } from '../../../../src/engine/ingest/config.ts'
import { PipelineFeed } from '../../../../src/engine/ingest/json/pipeline-feed.ts'
import { numberedTitles } from '../../../../src/engine/ingest/json/titles.ts'
import { boardCsv, exportBoard } from '../../../../src/engine/ingest/json/write-board.ts'
import { eventLines } from '../../../../src/engine/ingest/json/write-event.ts'
import { Pipeline } from '../../../../src/engine/ingest/pipeline.ts'
import { Population } from '../../../../src/engine/ingest/population/population.ts'
import { createBatch, type Batch } from '../../../../src/engine/ingest/record.ts'
import { ALL_FAULTS, batchOf, smallConfig } from '../support.ts'
import { EPOCH, importAll } from './support.ts'

const SEED = 3
const VIEWERS = 1_200

/** What a run comes to, as the board and every counter say. */
const result = (pipeline: Pipeline) => ({
  counts: pipeline.counts,
  boards: pipeline.boards,
  lateness: pipeline.windows.counts,
  firings: pipeline.windows.firings.map(({ pane, kind, events }) => ({ pane, kind, events })),
  board: pipeline.corrected.board,
})

it('a run exported as NDJSON and read back is the same run: every counter, and the board to the last digit', () => {
  const config = smallConfig(SEED, VIEWERS, ALL_FAULTS)
  const catalogue = createCatalogue(SEED, 200, VIEWERS)
  const direct = new Pipeline(config, catalogue)
  const population = new Population(config.population, catalogue)
  const titles = numberedTitles(200)
  const batch = createBatch(config.batchSize)
  let text = ''
  const ticks = 1_200
  for (let tick = 0; tick < ticks; tick++) {
    population.beginTick(tick)
    for (let isDone = false; !isDone;) {
      batch.length = 0
      isDone = population.fill(batch)
      direct.take(batch)
      text += [...eventLines(batch, EPOCH, titles)].join('')
    }
    direct.endTick((tick + 1) * TICK_MS)
  }
  const read = new Pipeline(config, catalogue)
  const feed = new PipelineFeed(read, config.windows.idleMs, config.batchSize)
  const { source } = importAll(text, { titles, batchSize: 300, take: (one) => feed.take(one) })
  // The last tick is under way until something comes after it.
  read.endTick(ticks * TICK_MS)
  expect(direct.counts.rejected).toBeGreaterThan(100)
  expect(direct.corrected.board?.length).toBeGreaterThan(20)
  expect(result(read)).toEqual(result(direct))
  expect(source.deadLetters.seen).toBe(direct.counts.rejected)
})

it('ticks in which nothing can change may be left out: gaps of any length give what every tick would', () => {
  const config: IngestConfig = { ...smallConfig(SEED, 100), whiteboard: false }
  const catalogue = createCatalogue(SEED, 200, 100)
  const event = fc.record({
    gap: fc.oneof(fc.nat(300), fc.nat(40_000), fc.integer({ min: 60_000, max: 400_000 })),
    late: fc.oneof(fc.constant(0), fc.nat(400_000)),
    region: fc.nat(4),
    user: fc.integer({ min: 1, max: 30 }),
    title: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 25 }), (events) => {
      let now = 0
      const made = events.map(({ gap, late, region, user, title }) => {
        now += gap
        return { time: now - late, received: now, user, title, dims: { region } }
      })
      const batch = batchOf(made)
      const skipping = new Pipeline(config, catalogue)
      const feed = new PipelineFeed(skipping, config.windows.idleMs, 4)
      feed.take(batch)
      feed.finish()
      const patient = new Pipeline(config, catalogue)
      const last = Math.floor(now / TICK_MS) + config.windows.idleMs / TICK_MS + 2
      const first = Math.floor((made[0]?.received ?? 0) / TICK_MS)
      for (let tick = first; tick < last; tick++) {
        const due = made.filter(({ received }) => Math.floor(received / TICK_MS) === tick)
        patient.take(
          numbered(
            batch,
            due.length,
            made.indexOf(due[0] ?? { time: 0, received: 0, user: 0, title: 0, dims: { region: 0 } }),
          ),
        )
        patient.endTick((tick + 1) * TICK_MS)
      }
      expect(result(skipping)).toEqual(result(patient))
    }),
    { numRuns: 40 },
  )
})

/** The `count` events of `batch` from `from` on. */
function numbered(batch: Batch, count: number, from: number): Batch {
  const part = createBatch(Math.max(1, count))
  for (const key of Object.keys(part) as (keyof Batch)[]) {
    const [into, values] = [part[key], batch[key]]
    if (typeof into !== 'number' && typeof values !== 'number' && count > 0)
      into.set(values.subarray(from, from + count))
  }
  part.length = count
  return part
}

it('a board is exported with names, as JSON and as CSV that a spreadsheet takes as text', () => {
  const column = (...values: number[]): Float64Array => Float64Array.from(values)
  const board = exportBoard(
    {
      timeMs: 90_000,
      standing: 'realtime',
      considered: 3,
      length: 2,
      title: Uint32Array.of(7, 1, 9),
      score: column(2.5, 1, 9),
      hour: column(120.4, 30, 9),
      day: column(500, 30.6, 9),
      now: new Float64Array(3),
      error: column(0.01625, 0, 9),
      views: column(12, 3, 9),
      velocity: column(-0.25, 0, 9),
      percentile: column(1, 0.5, 9),
      before: Int16Array.of(1, -1, 0),
    },
    EPOCH,
    (title) => ({ 7: 'Say "hi", you', 1: '=HYPERLINK()' })[title] ?? 'wrong',
  )
  expect(board).toMatchObject({
    time: '2026-01-01T00:01:30.000Z',
    standing: 'realtime',
    titles_considered: 3,
  })
  expect(board.rows).toHaveLength(2)
  expect(board.rows[0]).toEqual({
    rank: 1,
    title: 'Say "hi", you',
    score: 2.5,
    viewers_1h: 120,
    viewers_24h: 500,
    standard_error: 0.01625,
    starts_1h: 12,
    velocity_per_minute: -0.25,
    percentile: 1,
    rank_before: 2,
  })
  expect(boardCsv(board)).toEqual([
    'rank,title,score,viewers_1h,viewers_24h,standard_error,starts_1h,velocity_per_minute,percentile,rank_before',
    '1,"Say ""hi"", you",2.5,120,500,0.01625,12,-0.25,1,2',
    "2,'=HYPERLINK(),1,30,31,0,3,0,0.5,",
  ])
})
