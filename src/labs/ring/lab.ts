import { plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, RingFrame } from '../../engine/ring/frame.ts'
import { RING_SETTINGS } from '../../engine/ring/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { ringLesson } from './lesson.ts'
import { RING_MEASURES } from './measures.ts'
import { RING_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<RingFrame>({
  ...card,
  params: RING_SETTINGS,
  scenarios: RING_SCENARIOS,
  scenarioLabel: 'Producer and consumer',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: RING_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: ringLesson,
  byHand:
    'Write or read an item yourself with the buttons below the picture, or stop the consumer and see what comes of it.',
  leavesOut: [
    'One producer and one consumer. Several of either need locks or atomic counters, and these have a price of their own.',
    'Copying an item, allocating memory and missing a cache cost nothing here; only slots read, written and moved are counted.',
    'The list gives its memory back at once and grows for free, which is kinder than a real array.',
  ],
  view: {
    before: 8 * SECOND,
    narrow: 5 * SECOND,
    after: 0.8 * SECOND,
    choices: [2, 5, 8, 15, 30, 60].map((seconds) => seconds * SECOND),
  },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  list: 'As it is often drawn: append at the end, take from the front. It never loses anything, and never stops growing while the reader is slower.',
  ring: 'A fixed number of slots. The write end and the read end go round and round; what happens when it is full is a choice.',
}

function readLane({ lane, name, origin, summary, values }: LaneFrame): LaneReadout {
  return {
    id: lane,
    name,
    origin,
    summary: SUMMARIES[lane],
    values,
    conservation: [
      { label: 'produced', count: summary.produced },
      { label: 'consumed', count: summary.consumed },
      { label: 'overwritten', count: summary.overwritten },
      { label: 'turned away', count: summary.rejected },
      { label: 'held', count: summary.held },
      { label: 'waiting', count: summary.waiting },
    ],
  }
}

function describe({ now, lanes }: RingFrame): string {
  const parts = lanes.map(({ name, bound, size, summary }) => {
    const lost = summary.overwritten + summary.rejected
    const place =
      bound === null ? `${size} ${size === 1 ? 'item' : 'items'}` : `${size} of ${bound} slots in use`
    return `${name}: ${place}${lost > 0 ? `, ${lost} lost` : ''}`
  })
  return `After ${(now / SECOND).toFixed(1)} s. ${parts.join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: RingFrame, after: RingFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap(({ lane, name, bound, size, summary }) => {
    const old = before.lanes.find((candidate) => candidate.lane === lane)
    if (old === undefined) return []
    const lost = summary.overwritten + summary.rejected - old.summary.overwritten - old.summary.rejected
    const isFull = bound !== null && size === bound && old.size < bound
    return [
      ...(isFull ? [`${name} is full.`] : []),
      ...(lost > 0 ? [`${name} lost ${plural(lost, 'item')}.`] : []),
    ]
  })
}
