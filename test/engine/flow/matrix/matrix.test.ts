import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../../src/shared/assert.ts'
import { defaultsOf } from '../../../../src/shared/params.ts'
import { FATE } from '../../../../src/engine/flow/pressure/codes.ts'
import type { Cell } from '../../../../src/engine/flow/matrix/cell.ts'
import type { CaseId, ColumnId, Manner } from '../../../../src/engine/flow/matrix/codes.ts'
import { MatrixEngine } from '../../../../src/engine/flow/matrix/matrix-engine.ts'
import { cellsOf, isMet, summarise } from '../../../../src/engine/flow/matrix/measures.ts'
import { needsOf } from '../../../../src/engine/flow/matrix/needs.ts'
import { MATRIX_SETTINGS, type MatrixSettings } from '../../../../src/engine/flow/matrix/settings.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'

const DEFAULTS = defaultsOf(MATRIX_SETTINGS) as unknown as MatrixSettings // one value a key

const createEngine = (settings: Partial<MatrixSettings> = {}, seed = 1): MatrixEngine =>
  new MatrixEngine({ seed, settings: { ...DEFAULTS, ...settings } })

function runTo(seconds: number, settings: Partial<MatrixSettings> = {}, seed = 1): MatrixEngine {
  const engine = createEngine(settings, seed)
  engine.advance(seconds * SECOND)
  return engine
}

const cellOf = ({ cells }: MatrixEngine, row: CaseId, column: ColumnId, manner: Manner): Cell =>
  at(
    cells,
    cells.findIndex((cell) => cell.row === row && cell.column === column && cell.manner === manner),
  )

const measuredOf = (engine: MatrixEngine, cell: Cell, need: string): number =>
  needsOf(cell, engine.settings, engine.clock).find(({ id }) => id === need)?.measured ?? Number.NaN

/** A short run in which everything happens: a rush, a crash amid it, and what comes after. */
const settings = fc.record({
  calm: fc.integer({ min: 20, max: 99 }),
  rush: fc.integer({ min: 80, max: 400 }),
  rushAt: fc.constantFrom(0, 1),
  rushFor: fc.constantFrom(1, 3),
  crash: fc.constantFrom(0, 2, 3),
  buffer: fc.constantFrom(0.05, 0.2, 1),
  startup: fc.constantFrom(0, 1),
  for: fc.constant(6),
})

describe('the matrix under any settings', () => {
  it('loses count of no message, and gives every strategy the same ones', () => {
    fc.assert(
      fc.property(settings, fc.nat(1_000_000), (some, seed) => {
        const engine = createEngine(some, seed)
        for (const moment of [0.05, 2.5, 6]) {
          engine.advance(moment * SECOND)
          const failed = engine.checks().filter(({ predicted, measured, tolerance }) => {
            return !(Math.abs(predicted - measured) <= tolerance)
          })
          expect(failed).toEqual([])
          for (const { station, lost } of engine.cells) {
            const { ledger } = station
            const [served = 0, held = 0, waiting = 0] = [FATE.served, FATE.held, FATE.waiting].map((fate) =>
              ledger.countOf(fate),
            )
            expect(Math.min(served, held, waiting, lost)).toBeGreaterThanOrEqual(0)
            expect(served + held + waiting + lost).toBe(ledger.offered)
          }
        }
      }),
      { numRuns: 10 },
    )
  })

  it('is the same in small steps and large, and after going back to any moment', () => {
    fc.assert(
      fc.property(settings, fc.nat(1_000_000), fc.integer({ min: 1, max: 5_900 }), (some, seed, ms) => {
        const whole = runTo(6, some, seed)
        const parts = createEngine(some, seed)
        parts.advance(ms * 1_000)
        const saved = parts.save()
        parts.advance(6 * SECOND)
        expect(parts.traceHash()).toBe(whole.traceHash())
        parts.restore(saved)
        while (parts.nextEventTime !== null) parts.advance(6 * SECOND, 7)
        parts.advance(6 * SECOND)
        expect(parts.traceHash()).toBe(whole.traceHash())
        expect(parts.measures()).toEqual(whole.measures())
      }),
      { numRuns: 6 },
    )
  })
})

