import { MILLISECOND, SECOND } from '../../engine/kernel/time.ts'
import { titleName } from '../../engine/ingest/lab/codes.ts'
import type { TrendingFrame, TrendingLane } from '../../engine/ingest/lab/frame.ts'
import type { BoardFrame } from '../../engine/ingest/lab/frame-boards.ts'
import { TRENDING_SETTINGS } from '../../engine/ingest/lab/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { trendingLesson } from './lesson.ts'
import { TRENDING_MEASURES } from './measures.ts'
import { TRENDING_SCENARIOS } from './scenarios.ts'
import { describeFrame } from './words.ts'

export const lab = defineLab<TrendingFrame>({
  ...card,
  params: TRENDING_SETTINGS,
  scenarios: TRENDING_SCENARIOS,
  scenarioLabel: 'What happens',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: TRENDING_MEASURES,
  lanes: (frame) => frame.lanes.map((lane) => readLane(lane, frame)),
  describe: describeFrame,
  news,
  lesson: trendingLesson,
  byHand:
    'Press a title to read its numbers on both boards. The buttons below the boards make things go wrong while it runs; each can be taken back by going back in time. In event time drag a point to the right to hold its event back; with keys: arrows choose one, with Shift it comes ten seconds later or earlier, with Page Up and Page Down a minute.',
  leavesOut: [
    'A small audience, so that an hour can be wound back and forth: rates, and the rows of a real board, are a thousand times larger.',
    'Both boards are made from what production received. What the drawn collectors lose in a crash is counted beside, and missing on no board.',
    'As drawn the sets of viewers would be exact; here both boards use sketches, and the drawn one’s are never emptied.',
    'Of each partition the newest three segments of 64 records are kept, and the one that is being written; a real topic keeps days. Readers take a fixed number of records a second and never fail.',
    'A partition has no limit of bytes a second and no followers, and a reader that falls behind delays no board: events are counted as they are appended. In a real pipeline the hot partition’s titles would be late. Which titles are hot is known beforehand here, as nobody knows it.',
    'Nobody reads a board: real viewers choose what is trending because it is.',
  ],
  view: {
    before: 480 * SECOND,
    narrow: 300 * SECOND,
    after: 0,
    choices: [180 * SECOND, 300 * SECOND, 480 * SECOND, 1_200 * SECOND, 3_600 * SECOND],
  },
  speed: 10,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

function readLane({ id, name, origin, sentence, values }: TrendingLane, frame: TrendingFrame): LaneReadout {
  const { counts, drawnCounts } = frame
  const parts =
    id === 'whiteboard'
      ? [
          { label: 'on time', count: drawnCounts.onTime },
          { label: 'left to a later job', count: drawnCounts.later },
        ]
      : [
          { label: 'duplicate', count: counts.duplicate },
          { label: 'on time', count: counts.onTime },
          { label: 'late', count: counts.late },
          { label: 'too late', count: counts.tooLate },
        ]
  return {
    id,
    name,
    origin,
    values,
    summary: sentence,
    conservation: [
      { label: 'received', count: counts.received },
      { label: 'rejected', count: counts.rejected },
      ...parts,
    ],
  }
}

const first = (board: BoardFrame | null): number => board?.title[0] ?? -1

/** Who came to lead, and what began. */
function news(before: TrendingFrame, after: TrendingFrame): string[] {
  if (after.now <= before.now || after.now - before.now > 600_000 * MILLISECOND) return []
  const leads = (['drawn', 'corrected'] as const).flatMap((kind) => {
    const now = first(after.boards[kind])
    const board = kind === 'drawn' ? 'the board as drawn' : 'the corrected board'
    return now >= 0 && now !== first(before.boards[kind]) ? [`${titleName(now)} leads ${board}.`] : []
  })
  return leads
}
