import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { createCatalogue } from '../../../src/engine/ingest/catalogue.ts'
import { concernKey, mix } from '../../../src/engine/ingest/chance.ts'
import { LATENESS_BUCKETS, TYPE } from '../../../src/engine/ingest/codes.ts'
import type { IngestConfig } from '../../../src/engine/ingest/config.ts'
import { Pipeline } from '../../../src/engine/ingest/pipeline.ts'
import { Population } from '../../../src/engine/ingest/population/population.ts'
import { createBatch } from '../../../src/engine/ingest/record.ts'
import { estimate, rankOf, registerOf } from '../../../src/engine/ingest/sketches/estimate.ts'
import { createLayout } from '../../../src/engine/ingest/sketches/layout.ts'
import { Watermark } from '../../../src/engine/ingest/watermark.ts'
import { bucketOf, drawnBucketOf } from '../../../src/engine/ingest/windows/lateness.ts'
import { openPane } from '../../../src/engine/ingest/windows/pane.ts'
import { Promotions } from '../../../src/engine/ingest/windows/promotions.ts'
import { Naive } from './naive.ts'
import { ALL_FAULTS, batchOf, smallConfig, type HandMade } from './support.ts'

const MINUTE = 60_000
const HEAD = 10

/** HyperLogLog over a set, written out. */
function sketched(users: ReadonlySet<number>, precision: number, key: number): number {
  const registers = Array.from({ length: 2 ** precision }, () => 0)
  for (const user of users) {
    const hash = mix(user ^ key)
    const place = registerOf(hash, precision)
    registers[place] = Math.max(registers[place] ?? 0, rankOf(hash, precision))
  }
  return estimate(
    Array.from({ length: 32 }, (_, value) => registers.filter((one) => one === value).length),
    precision,
  )
}

test('every count and every window is that of a model with sets that forgets nothing', () => {
  const settings = fc.record({
    seed: fc.nat(1_000),
    watermarkMs: fc.constantFrom(0, 2_000, 10_000, 70_000),
    latenessMs: fc.constantFrom(0, 30_000, 300_000),
    clock: fc.constantFrom('trust', 'correct'),
    guard: fc.boolean(),
  })
  fc.assert(
    fc.property(settings, ({ seed, watermarkMs, latenessMs, clock, guard }) => {
      const base = smallConfig(seed, 300, ALL_FAULTS)
      const config: IngestConfig = {
        ...base,
        clock,
        windows: { ...base.windows, watermarkMs, latenessMs },
        score: { ...base.score, guard },
        sketches: { headPrecision: HEAD, headTitles: 200, tailPrecision: 6, promotedTitles: 2 },
      }
      const catalogue = createCatalogue(seed, 200, 300)
      const population = new Population(config.population, catalogue)
      const pipeline = new Pipeline(config, catalogue)
      const naive = new Naive(config)
      const key = concernKey(seed, 'ingest.hash')
      const { windows, corrected } = pipeline
      windows.onClose = ({ number, present, starts }) => {
        const pane = naive.panes.get(number)
        const listed = (counts: Uint32Array): [number, number][] =>
          [...counts.entries()].filter(([, count]) => count > 0)
        const sorted = (counts: ReadonlyMap<number, number> | undefined): [number, number][] =>
          [...(counts ?? [])].sort(([a], [b]) => a - b)
        expect(listed(present)).toEqual(sorted(pane?.present))
        expect(listed(starts)).toEqual(sorted(pane?.starts))
        if (number % 4 !== 0) return
        for (const title of [pane?.present.keys().next().value ?? 0, 3]) {
          const { hour, day } = corrected.viewers.upTo(title, number + 1)
          expect(hour).toBeCloseTo(sketched(naive.viewers(title, number - 59, number + 1), HEAD, key), 6)
          expect(day).toBeCloseTo(sketched(naive.viewers(title, number - 1_439, number + 1), HEAD, key), 6)
        }
      }
      const strays: number[] = []
      const batch = createBatch(config.batchSize)
      for (let tick = 0; tick < 75 * 600; tick++) {
        population.beginTick(tick)
        for (let isDone = false; !isDone;) {
          batch.length = 0
          isDone = population.fill(batch)
          pipeline.take(batch)
          naive.take(batch)
        }
        naive.endTick((tick + 1) * 100)
        pipeline.endTick((tick + 1) * 100)
        if (windows.watermark.ms !== Math.max(-0x8000_0000, naive.watermark)) strays.push(tick)
        if (tick % 1_000 !== 300 || windows.watermark.ms < 0) continue
        // What is kept up to date with every event is what one would put together.
        const titles = Array.from({ length: 40 }, (_, i) => 5 * i)
        expect(titles.map((title) => corrected.viewers.live(title))).toEqual(
          titles.map((title) => corrected.viewers.upTo(title, windows.firstUnfired + 1)),
        )
      }
      expect(strays).toEqual([])
      expect(pipeline.counts).toMatchObject(naive.counts)
      expect(windows.counts.finals).toBeGreaterThan(10)
    }),
    { numRuns: 3 },
  )
})

