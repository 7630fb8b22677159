import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import type { ReplicationEngine } from '../../../../src/engine/log/replication/replication-engine.ts'
import { allAtOnce, anyFault, type Moment } from './faults.ts'
import { createRun } from './support.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const footprint = (engine: ReplicationEngine): unknown => ({
  now: engine.now,
  next: engine.nextEventTime,
  hash: engine.traceHash(),
  measures: engine.measures(),
  landmarks: engine.landmarks(),
  frame: engine.frame({ from: 0, to: engine.now }, {} as never),
})

const runOn = (engine: ReplicationEngine, moments: readonly Moment[]): void => {
  for (const { at, command } of moments) {
    engine.advance(at)
    engine.apply(command)
  }
  engine.advance(12 * SECOND)
}

it('saved at any moment and restored, in the same engine or another, it goes on as it would have', () => {
  fc.assert(
    fc.property(
      fc.array(anyFault(3), { maxLength: 5 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 0, max: 1_000 }),
      (faults, at, seed) => {
        const moments = allAtOnce(faults)
        const settings = { for: 12, rate: 8, partitions: 2 }
        const straight = createRun(settings, seed)
        const [before, after] = [
          moments.filter((moment) => moment.at <= at * 1_000),
          moments.filter((moment) => moment.at > at * 1_000),
        ]
        for (const moment of before) {
          straight.advance(moment.at)
          straight.apply(moment.command)
        }
        straight.advance(at * 1_000)
        const saved = straight.save()
        runOn(straight, after)
        const wanted = footprint(straight)
        const other = createRun(settings, seed)
        other.restore(saved)
        runOn(other, after)
        expect(footprint(other)).toEqual(wanted)
        straight.restore(saved)
        runOn(straight, after)
        expect(footprint(straight)).toEqual(wanted)
      },
    ),
    { numRuns: 15, endOnFailure: true },
  )
})

it('gives every lane the same records at the same times, whatever becomes of them', () => {
  const engine = createRun({ partitions: 3 }, 5)
  runOn(engine, [{ at: 3 * SECOND, command: { kind: 'kill', broker: 1 } }])
  const sent = engine.lanes.map(({ ledger }) =>
    Array.from({ length: ledger.counts.sent }, (_, id) => [ledger.sentAt.get(id), ledger.partition.get(id)]),
  )
  expect(sent[0]?.length).toBeGreaterThan(100)
  expect(sent[1]).toEqual(sent[0])
  expect(sent[2]).toEqual(sent[0])
})

it('refuses what cannot be done now, in words, and leaves the run as it is', () => {
  const engine = createRun()
  engine.advance(SECOND)
  const before = engine.traceHash()
  for (const command of [
    { kind: 'restart', broker: 1 },
    { kind: 'thaw', broker: 2 },
    { kind: 'reconnect', broker: 3 },
    { kind: 'kill', broker: 4 },
    { kind: 'heal', a: 1, b: 2 },
    { kind: 'cut', a: 1, b: 1 },
    { kind: 'cut', a: 1, b: 5 },
    { kind: 'set', key: 'acks', value: '1' },
    { kind: 'set', key: 'nothing', value: 1 },
  ] as const) {
    const done = engine.apply(command)
    expect(done.ok, JSON.stringify(command)).toBe(false)
    expect(done.ok ? '' : done.problem.what).toMatch(/\w{3}.*\w{3}/)
  }
  expect(engine.traceHash()).toBe(before)
})
