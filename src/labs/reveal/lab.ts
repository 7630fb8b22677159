import { plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, RevealFrame } from '../../engine/log/reveal/frame.ts'
import { REVEAL_SETTINGS } from '../../engine/log/reveal/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { revealLesson } from './lesson.ts'
import { REVEAL_MEASURES } from './measures.ts'
import { REVEAL_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<RevealFrame>({
  ...card,
  params: REVEAL_SETTINGS,
  scenarios: REVEAL_SCENARIOS,
  scenarioLabel: 'Readers',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: REVEAL_MEASURES,
  lanes: ({ lanes }) => lanes.flatMap(readLane),
  describe,
  news,
  lesson: (scenario) => revealLesson(scenario),
  byHand:
    'Stall a reader and let it go on, let it read one record by hand, or check retention now, with the buttons below the picture. Press one of the five places to see where it is in the picture.',
  leavesOut: [
    'Seconds stand for days: retention and its checks are scaled down, their rules are Kafka’s.',
    'Every record is a batch of its own of 128 bytes. Real producers put many into a batch.',
    'What waits at a producer has no bound here. A real one gives up after a while, and its buffer is full before.',
    'There is one partition and one broker; that records are replicated is a fixed delay until the high watermark rises.',
    'A reader’s place is its position. Committing it, groups and rebalancing are another lab’s matter.',
  ],
  view: {
    before: 20 * SECOND,
    narrow: 12 * SECOND,
    after: 1.5 * SECOND,
    choices: [5, 12, 20, 40, 60].map((seconds) => seconds * SECOND),
  },
  speed: 2,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  block:
    'A fixed number of slots and a sequence for each reader, as in the LMAX Disruptor. A slot is free once the slowest has read it; until then the producer waits.',
  overwrite:
    'A fixed number of slots. When all are taken the oldest record goes, whether or not everybody has read it.',
  log: 'Segments one after another, an offset for each reader, a high watermark up to which they may read. Retention deletes whole old segments when it is checked.',
}

const LETTERS = ['a', 'b'] as const

const readLane = ({ lane, short, origin, readers }: LaneFrame): LaneReadout[] =>
  readers.map(({ summary, values }, i) => ({
    id: `${lane}-${LETTERS[i] ?? i}`,
    name: `${short}, ${(LETTERS[i] ?? '').toUpperCase()}`,
    origin,
    summary: SUMMARIES[lane],
    values,
    conservation: [
      { label: 'produced', count: summary.produced },
      { label: 'read', count: summary.read },
      { label: 'unread', count: summary.unread },
      { label: 'waiting', count: summary.waiting },
      { label: lane === 'log' ? 'deleted unread' : 'overwritten unread', count: summary.lost },
      ...(lane === 'log' ? [{ label: 'skipped by reset', count: summary.skipped }] : []),
    ],
  }))

const lostIn = ({ readers }: LaneFrame): number =>
  readers.reduce((sum, { summary }) => sum + summary.lost + summary.skipped, 0)

function describe({ now, readers, lanes }: RevealFrame): string {
  const stalled = readers.filter((reader) => reader.stalled || reader.rate === 0).map(({ name }) => name)
  const parts = lanes.map((lane) => {
    const lost = lostIn(lane)
    const troubles = [
      ...(lane.waiting > 0 ? [`${lane.waiting} records wait at the producer`] : []),
      ...(lost > 0 ? [`${lost} lost to readers`] : []),
    ]
    return `${lane.name}: ${lane.kept} records kept${troubles.length > 0 ? `, ${troubles.join(', ')}` : ''}`
  })
  const who = stalled.length === 0 ? 'Nobody is stalled' : `${stalled.join(' and ')} stalled`
  return `After ${(now / SECOND).toFixed(1)} s. ${who}. ${parts.join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: RevealFrame, after: RevealFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap((lane) => {
    const old = before.lanes.find((candidate) => candidate.lane === lane.lane)
    if (old === undefined) return []
    const lost = lostIn(lane) - lostIn(old)
    const resets = (lane.log?.resets ?? 0) - (old.log?.resets ?? 0)
    return [
      ...(lane.waiting > 0 && old.waiting === 0 ? [`${lane.name}: the producer has to wait.`] : []),
      ...(lost > 0 ? [`${lane.name}: ${plural(lost, 'record')} lost to readers.`] : []),
      ...(resets > 0 ? [`${lane.name}: an offset was out of range, and auto.offset.reset took over.`] : []),
    ]
  })
}