/** Feeds events as they were received, tick by tick, and returns what each pane came to in the end. */
function finals(events: readonly HandMade[], untilMs: number): Map<number, string> {
  const config = smallConfig(1, 100)
  const pipeline = new Pipeline(config, createCatalogue(1, 200, 100))
  const found = new Map<number, string>()
  pipeline.windows.onClose = ({ number, present, starts, registers }) => {
    found.set(number, [present, starts, registers].map((column) => column.join()).join(';'))
  }
  const sorted = [...events].sort((a, b) => (a.received ?? a.time) - (b.received ?? b.time))
  let next = 0
  for (let tick = 0; tick * 100 < untilMs; tick++) {
    const now: HandMade[] = []
    for (; (sorted[next]?.received ?? Infinity) < (tick + 1) * 100; next++)
      now.push(sorted[next] ?? { time: 0 })
    for (let i = 0; i < now.length; i += 512) pipeline.take(batchOf(now.slice(i, i + 512)))
    pipeline.endTick((tick + 1) * 100)
  }
  expect(pipeline.counts.tooLate).toBe(0)
  return found
}

test('arrivals in another order, within the lateness allowed, give the same final numbers', () => {
  const event = fc.record({
    user: fc.integer({ min: 1, max: 40 }),
    title: fc.nat(5),
    type: fc.constantFrom(TYPE.heartbeat, TYPE.started, TYPE.search),
    time: fc.nat(10 * MINUTE),
    delay: fc.nat(4 * MINUTE),
  })
  fc.assert(
    fc.property(fc.array(event, { minLength: 20, maxLength: 200 }), (drawn) => {
      const events = drawn.map((one, i) => ({ ...one, id: i + 1, dims: { region: i % 5 } }))
      // Once the stream has gone on for long enough, all of those panes have closed.
      const last = (received: (time: number, delay: number) => number): HandMade[] => [
        ...events.map((one) => ({
          ...one,
          received: received(one.time, one.delay),
          sent: received(one.time, one.delay),
        })),
        ...[0, 1, 2, 3, 4].map((region) => ({
          id: 1_000 + region,
          time: 20 * MINUTE,
          dims: { region },
          received: 20 * MINUTE,
        })),
      ]
      const inOrder = finals(
        last((time) => time),
        21 * MINUTE,
      )
      const delayed = finals(
        last((time, delay) => time + delay),
        21 * MINUTE,
      )
      expect(inOrder.size).toBeGreaterThan(0)
      expect(delayed).toEqual(inOrder)
    }),
    { numRuns: 15 },
  )
})

