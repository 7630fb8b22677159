import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { WindowDedupe } from '../../../src/engine/ingest/dedupe-window.ts'
import { MINUTE_MS, type IngestConfig } from '../../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../../src/engine/ingest/ingest-engine.ts'
import { FIRING, PLACE } from '../../../src/engine/ingest/plane/codes.ts'
import type { PlaneFrame } from '../../../src/engine/ingest/plane/frame.ts'
import { PlaneLog } from '../../../src/engine/ingest/plane/plane.ts'
import { Points } from '../../../src/engine/ingest/plane/points.ts'
import { RowRing } from '../../../src/engine/ingest/plane/row-ring.ts'
import { Traffic } from '../../../src/engine/ingest/plane/traffic.ts'
import { Columns } from '../../../src/engine/kernel/columns.ts'
import { SECOND, toMs } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import { ALL_FAULTS, batchOf, smallConfig } from './support.ts'

/** An engine that is looked at. */
function watched(config: IngestConfig) {
  const engine = new IngestEngine(config)
  const plane = new PlaneLog(engine, config)
  const traffic = new Traffic(engine, config)
  engine.pipeline.onlooker = (stage, batch, selection, count, times) => {
    if (stage !== 'unique') return
    plane.see(batch, selection, count, times)
    traffic.see(batch, selection, count, times)
  }
  engine.pipeline.keeper = traffic.keep
  return {
    engine,
    plane,
    traffic,
    /** To this many seconds, tick by tick. */
    runTo(seconds: number): void {
      while (engine.nextEventTime <= Math.round(seconds * SECOND)) {
        engine.advance(engine.nextEventTime, 1)
        plane.endTick()
        traffic.endTick()
      }
    },
    frame: (): PlaneFrame => plane.frame({ from: 0, to: engine.now }, new Columns()),
    save: () => ({ engine: engine.save(), plane: plane.save(), traffic: traffic.save() }),
  }
}

const broken = (engine: IngestEngine): string[] =>
  engine
    .checks()
    .filter(({ predicted, measured }) => predicted !== measured)
    .map(({ label, predicted, measured }) => `${label}: ${predicted}, ${measured}`)

const config = (seed: number, watermarkMs: number, latenessMs: number, batchSize = 512): IngestConfig => {
  const base = smallConfig(seed, 1_200, ALL_FAULTS, { batchSize })
  return {
    ...base,
    windows: { ...base.windows, watermarkMs, latenessMs },
    dedupe: { by: 'sequence', lines: 1, window: 64 },
  }
}

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0)

test('the plane’s log counts what the windows count: places, firings, and every minute’s events', () => {
  const settings = fc.record({
    seed: fc.nat(1_000),
    watermarkMs: fc.constantFrom(0, 3_000, 20_000),
    latenessMs: fc.constantFrom(0, 40_000, 90_000),
  })
  const seen = { late: 0, tooLate: 0, updates: 0 }
  fc.assert(
    fc.property(settings, ({ seed, watermarkMs, latenessMs }) => {
      const run = watched(config(seed, watermarkMs, latenessMs))
      const { windows } = run.engine.pipeline
      for (const seconds of [50, 130, 200, 280]) {
        // On the way both controls change: the lines of the plane must not fall for it.
        if (seconds === 200)
          run.engine.apply({ kind: 'windows', watermarkMs: 2 * watermarkMs, latenessMs: latenessMs + 60_000 })
        run.runTo(seconds)
        const { counts, panes } = windows
        expect(run.plane.places).toEqual([counts.onTime, counts.late, counts.tooLate])
        const stories = new Map(run.plane.log.panes.map((pane) => [pane.number, pane]))
        for (const { number, onTime, late, firings } of panes) {
          const told = stories.get(number)
          expect([told?.onTime, told?.late]).toEqual([onTime, late])
          expect(told?.firstMs === -0x8000_0000).toBe(firings === 0)
        }
      }
      const frame = run.frame()
      const { firings, steps, panes, points } = frame
      const told = (kind: number): number => sum(firings.count.filter((_, i) => firings.kind[i] === kind))
      const { firsts, updates, finals: closed } = windows.counts
      expect([FIRING.first, FIRING.update, FIRING.final].map(told)).toEqual([firsts, updates, closed])
      expect(told(FIRING.early)).toBe(frame.counts.early)
      expect(told(FIRING.early)).toBeGreaterThan(0)
      // The last word on a minute, so far: at the end of a tick it is told of every event it took.
      const lastWords = new Map([...firings.pane].map((pane, i) => [pane, firings.value[i] ?? -1]))
      const isTold = (row: number): boolean =>
        !Number.isNaN(panes.first[row]) || !Number.isNaN(panes.closed[row])
      const toldRows = [...panes.number.keys()].filter(isTold)
      expect(toldRows.length).toBeGreaterThan(2)
      expect(toldRows.map((row) => lastWords.get(panes.number[row] ?? 0))).toEqual(
        toldRows.map((row) => (panes.onTime[row] ?? 0) + (panes.late[row] ?? 0)),
      )
      const falls = (line: Float64Array): number[] =>
        [...line.keys()].filter((i) => (line[i] ?? 0) < (line[i - 1] ?? -Infinity))
      expect([steps.watermark, steps.closing].map(falls)).toEqual([[], []])
      expect(points.arrived.length).toBeLessThanOrEqual(4_096)
      seen.late += frame.counts.late
      seen.tooLate += frame.counts.tooLate
      seen.updates += updates
    }),
    { numRuns: 4, examples: [[{ seed: 5, watermarkMs: 3_000, latenessMs: 40_000 }]] },
  )
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0)
})

