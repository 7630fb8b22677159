import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import type { Acks } from '../../../../src/engine/log/replication/settings.ts'
import { allAtOnce, anyFault, endure, oneByOne, type Fault } from './faults.ts'
import { judge, listedAsLost, readLog, Witness } from './oracle.ts'
import { createRun, laneOf } from './support.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

interface RunSettings {
  readonly acks: Acks
  readonly minIsr: number
  readonly unclean: boolean
  readonly idempotence: boolean
  readonly inFlight: number
  readonly replicas: number
  readonly partitions: number
  readonly slow: number
  readonly lagMax: number
  readonly rate: number
  readonly retries: number
}

const LONG = { for: 60, deliveryTimeout: 120_000, latency: 20 }

const faults = (most: number, brokers = 3): fc.Arbitrary<Fault[]> =>
  fc.array(anyFault(brokers), { minLength: 1, maxLength: most })
const seed = fc.integer({ min: 0, max: 0xffff_ffff })

describe('acks=all, min.insync.replicas=2, clean elections', () => {
  it('loses nothing that was told ok, and keeps its order, whichever broker fails in whatever way', () => {
    fc.assert(
      fc.property(seed, faults(4), fc.constantFrom(1, 2), (any, list, partitions) => {
        const engine = createRun({ ...LONG, partitions }, any)
        const lane = laneOf(engine, 'kafka')
        const witness = new Witness()
        endure(engine, oneByOne(list), [['kafka', witness]])
        expect(judge(lane, witness)).toEqual({ lost: [], reordered: [] })
        expect(lane.ledger.counts).toMatchObject({ lost: 0, failed: 0, deliveredTwice: 0 })
        expect(witness.told.size).toBeGreaterThan(0)
        expect(lane.authorities.survey().every(({ duplicates }) => duplicates === 0)).toBe(true)
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })

  it('loses nothing either when several fail at once: it rather stands still', () => {
    fc.assert(
      fc.property(seed, faults(8, 4), fc.integer({ min: 1, max: 3 }), (any, list, minIsr) => {
        const engine = createRun({ ...LONG, brokers: 4, minIsr }, any)
        const witness = new Witness()
        endure(engine, allAtOnce(list), [['kafka', witness]])
        expect(judge(laneOf(engine, 'kafka'), witness)).toEqual({ lost: [], reordered: [] })
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })
})

describe('whatever is set', () => {
  const anySettings: fc.Arbitrary<RunSettings> = fc.record({
    acks: fc.constantFrom<Acks>('all', '1', '0'),
    minIsr: fc.integer({ min: 1, max: 3 }),
    unclean: fc.boolean(),
    idempotence: fc.boolean(),
    inFlight: fc.integer({ min: 1, max: 5 }),
    replicas: fc.integer({ min: 1, max: 3 }),
    partitions: fc.integer({ min: 1, max: 2 }),
    slow: fc.integer({ min: 0, max: 3 }),
    lagMax: fc.constantFrom(300, 1_500),
    rate: fc.constantFrom(5, 20),
    retries: fc.constantFrom(0, 1_000),
  })

  // Broker 2 begins anew while it is cut off. News for all reach it before the controller has heard of the new process.
  const unheardOf: [number, Fault[], RunSettings] = [
    4_294_967_274,
    [
      { kind: 'freeze', broker: 3, other: 3, after: 3_452, lasts: 659 },
      { kind: 'cut-off', broker: 2, other: 1, after: 4, lasts: 894 },
      { kind: 'kill', broker: 2, other: 3, after: 594, lasts: 5 },
    ],
    {
      acks: '0',
      minIsr: 2,
      unclean: true,
      idempotence: true,
      inFlight: 5,
      replicas: 1,
      partitions: 2,
      slow: 0,
      lagMax: 1_500,
      rate: 5,
      retries: 0,
    },
  ]

  it('lists each loss, and nothing but losses, in every lane', () => {
    let losses = 0
    fc.assert(
      fc.property(seed, faults(6), anySettings, (any, list, settings) => {
        const engine = createRun({ ...LONG, deliveryTimeout: 3_000, ...settings }, any)
        const witnesses = engine.lanes.map(({ id }) => [id, new Witness()] as const)
        endure(engine, allAtOnce(list), witnesses)
        // What was told "ok" without waiting may be under way: the application stops, and it arrives.
        for (const [id, witness] of witnesses) {
          const lane = laneOf(engine, id)
          const unsettled = new Set([...witness.told].filter((record) => lane.ledger.isUnderway(record)))
          const lost = judge(lane, witness).lost.filter((record) => !unsettled.has(record))
          expect(listedAsLost(engine, lane), id).toEqual(lost.slice(-200))
          expect(lane.ledger.counts.lost, id).toBe(lost.length)
          losses += lost.length
        }
        for (const { label, predicted, measured, tolerance } of engine.checks())
          expect(Math.abs(predicted - measured), label).toBeLessThanOrEqual(tolerance)
      }),
      { numRuns: 40, endOnFailure: true, examples: [unheardOf] },
    )
    expect(losses).toBeGreaterThan(0)
  })

  it('ends with replicas that are the same, in the lanes that have epochs', () => {
    fc.assert(
      fc.property(seed, faults(6), anySettings, (any, list, settings) => {
        const engine = createRun({ ...LONG, ...settings, slow: 0, rate: 5, for: 60 }, any)
        endure(engine, allAtOnce(list), [])
        engine.apply({ kind: 'set', key: 'rate', value: 0.5 })
        engine.advance(engine.now + 4 * SECOND)
        for (const lane of engine.lanes.filter(({ policy }) => policy.isKafka))
          lane.controller.partitions.forEach((_, p) => {
            const logs = lane.brokers.flatMap(({ replicas }) => {
              const replica = replicas[p]
              return replica === null || replica === undefined ? [] : [readLog(replica.log.partition)]
            })
            const shortest = Math.min(...logs.map(({ length }) => length))
            for (const log of logs) expect(log.slice(0, shortest)).toEqual(logs[0]?.slice(0, shortest))
            for (const log of logs) expect(log.length - shortest).toBeLessThan(6)
          })
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })
})