/** A pipeline that has seen one event a second of each region up to `untilMs`, and what it is then given. */
function after(untilMs: number, watermarkMs: number, latenessMs: number): Pipeline {
  const base = smallConfig(1, 100)
  const config = { ...base, windows: { ...base.windows, watermarkMs, latenessMs } }
  const pipeline = new Pipeline(config, createCatalogue(1, 200, 100))
  for (let time = 0; time < untilMs; time += 1_000) {
    pipeline.take(
      batchOf([0, 1, 2, 3, 4].map((region) => ({ id: time * 10 + region + 1, time, dims: { region } }))),
    )
    pipeline.endTick(time + 100)
  }
  return pipeline
}

test('the watermark postpones what is first told; the lateness decides what is still taken: two controls (Y37)', () => {
  // An event of minute 2, five minutes later. What happens depends on both.
  const late = (pipeline: Pipeline): string => {
    pipeline.take(batchOf([{ id: 99, time: 2.5 * MINUTE, received: 8 * MINUTE }]))
    pipeline.endTick(8 * MINUTE + 100)
    const { onTime, late: taken, tooLate, updates } = pipeline.windows.counts
    return [onTime - 5 * 480, taken, tooLate, updates].join(' ')
  }
  expect(late(after(8 * MINUTE, 10_000, 5 * MINUTE))).toBe('0 1 0 1')
  expect(late(after(8 * MINUTE, 10_000, 0))).toBe('0 0 1 0')
  expect(late(after(8 * MINUTE, 6 * MINUTE, 0))).toBe('1 0 0 0')
  const firsts = (watermarkMs: number): readonly (number | undefined)[] => {
    const { firings } = after(8 * MINUTE, watermarkMs, 0).windows
    const first = firings.find(({ kind }) => kind === 'first')
    return [first?.pane, first?.timeMs]
  }
  expect(firsts(10_000)).toEqual([0, MINUTE + 10_100])
  expect(firsts(5 * MINUTE)).toEqual([0, 6 * MINUTE + 100])
})

test('a region that falls silent holds the watermark back until it counts as idle, and never turns it back', () => {
  const watermark = new Watermark(2, () => 1_000, 30_000)
  const hear = (now: number, first: number, second: number | null): number => {
    watermark.gathered[0] = first
    if (second !== null) watermark.gathered[1] = second
    watermark.endTick(now)
    return watermark.ms
  }
  expect(hear(10_000, 10_000, 10_000)).toBe(9_000)
  expect(hear(20_000, 20_000, null)).toBe(9_000)
  expect(hear(40_000, 40_000, null)).toBe(9_000)
  expect(watermark.idle(40_000)).toEqual([false, false])
  expect(hear(40_100, 40_100, null)).toBe(39_100)
  expect(watermark.idle(40_100)).toEqual([false, true])
  expect(hear(41_000, 41_000, 20_000)).toBe(39_100)
})

test('the watermark never falls, whatever comes when, and is never nearer to the newest event than its delay', () => {
  const tick = fc.record({
    events: fc.array(fc.tuple(fc.nat(2), fc.integer({ min: -600_000, max: 30_000 })), { maxLength: 4 }),
    pause: fc.integer({ min: 1, max: 400 }),
    delay: fc.constantFrom(0, 1_000, 60_000),
  })
  fc.assert(
    fc.property(fc.array(tick, { maxLength: 60 }), (ticks) => {
      let delay = 0
      const watermark = new Watermark(3, () => delay, 30_000)
      let now = 0
      let newest = Number.NEGATIVE_INFINITY
      let before = watermark.ms
      for (const one of ticks) {
        now += 100 * one.pause
        delay = one.delay
        for (const [source, ahead] of one.events) {
          const time = now + ahead
          watermark.gathered[source] = Math.max(time, watermark.gathered[source] ?? 0)
          newest = Math.max(newest, time)
        }
        watermark.endTick(now)
        expect(watermark.ms).toBeGreaterThanOrEqual(before)
        expect(watermark.ms === before || watermark.ms <= newest - delay).toBe(true)
        before = watermark.ms
      }
    }),
  )
})