test('a point is where its event is: found late or too late by the minute it belongs to', () => {
  const run = watched(config(5, 3_000, 40_000))
  run.runTo(320)
  const { points, steps } = run.frame()
  const places = [0, 0, 0]
  const strays: number[] = []
  points.arrived.forEach((arrived, i) => {
    // The step at or before its arrival: the lines may have moved within the second after it.
    const step = Math.max(
      0,
      steps.time.findLastIndex((time) => time <= arrived),
    )
    const next = Math.min(steps.time.length - 1, step + 1)
    const end = (Math.floor(toMs(points.happened[i] ?? 0) / MINUTE_MS) + 1) * 1_000 * MINUTE_MS
    const place = points.place[i]
    places[place ?? 0] = (places[place ?? 0] ?? 0) + 1
    const isPassed = (line: Float64Array, row: number): boolean => (line[row] ?? NaN) >= end
    // Not passed before it came, if it is on time; passed by now, if it is not.
    if (place === PLACE.onTime ? isPassed(steps.watermark, step) : !isPassed(steps.watermark, next))
      strays.push(i)
    if (place === PLACE.tooLate ? !isPassed(steps.closing, next) : isPassed(steps.closing, step))
      strays.push(i)
  })
  expect(strays).toEqual([])
  expect(Math.min(...places)).toBeGreaterThan(5)
})

test('an event that is held back arrives that much later with its own time, once, and every law holds', () => {
  // Copies that are sent again would be held back as well, and come after the end.
  const base = config(3, 3_000, 40_000)
  const { population } = base
  const once = { ...base, population: { ...population, faults: { ...population.faults, replays: 0 } } }
  const plain = watched(once)
  plain.runTo(380)
  const { points } = plain.frame()
  const onTime = [...points.place.keys()].filter(
    (i) => points.place[i] === PLACE.onTime && (points.arrived[i] ?? 0) < 100 * SECOND,
  )
  const chosen = fc.record({ pick: fc.nat(onTime.length - 1), delayS: fc.integer({ min: 1, max: 280 }) })
  const places = new Set<number>()
  fc.assert(
    fc.property(chosen, ({ pick, delayS }) => {
      const i = onTime[pick] ?? 0
      const [idHigh = 0, idLow = 0] = [points.idHigh[i], points.idLow[i]]
      const run = watched(once)
      run.runTo((points.origin[i] ?? 0) / SECOND)
      const delayMs = 1_000 * delayS
      expect(run.engine.apply({ kind: 'delay', idHigh, idLow, delayMs }).ok).toBe(true)
      run.runTo(run.engine.now / SECOND + 0.1)
      const held = run.frame().held.find((one) => one.idHigh === idHigh && one.idLow === idLow)
      expect(held?.happened).toBe(points.happened[i])
      expect(broken(run.engine)).toEqual([])
      const due = held?.due ?? 0
      run.runTo(due / SECOND)
      const { firstUnfired, firstOpen } = run.engine.pipeline.windows
      run.runTo(380)
      expect(broken(run.engine)).toEqual([])
      const late = run.frame().points
      const found = [...late.idLow.keys()].filter((k) => late.idHigh[k] === idHigh && late.idLow[k] === idLow)
      expect(found.length).toBe(1)
      const [k = 0] = found
      const minute = Math.floor(toMs(late.happened[k] ?? 0) / MINUTE_MS)
      const place = minute < firstOpen ? PLACE.tooLate : minute < firstUnfired ? PLACE.late : PLACE.onTime
      places.add(place)
      expect([late.place[k], late.arrived[k], late.happened[k], late.origin[k]]).toEqual([
        place,
        due,
        points.happened[i],
        points.origin[i],
      ])
      const [before, after] = [plain.engine.pipeline.counts, run.engine.pipeline.counts]
      expect([after.received, after.unique, after.duplicate]).toEqual([
        before.received,
        before.unique,
        before.duplicate,
      ])
    }),
    {
      numRuns: 5,
      examples: [[{ pick: 3, delayS: 2 }], [{ pick: 4, delayS: 70 }], [{ pick: 5, delayS: 250 }]],
    },
  )
  expect(places).toEqual(new Set([PLACE.onTime, PLACE.late, PLACE.tooLate]))
})

