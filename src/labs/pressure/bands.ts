import type { BandColumns, FlowColumns } from '../../engine/flow/pressure/frame.ts'
import { at } from '../../shared/assert.ts'

/** A stretch of the strip in one strategy, or in several in turn; `x` and widths in pixels. */
export interface Piece {
  readonly x: number
  readonly width: number
  /** Shares of its time by strategy, 0 to 1, in the order of the codes. */
  readonly shares: readonly { readonly strategy: number; readonly share: number }[]
}

/** Several switches too close to be told apart. */
export interface Crowd {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** A switch with room of its own. `row` is its row in the columns. */
export interface Single {
  readonly x: number
  readonly row: number
}

export interface Strip {
  readonly pieces: readonly Piece[]
  readonly crowds: readonly Crowd[]
  readonly singles: readonly Single[]
}

interface Axis {
  /** From pixels to time, and back. */
  readonly timeAt: (x: number) => number
  readonly xAt: (time: number) => number
  readonly left: number
  readonly right: number
}

/** A strip is divided into cells so many pixels wide: what happens within one is told by shares. */
const CELL = 3
/** From so many switches in a cell on they are a crowd. */
const CROWD = 1.5
/** Crowds no further apart than so many cells are one. */
const JOIN = 4

/**
 * The strip of strategies between two places of the picture, thinned to what can be seen: as it was, where there is room;
 * by shares of the time and a count of switches, where there is not. Nothing is left out of a count.
 */
export function stripOf(bands: BandColumns, flow: FlowColumns, axis: Axis): Strip {
  const cells = cellsOf(bands, flow, axis)
  const crowds = crowdsOf(cells)
  return { pieces: piecesOf(cells), crowds, singles: singlesOf(bands, axis, crowds) }
}

interface Cell {
  readonly x: number
  readonly width: number
  readonly shares: Map<number, number>
  count: number
}

function cellsOf(bands: BandColumns, flow: FlowColumns, { left, right, timeAt }: Axis): readonly Cell[] {
  const { time, strategy } = bands
  const cells: Cell[] = []
  const firstListed = time[0] ?? Infinity
  let row = 0
  for (let x = left; x < right - 0.01; x += CELL) {
    const width = Math.min(CELL, right - x)
    const [from, to] = [timeAt(x), timeAt(x + width)]
    const cell: Cell = { x, width, shares: new Map(), count: 0 }
    cells.push(cell)
    if (from < firstListed && bands.leftOut > 0) {
      addBuckets(cell, flow, from, to)
      continue
    }
    while (row + 1 < time.length && at(time, row + 1) <= from) row++
    for (let i = row; i < time.length && at(time, i) < to; i++) {
      const start = at(time, i)
      const end = Math.min(to, time[i + 1] ?? Infinity)
      add(cell.shares, at(strategy, i), Math.max(0, end - Math.max(from, start)) / (to - from))
      if (i > 0 && start >= from) cell.count++
    }
  }
  return cells
}

/** From the buckets, where single switches are not listed any more. */
function addBuckets(cell: Cell, flow: FlowColumns, from: number, to: number): void {
  const bucket = Math.floor(((from + to) / 2 - flow.start) / flow.width)
  for (const { strategy, share } of flow.shares) add(cell.shares, strategy, share[bucket] ?? 0)
  cell.count += ((flow.switches[bucket] ?? 0) * (to - from)) / 1e6
}

const add = (shares: Map<number, number>, strategy: number, share: number): void => {
  if (share > 0) shares.set(strategy, (shares.get(strategy) ?? 0) + share)
}

const PURE = 0.995

/** The one strategy of a cell; null for several. */
function pureOf({ shares }: Cell): number | null {
  for (const [strategy, share] of shares) if (share >= PURE) return strategy
  return null
}

function piecesOf(cells: readonly Cell[]): readonly Piece[] {
  const pieces: Piece[] = []
  let pure: number | null = null
  for (const cell of cells) {
    if (cell.shares.size === 0) {
      pure = null
      continue
    }
    const own = pureOf(cell)
    const last = pieces.at(-1)
    if (own !== null && own === pure && last !== undefined)
      pieces[pieces.length - 1] = { ...last, width: cell.x + cell.width - last.x }
    else {
      const shares = [...cell.shares].sort(([a], [b]) => a - b)
      const { x, width } = cell
      pieces.push({
        x,
        width,
        shares:
          own === null
            ? shares.map(([strategy, share]) => ({ strategy, share }))
            : [{ strategy: own, share: 1 }],
      })
    }
    pure = own
  }
  return pieces
}

function crowdsOf(cells: readonly Cell[]): readonly Crowd[] {
  const crowds: { from: number; to: number; count: number; last: number }[] = []
  cells.forEach((cell, i) => {
    if (cell.count < CROWD) return
    const last = crowds.at(-1)
    if (last === undefined || i - last.last > JOIN)
      crowds.push({ from: cell.x, to: cell.x + cell.width, count: 0, last: i })
    else {
      last.to = cell.x + cell.width
      last.last = i
    }
  })
  for (const crowd of crowds)
    for (const { x, count } of cells) if (x >= crowd.from - 0.01 && x < crowd.to - 0.01) crowd.count += count
  return crowds.map(({ from, to, count }) => ({ from, to, count: Math.round(count) }))
}

function singlesOf({ time }: BandColumns, axis: Axis, crowds: readonly Crowd[]): readonly Single[] {
  const singles: Single[] = []
  for (let row = 1; row < time.length; row++) {
    const x = axis.xAt(at(time, row))
    if (x < axis.left || crowds.some(({ from, to }) => x >= from && x <= to)) continue
    singles.push({ x, row })
  }
  return singles
}
