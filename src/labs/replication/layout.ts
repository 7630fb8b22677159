import type { LaneFrame, ReplicationFrame } from '../../engine/log/replication/frame.ts'

/** One broker's row of one partition. */
export interface RowPlace {
  readonly broker: number
  readonly partition: number
  /** The top of its blocks, and their middle. */
  readonly top: number
  readonly middle: number
}

/** Where one lane is drawn. */
export interface LanePlace {
  readonly top: number
  readonly rows: readonly RowPlace[]
  /** The top of the client's ledger. */
  readonly ledger: number
  readonly bottom: number
  /** The first offset in view, by partition. */
  readonly first: readonly number[]
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly narrow: boolean
  /** The column in which messages go up and down. */
  readonly wire: { readonly left: number; readonly right: number }
  /** Where offsets are drawn, left to right. */
  readonly left: number
  readonly right: number
  readonly cell: number
  readonly cells: number
  readonly lanes: readonly LanePlace[]
}

export const BLOCK = 20
const ROW = 38
const NARROW = 620
const HEAD = 34
const LEDGER = 36
const GAP = 16

/** Places everything for a width: lanes one below the other, a row for each broker, the client's ledger under them. */
export function layOut(frame: ReplicationFrame, width: number, compact: boolean): Layout {
  const narrow = width < NARROW
  const names = narrow ? 104 : 168
  const wireWidth = narrow ? 0 : 56
  const wire = { left: names, right: names + wireWidth }
  const left = wire.right + (narrow ? 4 : 12)
  const right = width - (narrow ? 30 : 56)
  const cell = narrow ? 9 : 14
  const cells = Math.max(8, Math.floor((right - left) / cell))
  const lanes: LanePlace[] = []
  let top = 4
  for (const lane of shownLanes(frame, compact)) {
    const place = placeLane(lane, top, cells)
    lanes.push(place)
    top = place.bottom + GAP
  }
  return { width, height: top - GAP + 4, narrow, wire, left, right, cell, cells, lanes }
}

/** All lanes; where the picture is small, not the one that is only an option. */
export const shownLanes = ({ lanes }: ReplicationFrame, compact: boolean): readonly LaneFrame[] =>
  compact ? lanes.slice(0, 2) : lanes

function placeLane(lane: LaneFrame, top: number, cells: number): LanePlace {
  const rows: RowPlace[] = []
  let y = top + HEAD
  lane.partitions.forEach(({ replicas }, partition) => {
    if (partition > 0) y += 8
    for (const broker of [...replicas].sort((a, b) => a - b)) {
      rows.push({ broker, partition, top: y, middle: y + BLOCK / 2 })
      y += ROW
    }
  })
  const ends = lane.partitions.map((_, partition) =>
    Math.max(
      0,
      ...lane.brokers.flatMap(({ replicas }) =>
        replicas.filter((replica) => replica.partition === partition).map(({ logEnd }) => logEnd),
      ),
    ),
  )
  return {
    top,
    rows,
    ledger: y + 2,
    bottom: y + LEDGER,
    first: ends.map((end) => Math.max(0, end + 1 - cells)),
  }
}