test('of the late ones those are kept that a smaller share would have chosen from the start, and what a hand follows', () => {
  const points = new Points(7, 4_000)
  const copy = new Points(7, 4_000)
  const found = Array.from({ length: 200_000 }, (_, i) => ({
    arrivedMs: i,
    happenedMs: 0,
    originMs: 0,
    place: PLACE.late,
    dims: 0,
    title: 0,
    idHigh: 1 + (i % 97),
    idLow: 1 + i,
  }))
  found.forEach((event, i) => {
    const byHand = i % 50_000 === 0
    if (byHand || points.isChosen(event.idHigh, event.idLow, event.place)) points.add(event, byHand)
    if (i === 150_000) copy.restore(points.save())
    if (i > 150_000 && copy.isChosen(event.idHigh, event.idLow, event.place)) copy.add(event, false)
  })
  const fromStart = found.filter(
    ({ idHigh, idLow, place }, i) => i % 50_000 === 0 || points.isChosen(idHigh, idLow, place),
  )
  const kept = points.columns(0, new Columns())
  expect([...kept.idLow]).toEqual(fromStart.map(({ idLow }) => idLow))
  expect(kept.idLow.length).toBeLessThanOrEqual(2_048)
  expect(points.otherShare).toBeGreaterThan(64)
  // One of so many: five standard deviations.
  const expected = found.length / points.otherShare
  expect(Math.abs(kept.idLow.length - expected)).toBeLessThan(5 * Math.sqrt(expected))
  expect(copy.save()).toEqual(points.save())
})

test('what is asked of an event is refused where it makes no sense, and taken back by a delay of 0', () => {
  const { engine } = watched(config(1, 0, 0))
  const delay = (idHigh: number, idLow: number, delayMs: number): boolean =>
    engine.apply({ kind: 'delay', idHigh, idLow, delayMs }).ok
  expect([delay(1, 1, -1), delay(1, 1, 1e9), delay(0, 0, 5), delay(1.5, 1, 5), delay(1, 1, NaN)]).toEqual(
    Array.from({ length: 5 }, () => false),
  )
  for (let id = 1; id <= 64; id++) expect(delay(1, id, 1_000)).toBe(true)
  expect([delay(1, 65, 1_000), delay(1, 64, 2_000), delay(1, 64, 0), delay(1, 65, 1_000)]).toEqual([
    false,
    true,
    true,
    true,
  ])
})

test('the size of the batches, and saving and restoring on the way, change nothing of what was seen', () => {
  const [whole, bits, copy] = [512, 13, 64].map((size) => watched(config(9, 3_000, 40_000, size)))
  if (whole === undefined || bits === undefined || copy === undefined) throw new Error('three runs')
  whole.runTo(100)
  const { points } = whole.frame()
  const last = points.idLow.length - 1
  const [idHigh, idLow, origin] = [at(points.idHigh, last), at(points.idLow, last), at(points.origin, last)]
  const fresh = watched(config(9, 3_000, 40_000))
  for (const run of [fresh, bits]) {
    run.runTo(origin / SECOND)
    run.engine.apply({ kind: 'delay', idHigh, idLow, delayMs: 90_000 })
  }
  bits.runTo(130)
  const saved = bits.save()
  bits.runTo(140)
  for (const run of [bits, copy]) {
    run.engine.restore(saved.engine)
    run.plane.restore(saved.plane)
    run.traffic.restore(saved.traffic)
  }
  for (const run of [fresh, bits, copy]) run.runTo(215)
  // Large columns: vitest's own comparison takes seconds.
  expect(isDeepStrictEqual(copy.save(), bits.save())).toBe(true)
  expect(isDeepStrictEqual(bits.plane.save(), fresh.plane.save())).toBe(true)
  expect(isDeepStrictEqual(bits.traffic.save(), fresh.traffic.save())).toBe(true)
  expect(isDeepStrictEqual(bits.frame(), fresh.frame())).toBe(true)
  expect(isDeepStrictEqual(bits.plane.save(), whole.plane.save())).toBe(false)
})

