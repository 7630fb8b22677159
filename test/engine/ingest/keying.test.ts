import { expect, test } from 'vitest'
import type { IngestConfig } from '../../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../../src/engine/ingest/ingest-engine.ts'
import { Traffic } from '../../../src/engine/ingest/plane/traffic.ts'
import { Columns } from '../../../src/engine/kernel/columns.ts'
import { SECOND, toMs } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import { smallConfig } from './support.ts'

/** An engine whose partitions are looked at. */
function seen(config: IngestConfig) {
  const engine = new IngestEngine(config)
  const traffic = new Traffic(engine, config)
  engine.pipeline.onlooker = (stage, ...events) => {
    if (stage === 'unique') traffic.see(...events)
  }
  return {
    engine,
    traffic,
    /** To this many seconds, tick by tick. */
    runTo(seconds: number): void {
      while (engine.nextEventTime <= Math.round(seconds * SECOND)) {
        engine.advance(engine.nextEventTime, 1)
        traffic.endTick()
      }
    },
  }
}

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0)

test('keyed badly, the same events pile up in a few places, whose readers fall behind in records and in seconds; keyed well again, they begin to catch up', () => {
  const base = smallConfig(4, 2_000, { replays: 0.05 })
  const [good, bad] = [seen(base), seen(base)]
  /** When each record was appended, in ms, partition by partition. */
  const appended = Array.from({ length: 300 }, (): number[] => [])
  bad.engine.pipeline.keeper = (place, ...record) => {
    at(appended, place).push(toMs(bad.engine.nextEventTime))
    bad.traffic.keep(place, ...record)
  }
  bad.runTo(10)
  good.runTo(10)
  bad.engine.apply({ kind: 'keying', keying: 'title' })
  const told: { lag: number; wait: number }[] = []
  for (const seconds of [60, 130, 130.5]) {
    bad.runTo(seconds)
    const { topics, keying } = bad.traffic.partitions(new Columns())
    expect(keying).toBe('title')
    const { lag, wait } = at(topics, 0)
    told.push({ lag: Math.max(...lag), wait: Math.max(...wait) / SECOND })
    topics.forEach((topic, t) =>
      topic.wait.forEach((waited, partition) => {
        const times = at(appended, t * 50 + partition)
        const next = times[at(topic.records, partition) - at(topic.lag, partition)]
        const exact = next === undefined ? 0 : 1_000 * (toMs(bad.engine.now) - next)
        // Marks are a second apart, and further the longer ago.
        expect(Math.abs(waited - exact)).toBeLessThanOrEqual(Math.max(SECOND, exact / 8))
      }),
    )
  }
  expect(at(told, 0).wait).toBeGreaterThan(20)
  expect(at(told, 1).wait).toBeGreaterThan(at(told, 0).wait + 20)
  expect(at(told, 1).lag).toBeGreaterThan(at(told, 0).lag)
  good.runTo(130.5)
  const [well, badly] = [good, bad].map(({ engine, traffic }) => {
    const { records, skew, lag } = at(traffic.partitions(new Columns()).topics, 0)
    return { counts: engine.pipeline.counts, sum: sum(records), skew, lag: Math.max(...lag) }
  })
  // The same events, in the same topics: nothing but the partition differs.
  expect([badly?.counts, badly?.sum]).toEqual([well?.counts, well?.sum])
  expect(badly?.skew).toBeGreaterThan(4 * (well?.skew ?? 0))
  expect(badly?.lag).toBeGreaterThan(20 * (well?.lag ?? 0))
  bad.engine.apply({ kind: 'keying', keying: 'user' })
  bad.runTo(200)
  const mended = at(bad.traffic.partitions(new Columns()).topics, 0)
  // What lies in a partition stays there: its reader, who takes half again as much as comes in, is long at it.
  expect(Math.max(...mended.lag)).toBeLessThan(at(told, 1).lag - 50)
  expect(mended.skew).toBeLessThan(3)
})
