import { at } from '../../shared/assert.ts'
import type { AncestorsFrame } from '../../engine/season/ancestors/frame.ts'

export const NARROW = 480

/** Where things are, in pixels. */
export interface Layout {
  readonly width: number
  readonly column: number
  readonly radius: number
  readonly title: number
  readonly height: number
  readonly xOf: (seq: number) => number
  readonly yOf: (seq: number) => number
}

const LEFT = 18
/** For the names of the tips. */
const RIGHT = 38
const ROW = 46

/** Oldest on the left, by generation: each commit stands right of all its parents. Rows: side A, their past, side B. */
export function layOut({ history }: AncestorsFrame, width: number): Layout {
  const columns = Math.max(...history.generation)
  const column = Math.min(84, (width - LEFT - RIGHT) / Math.max(8, columns))
  const title = width < NARROW ? 52 : 34
  return {
    width,
    column,
    title,
    radius: Math.min(12, column * 0.4),
    height: title + 3 * ROW + 6,
    xOf: (seq) => LEFT + (at(history.generation, seq) - 0.5) * column,
    yOf: (seq) => title + (at(history.row, seq) + 0.5) * ROW,
  }
}

const round = (value: number): number => Math.round(value * 10) / 10

/** The ends of the pointer from a commit to its parent, outside of both nodes. */
export function ends(
  { xOf, yOf, radius }: Layout,
  child: number,
  parent: number,
): readonly [x1: number, y1: number, x2: number, y2: number] {
  const [x1, y1, x2, y2] = [xOf(child), yOf(child), xOf(parent), yOf(parent)]
  const length = Math.hypot(x2 - x1, y2 - y1) || 1
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length]
  const gap = radius + 1.5
  return [round(x1 + gap * dx), round(y1 + gap * dy), round(x2 - gap * dx), round(y2 - gap * dy)]
}

/** The head of a pointer that comes from (x1, y1) and ends at (x2, y2). */
export function headPath(x1: number, y1: number, x2: number, y2: number): string {
  const angle = Math.atan2(y1 - y2, x1 - x2)
  const stroke = (turn: number): string =>
    `${round(x2 + 5.5 * Math.cos(angle + turn))},${round(y2 + 5.5 * Math.sin(angle + turn))}`
  return `M${stroke(0.55)}L${x2},${y2}L${stroke(-0.55)}`
}
