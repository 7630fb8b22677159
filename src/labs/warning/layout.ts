import { MONITORS, type MonitorId } from '../../engine/flow/warning/codes.ts'

/** A panel: its plot, and the two rows of alerts below it. */
export interface Panel {
  readonly monitor: MonitorId
  /** Where its title stands. */
  readonly title: number
  readonly top: number
  readonly bottom: number
  /** Tops of the rows: whiteboard, production. */
  readonly rows: readonly [number, number]
}

/** A run's alerts, all monitors together. */
export interface Strip {
  readonly title: number
  readonly rows: readonly [number, number]
}

/** Where everything stands on the dashboard, in pixels. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly narrow: boolean
  readonly compact: boolean
  readonly left: number
  readonly right: number
  readonly panels: readonly Panel[]
  readonly rowHeight: number
  readonly failing: Strip
  readonly calm: Strip
  readonly stripHeight: number
}

const NARROW = 620
const TITLE = 18
const ROWS_GAP = 4

/** Four panels over one time, one below the other; then both runs' alerts as strips. */
export function layOut(width: number, compact: boolean): Layout {
  const narrow = width < NARROW
  const plot = compact ? 54 : narrow ? 74 : 88
  const rowHeight = compact ? 5 : 6
  const stripHeight = compact ? 9 : 12
  const pitch = TITLE + plot + 2 * (rowHeight + ROWS_GAP) + (compact ? 8 : 14)
  const head = 20
  const panels = MONITORS.map((monitor, i): Panel => {
    const title = head + i * pitch + 12
    const top = head + i * pitch + TITLE
    const bottom = top + plot
    return { monitor, title, top, bottom, rows: [bottom + ROWS_GAP, bottom + 2 * ROWS_GAP + rowHeight] }
  })
  const strips = head + panels.length * pitch
  const strip = (top: number): Strip => ({
    title: top + 11,
    rows: [top + 17, top + 17 + stripHeight + 3],
  })
  const stripPitch = 17 + 2 * (stripHeight + 3) + 8
  return {
    width,
    narrow,
    compact,
    panels,
    rowHeight,
    stripHeight,
    left: narrow ? 40 : 56,
    right: width - (narrow ? 6 : 14),
    failing: strip(strips),
    calm: strip(strips + stripPitch),
    height: strips + 2 * stripPitch,
  }
}