test('records are found where the logs have them, however they are keyed; a hot title makes a hot place (Y72)', () => {
  const base = smallConfig(4, 2_000, {
    replays: 0.05,
    bots: 20,
    viral: { fromMs: 10_000, untilMs: 500_000, share: 0.6 },
  })
  const run = watched({ ...base, collector: { ...base.collector, perRegion: 2 } })
  run.runTo(150)
  const { topics, keyings, newest } = run.traffic.partitions(new Columns())
  const { logs } = run.engine.pipeline
  const ends = topics.flatMap(({ records }) => [...records])
  expect(ends).toEqual([...logs.endOffset])
  for (let place = 0; place < 300; place++) expect(run.traffic.records.endOf(place)).toBe(ends[place])
  for (const { records } of keyings) expect(sum(records)).toBe(logs.records(0))
  newest.partition.forEach((place, i) => {
    expect(newest.offset[i]).toBeLessThan(ends[place] ?? 0)
  })
  for (const { lag, records } of [...topics, ...keyings])
    lag.forEach((behind, i) => {
      expect(behind).toBeGreaterThanOrEqual(0)
      expect(behind).toBeLessThanOrEqual(records[i] ?? 0)
    })
  const [byUser, dedicated, byTitle, salted] = keyings.map(({ skew }) => skew)
  expect(dedicated).toBeGreaterThan(2 * (byUser ?? 0))
  expect(byTitle).toBeGreaterThan(2 * (byUser ?? 0))
  expect(salted).toBeLessThan((byTitle ?? 0) / 2)
  expect(Math.max(...(keyings[1]?.lag ?? []))).toBeGreaterThan(0)
  run.engine.apply({ kind: 'crash', collector: 5 })
  run.runTo(151)
  const { regions } = run.traffic.world()
  expect(regions.map(({ collectorsDown }) => collectorsDown)).toEqual([0, 0, 1, 0, 0])
  // The audience is 2,000, some of them out of reach, and twenty bots beside it.
  const viewers = sum(regions.map((region) => region.viewers))
  expect(viewers).toBeGreaterThan(1_700)
  expect(viewers).toBeLessThan(2_100)
})

test('a ring of rows is the end of a list of them', () => {
  const rows = fc.array(fc.tuple(fc.integer(), fc.nat(9)), { maxLength: 60 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 20 }), fc.nat(60), (drawn, capacity, half) => {
      const ring = new RowRing(2, capacity)
      const other = new RowRing(2, capacity)
      drawn.slice(0, half).forEach((row) => ring.push(...row))
      other.restore(ring.save())
      drawn.slice(half).forEach((row) => other.push(...row))
      const kept = drawn.slice(-capacity)
      expect(other.length).toBe(kept.length)
      expect(other.pushed).toBe(drawn.length)
      expect(kept.map((_, i) => [other.get(i, 0), other.get(i, 1)])).toEqual(kept)
    }),
  )
})

test('by sequence numbers in a wide window exactly the first of each is new, in any order within it', () => {
  const steps = fc.array(fc.tuple(fc.nat(1), fc.integer({ min: -120, max: 130 })), { maxLength: 200 })
  fc.assert(
    fc.property(steps, fc.constantFrom(32, 64), (drawn, window) => {
      const dedupe = new WindowDedupe(2, window)
      const copy = new WindowDedupe(2, window)
      const newest = [200, 200]
      const seen = new Set<string>()
      for (const [producer, step] of drawn) {
        const number = Math.max(1, (newest[producer] ?? 0) + step)
        const isOld = number <= (newest[producer] ?? 0) - window && seen.size > 0
        const batch = batchOf([{ id: number, time: 0 }])
        batch.idHigh[0] = producer + 1
        const key = `${producer}.${number}`
        const isFirst = dedupe.keepNew(batch, Uint32Array.of(0), 1) === 1
        const hasCome = [...seen].some((one) => one.startsWith(`${producer}.`))
        expect(isFirst).toBe(!seen.has(key) && !(isOld && hasCome))
        if (!hasCome) newest[producer] = number
        else newest[producer] = Math.max(newest[producer] ?? 0, number)
        seen.add(key)
        copy.restore(dedupe.save())
        expect(copy.save()).toEqual(dedupe.save())
      }
    }),
  )
})
