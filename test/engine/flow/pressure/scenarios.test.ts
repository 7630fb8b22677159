import { describe, expect, it } from 'vitest'
import { at } from '../../../../src/shared/assert.ts'
import { Columns } from '../../../../src/engine/kernel/columns.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { FATE } from '../../../../src/engine/flow/pressure/codes.ts'
import type { LaneFrame, LoadPiece } from '../../../../src/engine/flow/pressure/frame.ts'
import { summarise } from '../../../../src/engine/flow/pressure/measures.ts'
import type { PressureEngine } from '../../../../src/engine/flow/pressure/pressure-engine.ts'
import { createPressureEngine } from '../../../../src/labs/pressure/scenario.ts'
import { PRESSURE_SCENARIOS } from '../../../../src/labs/pressure/scenarios.ts'
import { createEngine, runThrough } from './support.ts'

type ScenarioId = (typeof PRESSURE_SCENARIOS)[number]['id']

function run(id: ScenarioId, more: Record<string, number> = {}): PressureEngine {
  const scenario = PRESSURE_SCENARIOS.find((candidate) => candidate.id === id)
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`)
  const params = { ...scenario.params, ...more }
  const engine = createPressureEngine({ scenario: id, seed: scenario.seed, params, attachment: null })
  engine.advance(engine.extent)
  return engine
}

const all = (engine: PressureEngine) => engine.lanes.map((lane) => summarise(engine, lane))

const frameOf = (engine: PressureEngine, from = 0): readonly LaneFrame[] =>
  engine.frame({ from, to: engine.now }, new Columns()).lanes

describe('the scenarios show what they are there for', () => {
  it('mismatch: memory, the producer, the newest or the oldest pays', () => {
    const [unbounded, block, newest, oldest] = all(run('mismatch'))
    expect(unbounded?.counts.lostInCrash).toBeGreaterThan(20_000)
    expect(block?.counts.waiting).toBeGreaterThan(20_000)
    expect(block?.lossShare).toBe(0)
    expect(newest?.counts.droppedNewest).toBeGreaterThan(20_000)
    expect(oldest?.counts.droppedOldest).toBeGreaterThan(20_000)
    // The oldest gone, the survivors are younger.
    expect(oldest?.waits.p50).toBeLessThan(0.9 * (newest?.waits.p50 ?? 0))
  })

  it('bufferbloat: with a larger queue less is lost and all are late; CoDel keeps the wait short', () => {
    const small = all(run('bufferbloat', { capacity: 20 }))
    const large = all(run('bufferbloat', { capacity: 10_000 }))
    expect(large[0]?.lossShare).toBeLessThan(0.5 * (small[0]?.lossShare ?? 0))
    expect(large[0]?.waits.p99).toBeGreaterThan(100 * (small[0]?.waits.p99 ?? Infinity))
    expect(large[1]?.waits.p99).toBeLessThan(0.1 * (large[0]?.waits.p99 ?? 0))
    expect(large[1]?.lossShare).toBeLessThan(0.12)
  })

  it('retry storm: at once and in step it goes on after the stall, with full jitter it ends', () => {
    const late = run('retry-storm')
    const served = late.lanes.map(({ station: { ledger } }) => {
      let count = 0
      for (let i = ledger.order.length - 1; i >= 0; i--) {
        const message = ledger.order.get(i)
        if (ledger.endedAt.get(message) < 30 * SECOND) break
        if (ledger.fate.get(message) === FATE.served) count += 1
      }
      return count / 10
    })
    expect(served[0]).toBeLessThan(100)
    expect(served[1]).toBeLessThan(4_000)
    expect(served[2]).toBeGreaterThan(4_900)
    // First attempts are the same in all of them.
    const firsts = all(late).map(({ requests }) => requests.begun)
    expect(new Set(firsts)).toEqual(new Set([late.arrivals.count]))
    for (const { requests } of all(late))
      expect(requests.succeeded + requests.failed + requests.pending).toBe(requests.begun)
  })

  it('closed loop: it hides what the open loop measures, and the correction finds most of it', () => {
    const [open, closed] = all(run('closed-loop'))
    expect(open?.clientLatency.p99).toBeGreaterThan(500)
    expect(closed?.clientLatency.p99).toBeLessThan(10)
    expect(closed?.correctedLatency?.p99).toBeGreaterThan(500)
    expect(closed?.counts.offered).toBeLessThan(0.96 * (open?.counts.offered ?? 0))
  })

  it('scale out: a worker more ends the loss, once it has come, and costs', () => {
    const engine = run('scale-out')
    const [newest, scaled] = all(engine)
    expect(scaled?.lossShare).toBeLessThan(0.2 * (newest?.lossShare ?? 0))
    expect(scaled?.workerSeconds).toBeGreaterThan(1.5 * (newest?.workerSeconds ?? 0))
    const { running, target } = at(frameOf(engine), 1).workers
    expect([...running].slice(0, 3)).toEqual([1, 1, 2])
    expect([...target].slice(0, 3)).toEqual([1, 2, 2])
  })
})

describe('clients', () => {
  it('that retry pause as long for the same request whatever the policy', () => {
    const engine = runThrough({
      policies: ['drop-newest', 'drop-oldest'],
      clients: ['retry-jitter'],
      rate: 50,
      service: 1,
      capacity: 1,
      timeout: 50,
      retries: 1,
      backoff: 200,
      for: 4,
    })
    const pauses = engine.lanes.map(({ station }) => {
      const first = new Map<number, number>()
      const again = new Map<number, number>()
      for (let message = 0; message < station.ledger.offered; message++) {
        const item = station.itemOf(message)
        const failed = Math.min(station.ledger.endedAt.get(message), station.offeredAt(message) + 50_000)
        if (first.has(item)) again.set(item, station.offeredAt(message) - (first.get(item) ?? 0))
        else first.set(item, failed)
      }
      return again
    })
    const [one, other] = [at(pauses, 0), at(pauses, 1)]
    const shared = [...one.keys()].filter((item) => other.has(item))
    expect(shared.length).toBeGreaterThan(50)
    for (const item of shared) expect(other.get(item)).toBe(one.get(item))
    for (const pause of one.values()) {
      expect(pause).toBeGreaterThan(0)
      expect(pause).toBeLessThanOrEqual(200_000)
    }
    expect(new Set(one.values()).size).toBeGreaterThan(0.9 * one.size)
  })

  it('of a closed loop never have more messages out than there are', () => {
    const engine = createEngine({
      policies: ['unbounded'],
      clients: ['closed'],
      connections: 7,
      rate: 2_000,
      service: 1_000,
      for: 2,
    })
    const { station } = at(engine.lanes, 0)
    for (let ms = 0; ms < 2_000; ms += 13) {
      engine.advance(ms * 1_000)
      expect(station.ledger.countOf(FATE.held)).toBeLessThanOrEqual(7)
    }
    expect(station.ledger.countOf(FATE.served)).toBeGreaterThan(1_900)
  })
})

describe('a frame', () => {
  const engine = run('mismatch')

  it('keeps every peak of the level, and adds up to what was counted', () => {
    for (const lane of frameOf(engine)) {
      expect(Math.max(...lane.series.level)).toBe(lane.peak)
      expect(lane.series.time).toEqual(lane.series.time.toSorted())
      expect(lane.series.level.at(-1)).toBe(lane.level)
      const { start, width } = lane.flow
      // The last bucket ends where the run does.
      const lengthOf = (i: number): number => Math.min(width, engine.now - start - i * width) / SECOND
      const sum = (rates: Float64Array): number =>
        rates.reduce((total, rate, i) => total + rate * lengthOf(i), 0)
      const { offered, served, held, waiting } = lane.counts
      expect(sum(lane.flow.offered)).toBeCloseTo(offered, 3)
      expect(sum(lane.flow.outflow)).toBeCloseTo(served, 3)
      expect(sum(lane.flow.dropped)).toBeCloseTo(offered - served - held - waiting, 3)
      const shares = lane.flow.shares
        .map(({ share }) => at(share, 5))
        .reduce((total, share) => total + share, 0)
      expect(shares).toBeCloseTo(1, 9)
    }
  })

  it('tells of a span in the past only what was so then', () => {
    const span = { from: 2 * SECOND, to: 3 * SECOND }
    const late = engine.frame(span, new Columns())
    for (const { series, ended, bands, stalls, flow } of late.lanes) {
      expect(Math.max(...series.time)).toBeLessThanOrEqual(span.to)
      expect(at(series.time, 0)).toBeLessThanOrEqual(span.from)
      expect(Math.max(...ended.time)).toBeLessThanOrEqual(span.to)
      expect(Math.min(...ended.time)).toBeGreaterThanOrEqual(span.from)
      expect(Math.max(...bands.time)).toBeLessThanOrEqual(span.to)
      for (const { start } of stalls) expect(start).toBeLessThanOrEqual(span.to)
      expect(flow.start + flow.outflow.length * flow.width).toBe(span.to)
    }
  })

  it('follows latency against load: short runs whose wait grows with the load, and the theory beside them', () => {
    const short = createEngine({ policies: ['unbounded'], rate: 900, service: 1_000 })
    const { parts } = short.study(0)
    const pieces = Array.from({ length: parts }, (_, part) => short.study(part).piece as LoadPiece)
    const [theory, ...points] = pieces
    expect(theory).toMatchObject({ kind: 'theory', law: 'M/M/1' })
    const half = theory?.kind === 'theory' ? at(theory.waitMs, theory.load.indexOf(0.5)) : Number.NaN
    expect(half).toBeCloseTo(1, 9)
    const means = points.map((piece) => (piece.kind === 'load' ? at(piece.points, 0).meanMs : Number.NaN))
    expect(means.length).toBe(parts - 1)
    expect(means).toEqual(means.toSorted((a, b) => a - b))
  })
})

it('a stall by hand stops all work for its time, and is refused twice over', () => {
  const engine = createEngine({
    policies: ['block'],
    rate: 500,
    service: 1_000,
    serviceShape: 'constant',
    for: 4,
  })
  engine.advance(SECOND)
  expect(engine.apply({ kind: 'stall', ms: 500 })).toMatchObject({ ok: true })
  expect(engine.apply({ kind: 'stall', ms: 100 })).toMatchObject({ ok: false })
  engine.advance(engine.extent)
  const { ledger } = at(engine.lanes, 0).station
  const ended = Array.from({ length: ledger.order.length }, (_, i) => ledger.endedAt.get(ledger.order.get(i)))
  expect(ended.filter((time) => time > SECOND && time < 1.5 * SECOND)).toEqual([])
  expect(ended.filter((time) => time >= 1.5 * SECOND && time < 1.52 * SECOND).length).toBeGreaterThan(15)
})
