import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { defaultsOf } from '../../../src/shared/params.ts'
import { StepEngine } from '../../../src/engine/kernel/step-engine.ts'
import { HashCircle } from '../../../src/engine/season/hashing/hash-circle.ts'
import { HashingModel } from '../../../src/engine/season/hashing/hashing-model.ts'
import { drawKeys, hashOf } from '../../../src/engine/season/hashing/keys.ts'
import { movedBy } from '../../../src/engine/season/hashing/lane.ts'
import { Modulo, Rendezvous, Slots } from '../../../src/engine/season/hashing/other-placements.ts'
import type { Placement } from '../../../src/engine/season/hashing/placement.ts'
import { HASHING_SETTINGS, type HashingSettings } from '../../../src/engine/season/hashing/settings.ts'
import { expectedMove, shareSpread } from '../../../src/engine/season/hashing/theory.ts'

/** The largest of n gaps between n random points on a circle, on average: H_n / n. Lévy 1939; "broken stick". */
function largestGap(points: number): number {
  let harmonic = 0
  for (let i = 1; i <= points; i++) harmonic += 1 / i
  return harmonic / points
}

const KEYS = drawKeys(11, 3_000)
const ownersBy = (placement: Placement, count = KEYS.hashes.length): number[] =>
  Array.from({ length: count }, (_, key) => placement.ownerOf(at(KEYS.hashes, key), at(KEYS.slots, key)))

const upTo = (servers: number): number[] => Array.from({ length: servers }, (_, i) => i)
const movedShare = (before: readonly number[], after: readonly number[]): number =>
  before.filter((owner, key) => owner !== after[key]).length / before.length

/** Rules under which a server that comes only takes, and one that goes only gives. */
const STEADY: readonly (readonly [string, (salt: string) => Placement])[] = [
  ['a circle with a point a server', (salt) => new HashCircle(salt, 1)],
  ['a ring with 40 virtual nodes', (salt) => new HashCircle(salt, 40)],
  ['rendezvous', (salt) => new Rendezvous(salt)],
  ['a table of slots', () => new Slots()],
]

describe.each(STEADY)('%s', (name, create) => {
  const servers = fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { minLength: 2, maxLength: 12 })

  it('never moves a key between two servers that stay, and gives back what it took', () => {
    fc.assert(
      fc.property(fc.nat(1_000), servers, (seed, drawn) => {
        const placement = create(String(seed))
        const all = drawn.toSorted((a, b) => a - b)
        const [comes = 0] = drawn
        const without = all.filter((server) => server !== comes)
        placement.setServers(without)
        const before = ownersBy(placement, 200)
        placement.setServers(all)
        const between = ownersBy(placement, 200)
        placement.setServers(without)
        const after = ownersBy(placement, 200)
        expect(before.filter((owner) => !without.includes(owner))).toEqual([])
        // Whoever does not go to the one that comes stays where it was.
        expect(between.filter((owner, key) => owner !== comes && owner !== before[key])).toEqual([])
        // Whoever takes over its slots is up to the table; with the others every key is where it was.
        const kept = (key: number): boolean => name !== 'a table of slots' || between[key] !== comes
        expect(after.filter((_, key) => kept(key))).toEqual(before.filter((_, key) => kept(key)))
      }),
      { numRuns: name === 'a table of slots' ? 8 : 25 },
    )
  })
})

/** How many slots of a table each server has. */
function countIn(table: Int16Array, servers: readonly number[]): number[] {
  const counts = new Map<number, number>()
  for (const owner of table) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  return servers.map((server) => counts.get(server) ?? 0)
}

