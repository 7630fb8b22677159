import { assert } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { ChangeKind } from './codes.ts'
import type { Places } from './placement.ts'

/** Which keys moved when a partition was added or a producer restarted. Never written again. */
export interface Change {
  readonly time: SimTime
  readonly kind: ChangeKind
  /** Which producer began anew; -1 for an added partition. */
  readonly producer: number
  readonly before: number
  readonly after: number
  /** How many keys went from each partition to each: `flows[from * after + to]`. */
  readonly flows: Int32Array
  /** Keys looked at, once for each producer that asks for them in its own way; and how many of them moved. */
  readonly total: number
  readonly moved: number
  /** Of `moved`: between two partitions that were there before. */
  readonly movedBetweenOld: number
  /** Records that went along. */
  readonly records: number
}

interface Move {
  readonly time: SimTime
  readonly kind: ChangeKind
  readonly producer: number
  readonly before: number
  readonly after: number
}

/** Compares places before and after, pair by pair: a pair for each producer that has places of its own. */
export function compareBy(move: Move, pairs: readonly (readonly [Places, Places])[]): Change {
  const { before, after } = move
  const flows = new Int32Array(before * after)
  let total = 0
  let moved = 0
  let movedBetweenOld = 0
  for (const [was, is] of pairs) {
    assert(was.length === is.length, `${was.length} places and ${is.length}`)
    for (let key = 0; key < was.length; key++) {
      const from = was[key] ?? 0
      const to = is[key] ?? 0
      const flow = from * after + to
      flows[flow] = (flows[flow] ?? 0) + 1
      total += 1
      if (from === to) continue
      moved += 1
      if (to < before) movedBetweenOld += 1
    }
  }
  return { ...move, flows, total, moved, movedBetweenOld, records: 0 }
}
