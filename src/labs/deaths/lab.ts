import { SECOND } from '../../engine/kernel/time.ts'
import type { DeathsFrame, LaneFrame } from '../../engine/flow/deaths/frame.ts'
import { DEATHS_SETTINGS } from '../../engine/flow/deaths/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { deathsLesson } from './lesson.ts'
import { DEATHS_MEASURES } from './measures.ts'
import { DEATHS_SCENARIOS } from './scenarios.ts'
import { sayCount, sayTime } from './words.ts'

const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

export const lab = defineLab<DeathsFrame>({
  ...card,
  params: DEATHS_SETTINGS,
  scenarios: DEATHS_SCENARIOS,
  scenarioLabel: 'Overload',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: DEATHS_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: (scenario) => deathsLesson(scenario),
  byHand:
    'Stall the consumer, make it faster, start the dead list again, or check retention now, with the buttons below the picture.',
  leavesOut: [
    'The producer never waits: making it wait is backpressure, and another lab’s matter.',
    'Messages come and go evenly within each tenth of a second (each second in runs of more than four hours), and all are of one size.',
    'The process with the list works at full speed until it dies. A real one slows down before, as its garbage collector works ever harder.',
    'The log has one partition and its bytes are the messages’ own: no batches, headers, compression or replicas.',
    'A deleted segment is gone at once; a real broker keeps its file for another minute. Segments are not begun by age.',
    'The consumer of the log reads where it was without a pause, also from the disk.',
  ],
  view: {
    before: 24 * HOUR,
    narrow: 24 * HOUR,
    after: 0,
    choices: [10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 48 * HOUR],
  },
  speed: 200,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  list: 'A list in the consumer’s own memory that takes whatever comes. When the memory is full the process dies, and everything in the list with it.',
  ring: 'A fixed number of slots, as in episode 7. When all are taken, what comes overwrites the oldest message.',
  log: 'Segments on disk. Reading removes nothing; retention deletes whole old segments, read or not, when it is checked.',
}

const readLane = ({ lane, name, origin, summary, values }: LaneFrame): LaneReadout => {
  const { produced, consumed, held, losses } = summary
  const lost = {
    list: [
      { label: 'died with the process', count: losses.crashed },
      { label: 'came while it was down', count: losses.refused },
    ],
    ring: [{ label: 'overwritten', count: losses.overwritten }],
    log: [
      { label: 'deleted unread', count: losses.deleted },
      { label: 'skipped by reset', count: losses.skipped },
    ],
  }[lane]
  return {
    id: lane,
    name,
    origin,
    summary: SUMMARIES[lane],
    values,
    conservation: [
      { label: 'produced', count: produced },
      { label: 'consumed', count: consumed },
      { label: 'held', count: held },
      ...lost,
    ],
  }
}

function describe({ now, rates, lanes, list }: DeathsFrame): string {
  const parts = lanes.map(({ lane, name, summary }) => {
    const isDown = lane === 'list' && !Number.isNaN(list.diedAt)
    const state = isDown
      ? 'down, out of memory'
      : `${sayCount(summary.held)} messages unread, ${sayTime(Math.round(summary.lag * 10) * (SECOND / 10))} behind`
    const lost = summary.lost > 0 ? `${summary.lostShare.toFixed(1)} % lost` : 'nothing lost'
    return `${name}: ${state}, ${lost}`
  })
  const { produce, consume } = rates
  return `After ${sayTime(now)}, with ${produce.toLocaleString('en')} messages a second in and ${consume.toLocaleString('en')} out. ${parts.join('. ')}.`
}

/** What happened since the last announcement: first losses, every death of the list, a log that loses, who caught up. */
function news(before: DeathsFrame, after: DeathsFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap((lane, i) => {
    const old = before.lanes[i]
    if (old === undefined) return []
    const first = lane.summary.lost > 0 && old.summary.lost === 0
    const died = lane.lane === 'list' && lane.summary.deaths > old.summary.deaths
    const caughtUp = old.summary.lag > 5 && lane.summary.held === 0 && lane.summary.lost === old.summary.lost
    return [
      ...(died ? ['The list is out of memory: the process dies, and all it held is lost.'] : []),
      ...(first && lane.lane === 'ring' ? ['The ring is full and overwrites what nobody has read.'] : []),
      ...(first && lane.lane === 'log'
        ? ['Retention deletes messages of the log that nobody has read.']
        : []),
      ...(caughtUp ? [`${lane.name}: the consumer has caught up.`] : []),
    ]
  })
}
