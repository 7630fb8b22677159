import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue } from '../../../src/engine/kernel/event-queue.ts'

/** Few different times and ranks, so that ties are the rule. */
const events = fc.record({ time: fc.integer({ min: 0, max: 6 }), rank: fc.integer({ min: 0, max: 2 }) })
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: events.map((event) => ({ kind: 'schedule' as const, ...event })) },
    { weight: 2, arbitrary: fc.constant({ kind: 'take' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'save' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'restore' as const }) },
  ),
  { maxLength: 80 },
)

interface Row {
  readonly time: number
  readonly rank: number
  readonly event: string
}

/** What a queue tells of an event when it is taken. */
type Taken = Omit<Row, 'rank'>

/** By time, then rank; a stable sort leaves the rest in the order of scheduling. */
const sorted = (rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => (a.time === b.time ? a.rank - b.rank : a.time - b.time))

const fill = (queue: EventQueue<string>, rows: readonly Row[]): void => {
  for (const { time, rank, event } of rows) queue.schedule(time, rank, event)
}

/** The next event, if there is one. */
function take(queue: EventQueue<string>): Taken[] {
  const time = queue.nextTime
  return time === null ? [] : [{ time, event: queue.take() }]
}

const drain = (queue: EventQueue<string>): Taken[] =>
  Array.from({ length: queue.size }, () => take(queue)).flat()

const asTaken = (rows: readonly Row[]): Taken[] => rows.map(({ time, event }) => ({ time, event }))

describe('the event queue', () => {
  it('hands events out as a stable sort by time and rank would', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 200 }), (list) => {
        const rows = list.map((row, i) => ({ ...row, event: `#${i}` }))
        const queue = new EventQueue<string>(1_000)
        fill(queue, rows)
        expect(queue.size).toBe(rows.length)
        expect(drain(queue)).toEqual(asTaken(sorted(rows)))
      }),
    )
  })

  it('stays in order while events are taken, added, saved and restored in between', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const queue = new EventQueue<string>(1_000)
        let model: Row[] = []
        let kept = { queue: queue.save(), model }
        const taken: Taken[] = []
        const expected: Row[] = []
        list.forEach((step, i) => {
          if (step.kind === 'schedule') {
            const row = { time: step.time, rank: step.rank, event: `#${i}` }
            fill(queue, [row])
            model = sorted([...model, row])
          } else if (step.kind === 'take') {
            taken.push(...take(queue))
            expected.push(...model.slice(0, 1))
            model = model.slice(1)
          } else if (step.kind === 'save') kept = { queue: queue.save(), model }
          else {
            queue.restore(kept.queue)
            ;({ model } = kept)
          }
          expect([queue.size, queue.nextTime]).toEqual([model.length, model[0]?.time ?? null])
        })
        expect([...taken, ...drain(queue)]).toEqual(asTaken([...expected, ...model]))
      }),
      { numRuns: 300 },
    )
  })

  it('goes on counting from a saved state: of two events of one instant the one scheduled first comes first', () => {
    const queue = new EventQueue<string>(10)
    queue.schedule(5, 0, 'first')
    const saved = queue.save()
    queue.schedule(5, 0, 'lost by going back')
    queue.restore(saved)
    queue.schedule(5, 0, 'second')
    expect([queue.take(), queue.take()]).toEqual(['first', 'second'])
  })

  it.each([-1, 1.5, 256, Number.NaN])('refuses the rank %d', (rank) => {
    expect(() => new EventQueue<string>(3).schedule(0, rank, 'never')).toThrow('rank')
  })

  it('says when nothing waits, and throws when it is asked all the same', () => {
    const queue = new EventQueue<string>(10)
    expect(queue.nextTime).toBeNull()
    expect(() => queue.take()).toThrow(RangeError)
  })

  it('holds as many events as its limit, and throws at one more', () => {
    const queue = new EventQueue<string>(3)
    for (let i = 0; i < 3; i++) queue.schedule(i, 0, 'fits')
    expect(() => queue.schedule(9, 0, 'one too many')).toThrow('more than 3 events')
    queue.take()
    queue.schedule(9, 0, 'fits again')
    expect(queue.size).toBe(3)
  })

  it.each([1.5, Number.NaN, Infinity, 2 ** 53])(
    'refuses the time %d, which is no whole microsecond',
    (time) => {
      expect(() => new EventQueue<string>(3).schedule(time, 0, 'never')).toThrow('whole number')
    },
  )
})
