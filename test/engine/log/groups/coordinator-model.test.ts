import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { assignRange } from '../../../../src/engine/log/groups/assignors/range.ts'
import { ClassicCoordinator } from '../../../../src/engine/log/groups/classic-coordinator.ts'
import { ConsumerCoordinator } from '../../../../src/engine/log/groups/consumer-coordinator.ts'
import { assignSticky } from '../../../../src/engine/log/groups/assignors/sticky.ts'
import type { Coordinator, Told } from '../../../../src/engine/log/groups/protocol.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { NaiveCoordinator } from './naive-coordinator.ts'
import { settingsWith } from './support.ts'

const PARTITIONS = 5
const settings = settingsWith({ session: 3, maxPollInterval: 5, partitions: PARTITIONS })

const passTime = (coordinator: Coordinator, now: number): void => {
  while (coordinator.due !== null && coordinator.due <= now) coordinator.ring(coordinator.due)
}

const IDS = ['A-1', 'B-1', 'C-1', 'D-1']

const anyAct = fc.record({
  after: fc.constantFrom(0, 0, 10_000, 100_000, 400_000, 1_000_000, 3_000_000),
  what: fc.constantFrom('join', 'join', 'leave', 'heartbeat', 'heartbeat', 'heartbeat', 'commit'),
  who: fc.constantFrom(...IDS),
  stale: fc.constantFrom(false, false, false, true),
})

it('the classic coordinator does as its naive restatement, whoever joins, leaves, is late or falls silent', () => {
  let generations = 0
  fc.assert(
    fc.property(fc.array(anyAct, { minLength: 10, maxLength: 60 }), (acts) => {
      const told = new Map<string, Told>()
      const real = new ClassicCoordinator(settings, assignRange, {
        told: (id, what) => told.set(id, what),
        joined: () => {},
        joinAgain: () => {},
        begins: () => {},
        settled: () => {},
      })
      const naive = new NaiveCoordinator(3 * SECOND, 5 * SECOND, PARTITIONS)
      let now = 0
      for (const { after, what, who, stale } of acts) {
        now += after
        passTime(real, now)
        naive.pass(now)
        const generation = real.generation - (stale ? 1 : 0)
        if (what === 'join') {
          real.join({ id: who, slot: 0, owned: [] }, now)
          naive.join(who, now)
        } else if (what === 'leave') {
          real.leave(who, 'left', now)
          naive.leave(who, now)
        }
        const answers =
          what === 'heartbeat'
            ? [real.heartbeat(who, generation, [], now).error ?? 'ok', naive.heartbeat(who, generation, now)]
            : [real.refusal(who, generation) ?? 'ok', naive.commit(who, generation)]
        expect(answers[0]).toBe(answers[1])
        expect(real.generation).toBe(naive.generation)
        expect([...real.memberIds].sort()).toEqual([...naive.members.keys()].sort())
        expect(Object.fromEntries(told)).toEqual(Object.fromEntries(naive.told))
      }
      generations += real.generation
    }),
    { numRuns: 400 },
  )
  expect(generations).toBeGreaterThan(400)
})

it('the consumer protocol never tells two members the same partition, and settles when all do as told', () => {
  let settledOften = 0
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 50 }), (acts) => {
      /** What each member has: it takes at once, and lets go when it next sends a heartbeat. */
      const has = new Map<string, readonly number[]>()
      const real = new ConsumerCoordinator(settings, assignSticky, {
        told: (id, { partitions }) => has.set(id, partitions),
        joined: () => {},
        joinAgain: () => {},
        begins: () => {},
        settled: () => (settledOften += 1),
      })
      let now = 0
      const beat = (id: string): void => {
        const { told } = real.heartbeat(id, real.generation, has.get(id) ?? [], now)
        if (told !== null) has.set(id, told.partitions)
      }
      const checkOwners = (): void => {
        const all = real.memberIds.flatMap((id) => [...(has.get(id) ?? [])])
        expect(new Set(all).size).toBe(all.length)
      }
      for (const { after, what, who } of acts) {
        now += after
        passTime(real, now)
        if (what === 'join' && !real.knows(who)) {
          has.delete(who)
          real.join({ id: who, slot: 0, owned: [] }, now)
        } else if (what === 'leave') real.leave(who, 'left', now)
        else if (real.knows(who)) beat(who)
        checkOwners()
      }
      // With nobody else coming or going, two rounds of heartbeats let go and take.
      for (let round = 0; round < 3; round++) for (const id of real.memberIds) beat(id)
      checkOwners()
      expect(real.isRebalancing).toBe(false)
      const all = real.memberIds.flatMap((id) => [...(has.get(id) ?? [])])
      expect(all.length).toBe(real.memberIds.length === 0 ? 0 : PARTITIONS)
    }),
    { numRuns: 300 },
  )
  expect(settledOften).toBeGreaterThan(300)
})
