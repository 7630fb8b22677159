import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { due, newWorld, seen, someSettings, steps, take } from '../../support/partition-world.ts'

describe('a partition beside an array', () => {
  test('appends, rolls, commits, reads, clean-ups, cuts, saves and crashes in any order', () => {
    fc.assert(
      fc.property(someSettings, fc.array(steps, { minLength: 20, maxLength: 80 }), (some, all) => {
        const world = newWorld(some)
        for (const one of all) {
          take(world, one)
          expect(seen(world)).toEqual(due(world))
          const indexes = world.partition.segments.flatMap(({ index, timeIndex }) => [index, timeIndex])
          for (const index of indexes)
            expect(index.bytes().length).toBeLessThanOrEqual(world.partition.settings.segmentIndexBytes)
        }
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})
