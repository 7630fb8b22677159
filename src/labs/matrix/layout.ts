/** Where everything stands in the matrix, in pixels. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly narrow: boolean
  readonly compact: boolean
  /** Left edges of the columns, and their width. */
  readonly columns: readonly number[]
  readonly cellWidth: number
  readonly head: number
  /** Tops of the rows' cells, and their height; `label` is where the row's name stands. */
  readonly rows: readonly { readonly label: number; readonly top: number }[]
  readonly cellHeight: number
  /** The selected cell's chart; null where there is no room. */
  readonly chart: {
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
  } | null
}

const NARROW = 620
const ROWS = 6
const COLUMNS = 5
const GAP = 6

/** The matrix: names beside the rows, or above them where there is little room; a chart below. */
export function layOut(width: number, compact: boolean): Layout {
  const narrow = width < NARROW
  const names = narrow ? 0 : Math.min(190, width * 0.21)
  const cellWidth = (width - names - GAP * (narrow ? COLUMNS - 1 : COLUMNS)) / COLUMNS
  const cellHeight = narrow ? 48 : compact ? 52 : 66
  const head = narrow ? 40 : 30
  const label = narrow ? 34 : 0
  const rowHeight = cellHeight + label + GAP
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const top = head + row * rowHeight + label
    return { label: narrow ? top - 22 : top, top }
  })
  const bottom = head + ROWS * rowHeight
  const chartTop = bottom + 62
  const chart = compact
    ? null
    : { left: 52, right: width - (narrow ? 8 : 96), top: chartTop, bottom: chartTop + (narrow ? 110 : 130) }
  return {
    width,
    narrow,
    compact,
    cellWidth,
    cellHeight,
    head,
    rows,
    chart,
    height: chart === null ? bottom + 4 : chart.bottom + 10,
    columns: Array.from({ length: COLUMNS }, (_, i) => (narrow ? 0 : names + GAP) + i * (cellWidth + GAP)),
  }
}
