import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { WhiteboardLog, type DrawnLimits } from '../../../../src/engine/log/topic/whiteboard-log.ts'
import { WhiteboardPartition } from '../../../../src/engine/log/partition/whiteboard-partition.ts'

const HOUR = 3_600_000

/** What each of the two answers to a step; null where it is none of theirs. */
function bothDo(
  what: 'append' | 'check' | 'read' | 'restore',
  compact: WhiteboardLog,
  full: WhiteboardPartition,
  bytes: number,
  now: number,
  limits: DrawnLimits,
): readonly [unknown, unknown] {
  const sizes = (gone: readonly { readonly bytes: number; readonly createdAt: number }[]): unknown =>
    gone.map((segment) => [segment.bytes, segment.createdAt])
  if (what === 'append') return [compact.append(bytes, now), full.append(null, '', bytes, now).ok]
  if (what === 'check')
    return [sizes(compact.enforceRetention(now, limits)), sizes(full.enforceRetention(now))]
  if (what === 'restore') return [null, null]
  const read = full.read(bytes, 7)
  return [compact.read(bytes, 7), { records: read.length, next: (read.at(-1)?.offset ?? bytes - 1) + 1 }]
}

/** The lane's compact form against the class that keeps every message (and is tested against the slide itself). */
it('is the whiteboard’s partition without its messages', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(300, 1_000),
      fc.constantFrom(1, 5),
      fc.constantFrom(200, 900, 4_000),
      fc.array(
        fc.oneof(
          fc.record({
            do: fc.constant('append' as const),
            bytes: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 350 })),
            wait: fc.nat(HOUR),
          }),
          fc.record({ do: fc.constant('check' as const), bytes: fc.constant(0), wait: fc.nat(3 * HOUR) }),
          fc.record({ do: fc.constant('read' as const), bytes: fc.nat(40), wait: fc.constant(0) }),
          fc.record({ do: fc.constant('restore' as const), bytes: fc.constant(0), wait: fc.constant(0) }),
        ),
        { maxLength: 60 },
      ),
      (segmentBytes, retentionHours, retentionBytes, steps) => {
        const full = new WhiteboardPartition({ segmentBytes, retentionHours, retentionBytes })
        let compact = new WhiteboardLog(segmentBytes)
        const limits = { retentionMs: retentionHours * HOUR, retentionBytes }
        let now = 0
        for (const { do: what, bytes, wait } of steps) {
          now += wait
          const [ours, theirs] = bothDo(what, compact, full, bytes, now, limits)
          expect(ours).toEqual(theirs)
          if (what === 'restore') {
            const saved = compact.save()
            compact.append(1, now)
            compact = new WhiteboardLog(segmentBytes)
            compact.restore(saved)
          }
          expect([compact.size, compact.writeOffset, compact.isAlive]).toEqual([
            full.size,
            full.writeOffset,
            full.isAlive,
          ])
        }
        expect(compact.retained + compact.deleted.time + compact.deleted.size).toBe(compact.writeOffset)
      },
    ),
    { numRuns: 200 },
  )
})
