import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { createHash } from 'node:crypto'
import { RULE } from '../../../src/engine/ingest/codes.ts'
import type { Faults, IngestConfig } from '../../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../../src/engine/ingest/ingest-engine.ts'
import type { Board } from '../../../src/engine/ingest/score/board.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { ALL_FAULTS, smallConfig } from './support.ts'

const broken = (engine: IngestEngine): string[] =>
  engine
    .checks()
    .filter(({ predicted, measured }) => predicted !== measured)
    .map(({ label, predicted, measured }) => `${label}: ${predicted}, ${measured}`)

/** A fingerprint of everything an engine holds. */
function fingerprint(engine: IngestEngine): string {
  const hash = createHash('sha256')
  const add = (value: unknown): void => {
    if (ArrayBuffer.isView(value))
      hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) {
        hash.update(key)
        add(part)
      }
    else hash.update(`${String(value)};`)
  }
  add(engine.save())
  return hash.digest('hex')
}

const share = fc.double({ min: 0, max: 0.2, noNaN: true })
const SETTINGS = fc.record({
  seed: fc.nat(0x7fff_ffff),
  viewers: fc.integer({ min: 100, max: 3_000 }),
  offline: share,
  replays: share,
  malformed: share,
  skew: share,
  bots: fc.nat(50),
  crash: fc.nat(99),
  perRegion: fc.integer({ min: 1, max: 20 }),
  clock: fc.constantFrom('trust', 'correct'),
  by: fc.constantFrom('fingerprint', 'id', 'sequence', 'off'),
  lines: fc.constantFrom(1, 64, 4_096),
  watermarkMs: fc.nat(120_000),
  latenessMs: fc.nat(300_000),
})

test('received = accepted + rejected, accepted = unique + duplicate, unique = on time + late + too late, whatever the settings', () => {
  fc.assert(
    fc.property(SETTINGS, (settings) => {
      const { seed, viewers, perRegion, clock, by, lines, watermarkMs, latenessMs } = settings
      const base = smallConfig(seed, viewers, { ...ALL_FAULTS, ...settings })
      const config: IngestConfig = {
        ...base,
        clock,
        collector: { ...base.collector, perRegion },
        dedupe: { by, lines },
        windows: { ...base.windows, watermarkMs, latenessMs },
      }
      const engine = new IngestEngine(config)
      engine.advance(20 * SECOND)
      expect(engine.apply({ kind: 'crash', collector: settings.crash % (5 * perRegion) }).ok).toBe(true)
      expect(engine.apply({ kind: 'crash', collector: 0 }).ok).toBe(false)
      for (let second = 21; second <= 100; second += 20) {
        engine.advance(second * SECOND)
        expect(broken(engine)).toEqual([])
        const { byRegion, byType, counts } = engine.pipeline
        for (const parts of [byRegion, byType]) expect(parts.reduce((a, b) => a + b, 0)).toBe(counts.accepted)
      }
      expect(engine.collectors.counts.crashes).toBe(1)
    }),
    { numRuns: 25 },
  )
})

test('within the horizon, what was put in is what is found: duplicates, broken rules', () => {
  const config = smallConfig(3, 3_000, { replays: 0.05, malformed: 0.05 })
  const engine = new IngestEngine({ ...config, dedupe: { by: 'id', lines: 1 << 17 } })
  engine.advance(300 * SECOND)
  const { counts } = engine.pipeline
  const bySequence = new IngestEngine({ ...config, dedupe: { by: 'sequence', lines: 1 } })
  bySequence.advance(300 * SECOND)
  expect(bySequence.pipeline.counts).toEqual(counts)
  const { injected } = engine.population
  expect(counts.duplicate).toBe(injected.replays)
  expect(counts.rejectedBy.slice(1)).toEqual(injected.malformed.slice(1))
  expect(engine.pipeline.dedupe.forgotten).toBe(0)
  const letters = engine.pipeline.deadLetters.list()
  expect(letters.map(({ offset }) => offset)).toEqual(
    Array.from({ length: letters.length }, (_, i) => counts.rejected - letters.length + i),
  )
})

test.each(['correct', 'trust'] as const)(
  'on devices with wrong clocks too, an event broken by its time is found: clock %s',
  (clock) => {
    const config = smallConfig(3, 3_000, { malformed: 0.2, skew: 0.9 }, { clock, whiteboard: false })
    const engine = new IngestEngine(config)
    engine.advance(60 * SECOND)
    const found = engine.pipeline.counts.rejectedBy
    const put = engine.population.injected.malformed
    for (const rule of [RULE.future, RULE.tooOld]) {
      expect(put[rule]).toBeGreaterThan(100)
      expect(found[rule]).toBeGreaterThanOrEqual(put[rule] ?? 0)
    }
    // A clock that is hours fast makes sound events future ones, but only where it is trusted.
    expect(found[RULE.future] === put[RULE.future]).toBe(clock === 'correct')
  },
)