describe('what a row asks for', () => {
  const engine = runTo(28)

  it('pictures that can be shown: counted again, group by group', () => {
    for (const column of ['block', 'drop-newest', 'drop-oldest', 'sample'] as const)
      for (const manner of ['drawn', 'careful'] as const) {
        const { station, shownShare } = cellOf(engine, 'video', column, manner)
        const fates = Array.from({ length: station.ledger.offered }, (_, i) => station.ledger.fate.get(i))
        const settled = fates.findIndex((fate) => fate === FATE.held || fate === FATE.waiting)
        const known = settled < 0 ? fates : fates.slice(0, settled)
        // A picture is shown when it came, and every reference of its group before it (the first and each second).
        const shown = known.filter((fate, i) => {
          const first = i - (i % 12)
          const references = known.slice(first, i).filter((_, place) => place % 2 === 0)
          return fate === FATE.served && references.every((other) => other === FATE.served)
        })
        expect(shownShare).toBeCloseTo(shown.length / known.length, 12)
      }
  })

  it('the longest silence of a symbol: found again, symbol by symbol', () => {
    for (const column of ['drop-oldest', 'sample'] as const) {
      const cell = cellOf(engine, 'tickers', column, 'careful')
      const { ledger, messages } = cell.station
      const times = new Map<number, number[]>()
      for (let message = 0; message < ledger.offered; message++) {
        const key = messages.key.get(message)
        const served = times.get(key) ?? [0]
        times.set(key, served)
        if (ledger.fate.get(message) === FATE.served) served.push(ledger.endedAt.get(message))
      }
      const gaps = Array.from(times.values(), (list) => {
        const sorted = [...list, engine.clock].sort((a, b) => a - b)
        return Math.max(...sorted.slice(1).map((time, i) => time - at(sorted, i)))
      })
      expect(cell.silenceUntil(engine.clock)).toBe(Math.max(...gaps))
    }
  })

  it('verdicts follow the needs, and turn when a need is moved past what was measured', () => {
    const cell = cellOf(engine, 'tickers', 'drop-newest', 'careful')
    const age = measuredOf(engine, cell, 'age')
    for (const [limit, met] of [
      [10 * Math.ceil(age / 10) + 10, true],
      [10 * Math.floor(age / 10) - 10, false],
    ] as const) {
      expect(engine.apply({ kind: 'set', key: 'tickerWithin', value: limit }).ok).toBe(true)
      expect(isMet(engine, cell)).toBe(met)
    }
  })

  it('conflation serves no price of which a newer one was in the queue', () => {
    const { station } = cellOf(engine, 'tickers', 'drop-oldest', 'careful')
    const { ledger, messages } = station
    const newest = new Map<number, number>()
    let stale = 0
    for (let message = ledger.offered - 1; message >= 0; message--) {
      const key = messages.key.get(message)
      const newer = newest.get(key)
      newest.set(key, message)
      if (newer === undefined || ledger.fate.get(message) !== FATE.served) continue
      if (station.offeredAt(newer) < ledger.begunAt.get(message)) stale += 1
    }
    expect(ledger.countOf(FATE.droppedOldest)).toBeGreaterThan(100)
    expect(stale).toBe(0)
  })
})

describe('slide 16, run', () => {
  const SEEDS = [1, 2, 3]

  it.each(SEEDS)('its choices as drawn are not enough; the same with care are (X33), seed %d', (seed) => {
    const engine = runTo(60, {}, seed)
    expect(summarise(engine, 'careful').met).toBe(6)
    expect(summarise(engine, 'drawn').met).toBeLessThanOrEqual(1)
    // X38: no default serves all of them; scaling comes near, and is paid for.
    for (const lane of ['block', 'drop-newest', 'drop-oldest', 'sample', 'scale-out'] as const)
      expect(summarise(engine, lane).met, lane).toBeLessThan(6)
    expect(summarise(engine, 'scale-out').workerSeconds).toBeGreaterThan(
      1.2 * summarise(engine, 'block').workerSeconds,
    )
    // X33: blocking a caller whose own queue is memory loses what it held.
    expect(cellOf(engine, 'payments', 'block', 'drawn').lostWithSender).toBeGreaterThan(0)
    expect(cellOf(engine, 'payments', 'block', 'careful').lost).toBe(0)
    // X33: sampled metrics must carry their weight.
    const metrics = (manner: Manner): number =>
      measuredOf(engine, cellOf(engine, 'metrics', 'sample', manner), 'error')
    expect(metrics('drawn')).toBeGreaterThan(45)
    expect(metrics('careful')).toBeLessThan(5)
    // X34: whatever the strategy, what cannot be served in the rush is lost or late.
    for (const cell of cellsOf(engine, 'drop-newest')) expect(cell.lost, cell.row).toBeGreaterThan(0)
  })
})
