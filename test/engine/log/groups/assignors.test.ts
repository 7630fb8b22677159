import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  Assign,
  Assignment,
  Candidate,
  TopicPartition,
} from '../../../../src/engine/log/groups/assignors/assignment.ts'
import { assignCooperative } from '../../../../src/engine/log/groups/assignors/cooperative.ts'
import { assignRange } from '../../../../src/engine/log/groups/assignors/range.ts'
import { assignRoundRobin } from '../../../../src/engine/log/groups/assignors/round-robin.ts'
import { assignSticky } from '../../../../src/engine/log/groups/assignors/sticky.ts'

/** "t0p1" */
const read = (name: string): TopicPartition => {
  const [, topic, partition] = /^t(\d)p(\d+)$/.exec(name) ?? []
  return { topic: Number(topic), partition: Number(partition) }
}
const show = ({ topic, partition }: TopicPartition): string => `t${topic}p${partition}`

const member = (id: string, owned = '', topics?: readonly number[]): Candidate => ({
  id,
  owned: owned === '' ? [] : owned.split(' ').map(read),
  ...(topics === undefined ? {} : { topics }),
})

const told = (given: Assignment): Record<string, string> =>
  Object.fromEntries([...given].map(([id, list]) => [id, list.map(show).sort().join(' ')]))

// The examples in the documentation of Kafka's own assignors (clients/consumer/*Assignor, javadoc of Kafka 4.0).
describe('examples of Kafka’s documentation', () => {
  it('RangeAssignor: two consumers, two topics of three partitions', () => {
    expect(told(assignRange([member('C0'), member('C1')], [3, 3]))).toEqual({
      C0: 't0p0 t0p1 t1p0 t1p1',
      C1: 't0p2 t1p2',
    })
  })

  it('RoundRobinAssignor: the same', () => {
    expect(told(assignRoundRobin([member('C0'), member('C1')], [3, 3]))).toEqual({
      C0: 't0p0 t0p2 t1p1',
      C1: 't0p1 t1p0 t1p2',
    })
  })

  it('RoundRobinAssignor: three consumers that read different topics', () => {
    const members = [member('C0', '', [0]), member('C1', '', [0, 1]), member('C2', '', [0, 1, 2])]
    expect(told(assignRoundRobin(members, [1, 2, 3]))).toEqual({
      C0: 't0p0',
      C1: 't1p0',
      C2: 't1p1 t2p0 t2p1 t2p2',
    })
  })

  it('StickyAssignor: three consumers, four topics of two; then C1 goes, and only what it had moves', () => {
    const first = assignSticky([member('C0'), member('C1'), member('C2')], [2, 2, 2, 2])
    expect(told(first)).toEqual({ C0: 't0p0 t1p1 t3p0', C1: 't0p1 t2p0 t3p1', C2: 't1p0 t2p1' })
    const left = [member('C0', 't0p0 t1p1 t3p0'), member('C2', 't1p0 t2p1')]
    expect(told(assignSticky(left, [2, 2, 2, 2]))).toEqual({
      C0: 't0p0 t1p1 t2p0 t3p0',
      C2: 't0p1 t1p0 t2p1 t3p1',
    })
  })

  it('RoundRobinAssignor there deals everything anew', () => {
    const given = told(assignRoundRobin([member('C0'), member('C2')], [2, 2, 2, 2]))
    expect(given).toEqual({ C0: 't0p0 t1p0 t2p0 t3p0', C2: 't0p1 t1p1 t2p1 t3p1' })
  })
})

/** Members of one topic, each with some of its partitions, none with the same. */
const anyGroup = (most: number): fc.Arbitrary<{ members: Candidate[]; partitions: number }> =>
  fc
    .record({
      members: fc.integer({ min: 1, max: 4 }),
      partitions: fc.integer({ min: 1, max: most }),
      owners: fc.array(fc.integer({ min: -1, max: 5 }), { minLength: most, maxLength: most }),
    })
    .map(({ members, partitions, owners }) => ({
      partitions,
      members: Array.from({ length: members }, (_, i) => ({
        id: `C${i}`,
        owned: owners
          .slice(0, partitions)
          .flatMap((owner, partition) => (owner === i ? [{ topic: 0, partition }] : [])),
      })),
    }))

const movesOf = (members: readonly Candidate[], given: Assignment): number =>
  members.reduce(
    (sum, { id, owned }) =>
      sum + owned.filter((one) => given.get(id)?.some((other) => show(other) === show(one)) !== true).length,
    0,
  )

/** The fewest that must leave their owner in any even division, by trying all divisions. */
function fewestMoves({ members, partitions }: { members: readonly Candidate[]; partitions: number }): number {
  const owner = Array.from({ length: partitions }, (_, partition) =>
    members.findIndex(({ owned }) => owned.some((one) => one.partition === partition)),
  )
  const [low, high] = [Math.floor(partitions / members.length), Math.ceil(partitions / members.length)]
  let best = Infinity
  const counts = members.map(() => 0)
  const go = (partition: number, moves: number): void => {
    if (moves >= best) return
    if (partition === partitions) {
      if (counts.every((count) => count >= low && count <= high)) best = moves
      return
    }
    members.forEach((_, i) => {
      if ((counts[i] ?? 0) >= high) return
      counts[i] = (counts[i] ?? 0) + 1
      const had = owner[partition] ?? -1
      go(partition + 1, moves + (had >= 0 && had !== i ? 1 : 0))
      counts[i] = (counts[i] ?? 0) - 1
    })
  }
  go(0, 0)
  return best
}

describe('any group of one topic', () => {
  const ALL: readonly (readonly [string, Assign])[] = [
    ['range', assignRange],
    ['round-robin', assignRoundRobin],
    ['sticky', assignSticky],
  ]

  it.each(ALL)('%s gives each partition to exactly one, as evenly as can be', (_, assign) => {
    fc.assert(
      fc.property(anyGroup(12), ({ members, partitions }) => {
        const lists = [...assign(members, [partitions]).values()]
        expect(
          lists
            .flat()
            .map(({ partition }) => partition)
            .sort((a, b) => a - b),
        ).toEqual(Array.from({ length: partitions }, (_unused, i) => i))
        const counts = lists.map(({ length }) => length)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('sticky moves no more than any even division must', () => {
    fc.assert(
      fc.property(anyGroup(7), (group) => {
        expect(movesOf(group.members, assignSticky(group.members, [group.partitions]))).toBe(
          fewestMoves(group),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('cooperative gives nobody what another still has, and one more round ends where sticky does', () => {
    fc.assert(
      fc.property(anyGroup(12), ({ members, partitions }) => {
        const first = assignCooperative(members, [partitions])
        const taken = members.flatMap(({ id, owned }) =>
          [...first]
            .filter(([other]) => other !== id)
            .flatMap(([, list]) => list.filter((one) => owned.some((own) => show(own) === show(one)))),
        )
        expect(taken).toEqual([])
        const after = members.map(({ id }) => ({ id, owned: first.get(id) ?? [] }))
        const second = assignCooperative(after, [partitions])
        const counts = [...second.values()].map(({ length }) => length)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(partitions)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('is divided alike, in whatever order its members come', () => {
    fc.assert(
      fc.property(anyGroup(9), ({ members, partitions }) => {
        for (const [, assign] of ALL)
          expect(told(assign(members.toReversed(), [partitions]))).toEqual(
            told(assign(members, [partitions])),
          )
      }),
    )
  })
})