test('the size of the batches, the steps, and saving and restoring on the way change nothing', () => {
  const config = (batchSize: number): IngestConfig =>
    smallConfig(
      7,
      1_500,
      { ...ALL_FAULTS, viral: { fromMs: 20_000, untilMs: 500_000, share: 0.9 } },
      { batchSize, exact: true },
    )
  const crash = { kind: 'crash', collector: 3 } as const
  const whole = new IngestEngine(config(4_096))
  whole.advance(100 * SECOND)
  whole.apply(crash)
  whole.advance(400 * SECOND)

  const bits = new IngestEngine(config(13))
  while (bits.now < 100 * SECOND) bits.advance(100 * SECOND, 7)
  bits.apply(crash)
  bits.advance(200 * SECOND)
  const saved = bits.save()
  bits.advance(250 * SECOND)
  bits.restore(saved)
  const copy = new IngestEngine(config(64))
  copy.restore(saved)
  bits.advance(400 * SECOND)
  copy.advance(400 * SECOND)
  expect(fingerprint(bits)).toBe(fingerprint(whole))
  expect(fingerprint(copy)).toBe(fingerprint(whole))
  // A title has risen on the way: what was saved and restored includes that.
  expect(whole.pipeline.windows.promotions.slot(whole.catalogue.special.viral)).toBeGreaterThanOrEqual(200)
  expect(fingerprint(new IngestEngine(config(64)))).not.toBe(fingerprint(whole))
})

test('a crash loses nothing where only what is in the log is acknowledged: every event gets there, some of them twice', () => {
  const unique = (collector: number | null): { unique: number; duplicate: number; lost: number } => {
    const base = smallConfig(2, 2_000)
    const engine = new IngestEngine({
      ...base,
      collector: { ...base.collector, perRegion: 2, durableMs: 1_000 },
    })
    engine.advance(10 * SECOND)
    if (collector !== null) engine.apply({ kind: 'crash', collector })
    engine.advance(20 * SECOND)
    const { counts } = engine.pipeline
    return { ...counts, lost: engine.collectors.counts.drawn.lost }
  }
  const calm = unique(null)
  const crashed = [0, 3, 7].map(unique)
  for (const one of crashed) expect([one.unique, one.duplicate]).toEqual([calm.unique, 0])
  expect(Math.max(...crashed.map(({ lost }) => lost))).toBeGreaterThan(0)
})

/** A run of 20 minutes with 4,000 viewers and 200 titles, and its boards at the end. */
function boards(faults: Partial<Faults>, guard = true): { engine: IngestEngine; board: Board; drawn: Board } {
  const base = smallConfig(4, 4_000, faults)
  const engine = new IngestEngine({
    ...base,
    sketches: { headPrecision: 10, headTitles: 200, tailPrecision: 6, promotedTitles: 0 },
    score: { shrink: 20, guard },
  })
  engine.advance(20 * 60 * SECOND)
  const { corrected, drawn } = engine.pipeline
  if (corrected.board === null || drawn?.board == null) throw new Error('no board')
  return { engine, board: corrected.board, drawn: drawn.board }
}

test('a title that becomes viral and one that comes out get to the top; bots do not, unless nobody guards', () => {
  const viral = { fromMs: 5 * 60_000, untilMs: 30 * 60_000, share: 0.2 }
  const { engine, board } = boards({ viral, bots: 300 })
  const { special } = engine.catalogue
  expect(board.title[0]).toBe(special.viral)
  expect([...board.title.subarray(0, 20)]).not.toContain(special.bots)
  const open = boards({ viral, bots: 300 }, false)
  expect([...open.board.title.subarray(0, 3)]).toContain(special.bots)
  const release = boards({ release: { fromMs: 5 * 60_000, untilMs: 30 * 60_000, share: 0.2 } })
  expect(release.board.title[0]).toBe(special.release)
  const accounts = engine.pipeline.windows.heavy.heaviest(300).filter(({ key }) => key > 15 * 4_000)
  expect(accounts.length).toBeGreaterThan(295)
})

test('as drawn a title never falls: its viewers only grow; corrected they leave after an hour', () => {
  const viral = { fromMs: 0, untilMs: 5 * 60_000, share: 0.5 }
  const config = smallConfig(6, 1_000, { viral })
  const engine = new IngestEngine({
    ...config,
    sketches: { headPrecision: 12, headTitles: 200, tailPrecision: 6, promotedTitles: 0 },
  })
  const at = (minutes: number): { drawn: number; corrected: number } => {
    engine.advance(minutes * 60 * SECOND)
    const { corrected, drawn, windows } = engine.pipeline
    const { viral: title } = engine.catalogue.special
    const rank = drawn?.board?.title.indexOf(title) ?? -1
    return {
      drawn: rank < 0 ? 0 : (drawn?.board?.hour[rank] ?? 0),
      corrected: corrected.viewers.upTo(title, windows.firstUnfired).hour,
    }
  }
  const early = at(20)
  const late = at(150)
  expect(early.corrected).toBeGreaterThan(20)
  expect(late.corrected).toBeLessThan(early.corrected / 4)
  expect(late.drawn).toBeGreaterThanOrEqual(early.drawn)
})
