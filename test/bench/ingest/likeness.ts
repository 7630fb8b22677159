import { at } from '../../../src/shared/assert.ts'
import type { Board } from './contest.ts'
import type { Result } from './run.ts'

/** How near boards come to exact ones. */
export interface Likeness {
  /** The share of the hundred that belong there: those with as many viewers as the exact board's last. */
  readonly recall: number
  /** The mean of how far the viewers of those are off, as a share. */
  readonly error: number
}

export function likeness(boards: readonly Board[], exact: readonly Board[]): Likeness {
  let rows = 0
  let hits = 0
  let error = 0
  exact.forEach((board, i) => {
    const mine = at(boards, i)
    if (mine.to !== board.to) throw new Error(`a board of the hour to minute ${mine.to}, not ${board.to}`)
    const viewers = new Map(board.titles.map((title, rank) => [title, at(board.viewers, rank)]))
    rows += board.titles.length
    mine.titles.forEach((title, rank) => {
      const truth = viewers.get(title)
      if (truth === undefined) return
      hits += 1
      error += Math.abs(at(mine.viewers, rank) - truth) / truth
    })
  })
  return { recall: hits / rows, error: error / hits }
}

/** Fingerprints are wrong about one new id in 286 million. */
const FALSE_DUPLICATES = 2

/** Throws unless the counters balance: all was received, and as much refused and found twice as by the exact one. */
export function mustBalance(name: string, result: Result, exact: Result): void {
  const say = (what: string, got: number, due: number): never => {
    throw new Error(`${name}: ${got} ${what}, but there are ${due}`)
  }
  if (result.received !== exact.received) say('received', result.received, exact.received)
  if (result.rejected !== exact.rejected) say('rejected', result.rejected, exact.rejected)
  const { duplicate } = result
  if (duplicate !== null && Math.abs(duplicate - (exact.duplicate ?? 0)) > FALSE_DUPLICATES)
    say('duplicates', duplicate, exact.duplicate ?? 0)
  if (result.boards.length !== exact.boards.length) say('boards', result.boards.length, exact.boards.length)
}
