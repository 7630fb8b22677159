import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Fate, Gone, Lane, LaneId, Move } from './lane.ts'
import { measuresOf } from './measures.ts'
import type { Page } from './pages.ts'
import type { HistorySettings } from './settings.ts'

/** As many pages that are gone as a frame tells of, newest last. */
const MOST_GONE = 100

export interface GoneFrame extends Page {
  readonly fate: Fate
  readonly goneAt: SimTime
  readonly place: number
  readonly by: number
}

export interface LaneFrame {
  readonly lane: LaneId
  readonly values: readonly number[]
  readonly counts: Lane['counts']
  /** The place of the first entry, counted from the first page ever visited. */
  readonly first: number
  readonly entries: readonly Page[]
  /** Where in `entries` the shown page is. */
  readonly position: number
  readonly gone: readonly GoneFrame[]
  readonly move: Move
  readonly way: Lane['way']
}

/** What the history lab draws. */
export interface HistoryFrame {
  readonly now: SimTime
  readonly span: Span
  readonly settings: HistorySettings
  /** The last thing the person did, in words; null before the first. */
  readonly last: { readonly time: SimTime; readonly text: string } | null
  readonly lanes: readonly LaneFrame[]
}

export const laneFrame = (lane: Lane): LaneFrame => ({
  lane: lane.id,
  values: measuresOf(lane),
  counts: { ...lane.counts },
  first: lane.first,
  entries: lane.history.entries(),
  position: lane.history.position,
  gone: lane.gone.slice(-MOST_GONE).map(goneFrame),
  move: lane.move,
  way: [...lane.way],
})

const goneFrame = ({ page, fate, at, place, by }: Gone): GoneFrame => ({
  ...page,
  fate,
  goneAt: at,
  place,
  by,
})
