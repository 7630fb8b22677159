import * as fc from 'fast-check'
import type { StreamSettings } from '../../src/engine/flow/streams/settings.ts'

const anyRate = fc.constantFrom(1, 3, 7, 10, 20, 50, 100)

export const anySettings: fc.Arbitrary<StreamSettings> = fc.record({
  items: fc.integer({ min: 1, max: 30 }),
  produce: anyRate,
  consume: anyRate,
  measure: fc.constantFrom('count', 'bytes'),
  sourceMark: fc.integer({ min: 0, max: 9 }),
  writableMark: fc.integer({ min: 1, max: 9 }),
  readableMark: fc.integer({ min: 0, max: 9 }),
  sinkMark: fc.integer({ min: 1, max: 9 }),
  tee: fc.boolean(),
  slow: anyRate,
})

/** Fifty chunks a second made, ten written. */
export const SETTINGS: StreamSettings = {
  items: 100,
  produce: 50,
  consume: 10,
  measure: 'count',
  sourceMark: 8,
  writableMark: 4,
  readableMark: 4,
  sinkMark: 4,
  tee: false,
  slow: 5,
}