test('lateness falls into five buckets, and one for the future, which as drawn counts as on time (Y52)', () => {
  const names = (bucket: (ms: number) => number): (string | undefined)[] =>
    [-1, 0, MINUTE - 1, MINUTE, 5 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE].map(
      (ms) => LATENESS_BUCKETS[bucket(ms)],
    )
  expect(names(bucketOf)).toEqual(['future', '<1min', '<1min', '1-5min', '5-60min', '1-24hr', '>24hr'])
  expect(names(drawnBucketOf)[0]).toBe('<1min')
})

test('what is watched much outside the head is promoted from the next minute on, and makes room for what is watched more', () => {
  const { sketches } = smallConfig(1, 100)
  const layout = createLayout(createCatalogue(1, 200, 100), { ...sketches, promotedTitles: 1 })
  const promotions = new Promotions(layout, sketches.headPrecision)
  const [first = 0, second = 0] = [...layout.precision.keys()].filter(
    (title) => layout.precision[title] === 6,
  )
  const head = layout.precision.indexOf(sketches.headPrecision)
  const cleared: number[] = []
  const decide = (next: number, present: Readonly<Record<number, number>>): number[] => {
    const pane = openPane(next - 1, layout, undefined)
    for (const [title, count] of Object.entries(present)) pane.present[Number(title)] = count
    promotions.decide(pane, next, (slot) => cleared.push(slot))
    return [first, second, head].map((title) => promotions.slot(title))
  }
  expect(decide(5, { [first]: 119, [head]: 1_000 })).toEqual([-1, -1, -1])
  expect(decide(6, { [first]: 120, [head]: 1_000 })).toEqual([200, -1, -1])
  expect(promotions.since(200)).toBe(6)
  expect(decide(7, { [first]: 120, [second]: 239 })).toEqual([200, -1, -1])
  expect([promotions.since(200), cleared]).toEqual([6, [200]])
  expect(decide(8, { [first]: 120, [second]: 240 })).toEqual([-1, 200, -1])
  expect([promotions.since(200), cleared]).toEqual([8, [200, 200]])
})

test('a film of two hours is 722 views as drawn, and one (Y44)', () => {
  const config = smallConfig(1, 100)
  const pipeline = new Pipeline(config, createCatalogue(1, 200, 100))
  const types = [TYPE.started, ...Array.from({ length: 720 }, () => TYPE.heartbeat), TYPE.completed]
  let views = 0
  pipeline.windows.onClose = ({ starts }) => (views += starts[7] ?? 0)
  types.forEach((type, i) => {
    pipeline.take(batchOf([{ id: i + 1, title: 7, type, time: i * 10_000 }]))
    pipeline.endTick(i * 10_000 + 100)
  })
  pipeline.take(batchOf([{ id: 9_999, title: 8, time: 200 * MINUTE }]))
  pipeline.endTick(200 * MINUTE + 100)
  expect(pipeline.drawn?.viewsOf(7)).toBe(722)
  expect(views).toBe(1)
})

test('events that come twice inflate views as drawn, and change no number of unique viewers (Y29)', () => {
  const views = (twice: boolean): readonly (number | undefined)[] => {
    const pipeline = new Pipeline(smallConfig(1, 100), createCatalogue(1, 200, 100))
    const events = Array.from({ length: 50 }, (_, i) => ({ id: i + 1, user: i + 1, title: 7, time: 1_000 }))
    pipeline.take(batchOf(twice ? [...events, ...events] : events))
    pipeline.endTick(1_100)
    pipeline.drawn?.compute(1_000)
    return [pipeline.drawn?.viewsOf(7), pipeline.drawn?.board?.hour[0], pipeline.counts.unique]
  }
  const [once, twice] = [views(false), views(true)]
  expect([once[0], twice[0]]).toEqual([50, 100])
  expect(twice.slice(1)).toEqual(once.slice(1))
})
