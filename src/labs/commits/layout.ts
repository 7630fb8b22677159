import type { CommitFrame, CommitsFrame } from '../../engine/season/commits/frame.ts'

/** Where things are, in pixels. */
export interface Layout {
  readonly width: number
  /** The commits there is room for, the newest: from this one on. */
  readonly first: number
  readonly column: number
  readonly radius: number
  /** Where the names of the branches begin. */
  readonly names: number
  /** How high one lane's picture is, its title included. */
  readonly height: number
  readonly title: number
}

export const NARROW = 480
const LEFT = 16
const NAMES = 62
const ROW = 34
/** Rows there are from the start. */
const FEWEST_ROWS = 2
/** So many commits shall fit where there is room for them. */
const WISHED = 26

/** Lays out the newest commits, in the order of making from left to right, a row for each branch. */
export function layOut({ lanes, branches }: CommitsFrame, width: number): Layout {
  const names = width - NAMES
  const room = names - 12 - LEFT
  const column = Math.min(42, Math.max(width < NARROW ? 20 : 24, room / WISHED))
  const fits = Math.max(4, Math.floor(room / column))
  const made = lanes[0]?.commits.length ?? 0
  const rows = [...branches, ...(lanes[0]?.commits ?? [])].map(({ row }) => row + 1)
  const title = width < NARROW ? 50 : 32
  return {
    width,
    first: Math.max(0, made - fits),
    column,
    radius: column < 24 ? 7.5 : column < 28 ? 8.5 : 12,
    names,
    height: title + Math.max(FEWEST_ROWS, ...rows) * ROW + 4,
    title,
  }
}

export const xOf = ({ first, column }: Layout, seq: number): number => LEFT + (seq - first + 0.5) * column

export const yOf = ({ title }: Layout, row: number): number => title + (row + 0.5) * ROW

const round = (value: number): number => Math.round(value * 10) / 10

/** A pointer from a commit to its parent, and the arrow's head there. Along the row of the one made on a branch. */
export function pointerPath(
  layout: Layout,
  child: CommitFrame,
  parent: CommitFrame,
  isSecond: boolean,
): { readonly line: string; readonly head: string } {
  const { column, radius } = layout
  const [x1, y1] = [xOf(layout, child.seq), yOf(layout, child.row)]
  const [x2, y2] = [xOf(layout, parent.seq), yOf(layout, parent.row)]
  if (y1 === y2 && child.seq - parent.seq > 1) {
    // Over those in between.
    const [from, to, top] = [x1 - radius * 0.7, x2 + radius * 0.8, y1 - radius - 6]
    const line = `M${round(from)},${round(y1 - radius * 0.7)}Q${round(from - 4)},${round(top)} ${round(from - 14)},${round(top)}H${round(to + 12)}Q${round(to + 3)},${round(top)} ${round(to)},${round(y2 - radius * 0.8)}`
    return { line, head: arrow(to, y2 - radius * 0.8, 0.45, 0.9) }
  }
  if (y1 === y2) {
    const to = x2 + radius + 1
    return { line: `M${round(x1 - radius)},${round(y1)}H${round(to)}`, head: arrow(to, y2, 1, 0) }
  }
  const turn = isSecond ? x1 - column : x2 + column
  const [startX, endX] = [x1 - radius, x2 + radius + 1]
  if (isSecond) {
    const end = Math.min(turn, endX)
    const line = `M${round(startX)},${round(y1)}C${round(startX - 8)},${round(y1)} ${round(turn + 10)},${round(y2)} ${round(Math.max(turn, endX))},${round(y2)}H${round(endX)}`
    return { line, head: arrow(Math.max(end, endX), y2, 1, 0) }
  }
  const bend = Math.min(turn, startX)
  const angle = y1 > y2 ? 1 : -1
  const [hx, hy] = [x2 + radius * 0.75, y2 + angle * radius * 0.85]
  const line = `M${round(startX)},${round(y1)}H${round(bend)}Q${round(bend - column * 0.5)},${round(y1)} ${round(hx)},${round(hy)}`
  return { line, head: arrow(hx, hy, 0.6, angle * 0.8) }
}

/** Two strokes that open towards (dx, dy), the way one comes from. */
function arrow(x: number, y: number, dx: number, dy: number): string {
  const size = 4.5
  const stroke = (turn: number): string => {
    const [c, s] = [Math.cos(turn), Math.sin(turn)]
    return `${round(x + size * (dx * c - dy * s))},${round(y + size * (dx * s + dy * c))}`
  }
  return `M${stroke(0.6)}L${round(x)},${round(y)}L${stroke(-0.6)}`
}
