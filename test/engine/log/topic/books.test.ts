import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TopicCommand } from '../../../../src/engine/log/topic/config.ts'
import type { TopicSettings } from '../../../../src/engine/log/topic/settings.ts'
import { TopicEngine } from '../../../../src/engine/log/topic/topic-engine.ts'
import { broken, frameOf, lanes, settingsOf, topic } from './support.ts'

const settings: fc.Arbitrary<Partial<TopicSettings>> = fc.record({
  scale: fc.constantFrom('second', 'minute', 'hour', 'day'),
  partitions: fc.constantFrom(1, 2, 7),
  keys: fc.constantFrom(0, 1, 9),
  skew: fc.constantFrom(0, 1),
  rate: fc.constantFrom(5, 80, 300),
  size: fc.constantFrom(1, 60, 1_200),
  batch: fc.constantFrom(0, 500, 16_384),
  linger: fc.constantFrom(0, 5, 60_000),
  tombstones: fc.constantFrom(0, 30),
  future: fc.constantFrom(0, 4),
  aheadHours: fc.constantFrom(-1, 1),
  segmentKib: fc.constantFrom(1, 4, 32),
  segmentHours: fc.constantFrom(0.1, 168),
  policy: fc.constantFrom('delete', 'compact', 'both'),
  tombstoneHours: fc.constantFrom(0, 1),
  retentionHours: fc.constantFrom(-1, 0.2, 8),
  retentionKib: fc.constantFrom(-1, 0, 6),
  checkMinutes: fc.constantFrom(5, 60),
  groups: fc.constantFrom(0, 2, 3),
  reset: fc.constantFrom('latest', 'earliest'),
  speedA: fc.constantFrom(0, 30, 900),
})

const commands: fc.Arbitrary<TopicCommand> = fc.oneof(
  fc.constant<TopicCommand>({ kind: 'clean-up' }),
  fc.record({ kind: fc.constant('pause-group' as const), group: fc.nat(3), paused: fc.boolean() }),
  fc.record({ kind: fc.constant('join-group' as const), from: fc.constantFrom('earliest', 'latest') }),
  fc.record({ kind: fc.constant('future-record' as const), hours: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('delete-records' as const), partition: fc.nat(7), offset: fc.nat(300) }),
  fc.record({ kind: fc.constant('find' as const), partition: fc.nat(7), offset: fc.nat(300) }),
  fc.constant<TopicCommand>({ kind: 'set', key: 'rate', value: 120 }),
  fc.constant<TopicCommand>({ kind: 'set', key: 'retentionKib', value: 3 }),
)

const runs = fc.record({
  some: settings,
  seed: fc.nat(1_000),
  steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 700_000 }), commands), { maxLength: 7 }),
})

describe('a topic, whatever is set and done', () => {
  it('keeps its books in both lanes, and for every group', () => {
    fc.assert(
      fc.property(runs, ({ some, seed, steps }) => {
        const engine = topic({ ...some, for: 10 }, seed)
        let time = 0
        for (const [gap, command] of steps) {
          time += gap
          engine.advance(time)
          engine.apply(command)
          expect(broken(engine)).toEqual([])
          const { drawn, log } = lanes(engine)
          expect(
            log.retained + log.deletedByTime + log.deletedBySize + log.deletedByLogStart + log.compacted,
          ).toBe(log.appended)
          expect(drawn.retained + drawn.deletedByTime + drawn.deletedBySize).toBe(drawn.appended)
          expect(drawn.appended + drawn.refused).toBe(log.appended + log.refused + log.waiting)
          for (const group of frameOf(engine).groups) {
            const { appended, delivered, skipped, compacted, unread } = group
            expect(delivered + skipped + compacted + unread).toBe(appended)
            expect(Math.min(delivered, skipped, compacted, unread)).toBeGreaterThanOrEqual(0)
            group.committed.forEach((offset, i) =>
              expect(offset).toBeLessThanOrEqual(group.position[i] ?? -1),
            )
          }
        }
      }),
      { numRuns: 80 },
    )
  }, 30_000)

  it('goes on from a saved state as if nothing had been', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 5 }), ({ some, seed, steps }, chunk) => {
        const config = { seed, settings: settingsOf({ ...some, for: 10 }) }
        const whole = new TopicEngine(config)
        let parts = new TopicEngine(config)
        let time = 0
        for (const [gap, command] of steps) {
          time += gap
          whole.advance(time)
          while (parts.advance(time, chunk) === chunk) {
            /* a few events at a time */
          }
          const saved = parts.save()
          // What the old engine does from here on must not reach what it saved.
          parts.advance(time + 400_000)
          const restored = new TopicEngine(config)
          restored.restore(saved)
          parts = restored
          expect(parts.apply(command)).toEqual(whole.apply(command))
        }
        whole.advance(time + 900_000)
        parts.advance(time + 900_000)
        expect(parts.traceHash()).toBe(whole.traceHash())
        expect(frameOf(parts)).toEqual(frameOf(whole))
        for (const [i, file] of parts.filesOf(0).entries())
          expect(Buffer.compare(file.log, whole.filesOf(0)[i]?.log ?? Buffer.alloc(0))).toBe(0)
      }),
      { numRuns: 30 },
    )
  }, 30_000)
})
