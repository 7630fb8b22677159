/** Where the two boards lie, in pixels of the picture. */
export interface BoardsLayout {
  readonly width: number
  readonly height: number
  readonly isStacked: boolean
  readonly rows: number
  readonly rowHeight: number
  readonly boards: readonly [BoardBox, BoardBox]
}

export interface BoardBox {
  readonly x: number
  readonly y: number
  readonly width: number
  /** Below the board's heading. */
  readonly rowsTop: number
  /** Where a row's bar begins and ends, and whether there is room for a line of the last hour. */
  readonly bar: { readonly from: number; readonly to: number }
  readonly spark: { readonly x: number; readonly width: number } | null
}

const HEADING = 58
const GAP = 64
const BETWEEN = 18
const RANK = 50
const NUMBERS = 62
const SPARK = 64
const STACKED_BELOW = 680
const ROOM_FOR_SPARK = 380

/** Side by side with room for the lines between them; one below the other where it is narrow. */
export function layOut(width: number, rows: number, compact: boolean): BoardsLayout {
  const isStacked = width < STACKED_BELOW
  const rowHeight = compact ? 26 : 32
  const boardWidth = isStacked ? width : (width - GAP) / 2
  const boardHeight = HEADING + rows * rowHeight
  const box = (x: number, y: number): BoardBox => {
    const hasSpark = boardWidth >= ROOM_FOR_SPARK
    const numbers = x + boardWidth - NUMBERS
    return {
      x,
      y,
      width: boardWidth,
      rowsTop: y + HEADING,
      bar: { from: x + RANK, to: numbers - (hasSpark ? SPARK + 16 : 8) },
      spark: hasSpark ? { x: numbers - SPARK - 4, width: SPARK } : null,
    }
  }
  const boards: [BoardBox, BoardBox] = isStacked
    ? [box(0, 0), box(0, boardHeight + BETWEEN)]
    : [box(0, 0), box(boardWidth + GAP, 0)]
  return {
    width,
    height: isStacked ? 2 * boardHeight + BETWEEN : boardHeight,
    isStacked,
    rows,
    rowHeight,
    boards,
  }
}
