import { SECOND } from '../../engine/kernel/time.ts'
import type { HistoryFrame, LaneFrame } from '../../engine/season/history/frame.ts'
import { HISTORY_SETTINGS } from '../../engine/season/history/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { historyLesson } from './lesson.ts'
import { HISTORY_MEASURES } from './measures.ts'
import { HISTORY_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<HistoryFrame>({
  ...card,
  params: HISTORY_SETTINGS,
  scenarios: HISTORY_SCENARIOS,
  scenarioLabel: 'The person',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: HISTORY_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: historyLesson,
  byHand:
    'Visit, go back, forward, or jump yourself with the buttons below the picture; press a page to follow it through both rows.',
  leavesOut: [
    'One tab. Frames inside a page have steps of their own, and a real entry is a tree of them.',
    'When its list is full, Chromium prefers to drop an entry that nobody had touched; here it is always the oldest.',
    'Pages take no memory here. A real browser keeps some of them alive for a quick way back (the back/forward cache).',
  ],
  view: {
    before: 15 * SECOND,
    narrow: 10 * SECOND,
    after: 1 * SECOND,
    choices: [5, 10, 15, 30, 60, 120].map((seconds) => seconds * SECOND),
  },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const NAMES = { links: 'Linked both ways', index: 'List and index' } as const

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  links:
    'A doubly linked list, as one draws it: each page knows the one before and the one after. Going n pages follows n links; nothing limits its length.',
  index:
    'As Chromium keeps it: a list of entries and the number of the present one. Going n pages sets that number. It has at most 50 entries.',
}

const readLane = ({ lane, counts, entries, values }: LaneFrame): LaneReadout => ({
  id: lane,
  name: NAMES[lane],
  origin: lane === 'links' ? 'whiteboard' : 'production',
  summary: SUMMARIES[lane],
  values,
  conservation: [
    { label: 'visited', count: counts.visited },
    { label: 'held', count: entries.length },
    { label: 'pruned', count: counts.pruned },
    { label: 'dropped', count: counts.dropped },
    { label: 'replaced', count: counts.replaced },
  ],
})

function describe({ now, last, lanes }: HistoryFrame): string {
  const parts = lanes.map(({ lane, entries, position, counts }) => {
    const lost = counts.pruned + counts.dropped + counts.replaced
    return `${NAMES[lane]}: page ${entries[position]?.name ?? ''}, ${position} back, ${entries.length - 1 - position} ahead, ${lost} thrown away`
  })
  const did = last === null ? '' : ` Last: ${last.text}.`
  return `After ${(now / SECOND).toFixed(1)} s.${did} ${parts.join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: HistoryFrame, after: HistoryFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap(({ lane, counts }) => {
    const old = before.lanes.find((candidate) => candidate.lane === lane)?.counts ?? counts
    const [pruned, dropped] = [counts.pruned - old.pruned, counts.dropped - old.dropped]
    return [
      ...(pruned > 0 ? [`${NAMES[lane]} threw away ${pruned} ahead.`] : []),
      ...(dropped > 0 ? [`${NAMES[lane]} dropped ${dropped} of the oldest.`] : []),
    ]
  })
}
