import { at } from '../../shared/assert.ts'

/** Where the partitions of one row stand: its left edge and the width of each. */
export interface Row {
  readonly left: number
  readonly step: number
  readonly y: number
}

export interface Ribbons {
  /** Keys that stay in their partition, and keys that go to another: a path each. */
  readonly stay: string
  readonly move: string
}

const GAP = 2

/**
 * Bands from each partition above to each partition below, as wide as the share of the partition's keys that goes
 * there. `flows[from * after + to]` counts keys.
 */
export function ribbonsOf(
  flows: ArrayLike<number>,
  before: number,
  after: number,
  top: Row,
  bottom: Row,
): Ribbons {
  const sums = (count: number, of: (i: number) => number): number[] =>
    Array.from({ length: count }, (_, i) => of(i))
  const flow = (from: number, to: number): number => at(flows, from * after + to)
  const leaving = sums(before, (from) => range(after).reduce((sum, to) => sum + flow(from, to), 0))
  const coming = sums(after, (to) => range(before).reduce((sum, from) => sum + flow(from, to), 0))
  const arrived = sums(after, () => 0)
  let stay = ''
  let move = ''
  for (const from of range(before)) {
    let gone = 0
    for (const to of range(after)) {
      const keys = flow(from, to)
      if (keys === 0) continue
      const path = band(
        edge(top, from, gone, at(leaving, from)),
        edge(top, from, gone + keys, at(leaving, from)),
        edge(bottom, to, at(arrived, to), at(coming, to)),
        edge(bottom, to, at(arrived, to) + keys, at(coming, to)),
        top.y,
        bottom.y,
      )
      gone += keys
      arrived[to] = at(arrived, to) + keys
      if (from === to) stay += path
      else move += path
    }
  }
  return { stay, move }
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** The place `part` of `whole` of the way along a partition's box. */
const edge = ({ left, step }: Row, partition: number, part: number, whole: number): number =>
  left + partition * step + GAP / 2 + ((step - GAP) * part) / Math.max(1, whole)

const n = (value: number): string => String(Math.round(value * 10) / 10)

function band(a: number, b: number, c: number, d: number, top: number, bottom: number): string {
  const middle = n((top + bottom) / 2)
  return (
    `M${n(a)},${n(top)}C${n(a)},${middle} ${n(c)},${middle} ${n(c)},${n(bottom)}` +
    `H${n(d)}C${n(d)},${middle} ${n(b)},${middle} ${n(b)},${n(top)}Z`
  )
}