describe('a table of slots', () => {
  it('gives every slot to one server that is up, evenly, and moves as few as it can', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 10 }), {
          minLength: 1,
          maxLength: 4,
        }),
        (sets) => {
          const slots = new Slots()
          slots.setServers([0])
          for (const servers of sets.map((set) => set.toSorted((a, b) => a - b))) {
            const before = slots.table()
            slots.setServers(servers)
            const table = slots.table()
            const counts = countIn(table, servers)
            expect(counts.reduce((sum, count) => sum + count, 0)).toBe(16_384)
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
            // Whoever had most keeps one more where they don't come out even: that is the least that must move.
            const had = countIn(before, servers).sort((a, b) => b - a)
            const least = had.map((count, i) => {
              const wanted = Math.floor(16_384 / servers.length) + (i < 16_384 % servers.length ? 1 : 0)
              return Math.max(0, wanted - count)
            })
            const moved = table.filter((owner, slot) => owner !== before[slot]).length
            expect(moved).toBe(least.reduce((sum, count) => sum + count, 0))
          }
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('what one server more moves', () => {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const SEEDS = 120

  it.each([
    ['ring' as const, (salt: string) => new HashCircle(salt, 20), 20],
    ['circle' as const, (salt: string) => new HashCircle(salt, 1), 1],
    ['rendezvous' as const, (salt: string) => new Rendezvous(salt), 0],
  ])('is its share, on average over many seeds: %s', (lane, create, points) => {
    for (const [before, after] of [
      [4, 5],
      [12, 13],
    ] as const) {
      const shares = Array.from({ length: SEEDS }, (_, seed) => {
        const placement = create(`s${seed}`)
        placement.setServers(upTo(before))
        const old = ownersBy(placement, 300)
        placement.setServers(upTo(after))
        return movedShare(old, ownersBy(placement, 300))
      })
      const change = { time: 0, kind: 'add' as const, server: before, before, after }
      const { share, variance } = expectedMove(lane, change, points)
      const error = Math.sqrt((variance + (share * (1 - share)) / 300) / SEEDS)
      expect(share).toBeCloseTo(1 / after, 12)
      expect(Math.abs(mean(shares) - share)).toBeLessThan(5 * error)
    }
  })

  it('is nearly everything under modulo: n of n + 1, wherever in the list the server stands', () => {
    for (const [without, all] of [
      [upTo(4), upTo(5)],
      [[0, 1, 3, 4], upTo(5)],
      [upTo(12), upTo(13)],
    ] as const) {
      const modulo = new Modulo()
      modulo.setServers(without)
      const before = ownersBy(modulo)
      modulo.setServers(all)
      const change = { time: 0, kind: 'add' as const, server: 0, before: without.length, after: all.length }
      const { share } = expectedMove('modulo', change, 0)
      expect(share).toBeCloseTo((all.length - 1) / all.length, 12)
      const error = Math.sqrt((share * (1 - share)) / before.length)
      expect(Math.abs(movedShare(before, ownersBy(modulo)) - share)).toBeLessThan(5 * error)
    }
  })

  it('leaves shares on the ring as uneven as theory has it', () => {
    const spread = (servers: number, points: number): number => {
      const squares = Array.from({ length: 250 }, (_, seed) => {
        const ring = new HashCircle(`t${seed}`, points)
        ring.setServers(upTo(servers))
        const shares = upTo(servers).map((server) => ring.shareOf(server) * servers)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(servers, 9)
        return mean(shares.map((share) => (share - 1) ** 2))
      })
      return Math.sqrt(mean(squares))
    }
    for (const points of [1, 4, 25]) {
      expect(spread(8, points) / shareSpread(8, points)).toBeGreaterThan(0.88)
      expect(spread(8, points) / shareSpread(8, points)).toBeLessThan(1.12)
    }
    // With a hundred servers the beta distribution is as good as 1 / √V.
    expect(shareSpread(100, 25)).toBeCloseTo(1 / Math.sqrt(25), 2)
  })

  it('leaves the largest arc at H_n / n on average, where each server has one point', () => {
    const servers = 8
    const largest = Array.from({ length: 1_500 }, (_, seed) => {
      const circle = new HashCircle(`l${seed}`, 1)
      circle.setServers(upTo(servers))
      return Math.max(...upTo(servers).map((server) => circle.shareOf(server)))
    })
    // The largest of n gaps has a standard deviation of about π / (√6 n).
    const error = Math.PI / (Math.sqrt(6) * servers * Math.sqrt(largest.length))
    expect(Math.abs(mean(largest) - largestGap(servers))).toBeLessThan(5 * error)
  })
})

describe('a circle', () => {
  it('gives a key to the next point clockwise, the first one after the last', () => {
    for (const salt of ['x', 'y', 'z', 'u', 'v']) {
      const circle = new HashCircle(salt, 3)
      circle.setServers([0, 2, 5])
      const { points, owners } = circle.layout()
      const places = [0, 2 ** 32 - 1, ...points, ...Array.from(points, (point) => point + 1), hashOf('any')]
      for (const place of places) {
        const next = points.findIndex((point) => point >= place)
        expect(circle.ownerOf(place)).toBe(owners[next < 0 ? 0 : next])
      }
    }
  })
})

describe('a run under five rules', () => {
  const anyCommand = fc.oneof(
    fc.constant({ kind: 'add' as const }),
    fc.record({
      kind: fc.constantFrom('remove' as const, 'fail' as const, 'back' as const),
      server: fc.integer({ min: 0, max: 8 }),
    }),
    fc.record({
      kind: fc.constant('set' as const),
      key: fc.constantFrom('virtual', 'points'),
      value: fc.integer({ min: 1, max: 8 }),
    }),
  )

  it('counts every key that moved, once, whatever is done to the servers', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000),
        fc.constantFrom(
          'none' as const,
          'grow' as const,
          'shrink' as const,
          'fail' as const,
          'churn' as const,
        ),
        fc.integer({ min: 1, max: 6 }),
        fc.array(anyCommand, { maxLength: 6 }),
        (seed, plan, servers, commands) => {
          const settings = {
            ...defaultsOf(HASHING_SETTINGS),
            plan,
            servers,
            keys: 150,
            every: 2,
            for: 12,
            virtual: 12,
          } as unknown as HashingSettings // of the table
          const engine = new StepEngine(() => new HashingModel({ seed, settings }))
          const model = engine.model as HashingModel // made above
          let owners = model.lanes.map((lane) => lane.owners.slice())
          let told = model.lanes.map(() => 0)
          const compare = (): void => {
            model.lanes.forEach((lane, i) => {
              const moved = at(owners, i).filter((owner, key) => owner !== lane.owners[key]).length
              expect(lane.total(movedBy) - at(told, i), lane.id).toBe(moved)
            })
            owners = model.lanes.map((lane) => lane.owners.slice())
            told = model.lanes.map((lane) => lane.total(movedBy))
          }
          for (const command of commands) {
            // One change at a time: two could take a key there and back.
            while (
              engine.now < 12_000_000 &&
              engine.advance(engine.now + 100_000) > 0 &&
              engine.now % 1_700_000 !== 0
            )
              compare()
            engine.apply(command)
            compare()
            expect(model.servers.up.length).toBeGreaterThan(0)
          }
          for (const { label, predicted, measured } of engine.checks().filter((one) => one.tolerance === 0))
            expect(measured, label).toBe(predicted)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('fetches anew exactly what is not where it belongs', () => {
    const settings = {
      ...defaultsOf(HASHING_SETTINGS),
      keys: 60,
      for: 60,
      plan: 'churn',
      every: 3,
    } as unknown as HashingSettings // of the table
    const model = new HashingModel({ seed: 9, settings })
    const stored = model.lanes.map((lane) => [...lane.owners])
    for (let i = 0; i < model.count; i++) {
      const changes = model.changes.length
      model.step(i, (i + 1) * model.pace)
      const change = model.changes.length > changes ? model.changes.at(-1) : undefined
      const key = at(model.lookups, i)
      model.lanes.forEach((lane, l) => {
        const mine = at(stored, l)
        const isLost = change?.kind === 'remove' || change?.kind === 'fail'
        if (isLost) mine.forEach((server, k) => server === change.server && (mine[k] = -1))
        const owner = at(lane.owners, key)
        expect(at(lane.fetched, i)).toBe(mine[key] !== owner)
        mine[key] = owner
      })
    }
    expect(model.changes.length).toBeGreaterThan(5)
  })
})
