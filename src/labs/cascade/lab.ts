import type { CascadeFrame, LaneFrame } from '../../engine/flow/cascade/frame.ts'
import { CASCADE_SETTINGS } from '../../engine/flow/cascade/settings.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { cascadeLesson } from './lesson.ts'
import { CASCADE_MEASURES } from './measures.ts'
import { CASCADE_SCENARIOS } from './scenarios.ts'
import { sayTime } from './words.ts'

export const lab = defineLab<CascadeFrame>({
  ...card,
  params: CASCADE_SETTINGS,
  scenarios: CASCADE_SCENARIOS,
  scenarioLabel: 'What goes wrong',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: CASCADE_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: cascadeLesson,
  byHand:
    'Slow any stage down, or send one slow item, with the buttons below the picture, and see whom it stops.',
  leavesOut: [
    'Items take no time between stages, and the news that a queue is full takes none either. Over a network both do, and a credit is on its way for a round trip.',
    'Who is turned away is gone. Real clients try again, which can make an overload worse.',
    'A worker’s speed does not depend on its neighbours: stages don’t share processors, memory or disks.',
    'A queue splits its slots evenly among its lanes, and a key never changes its lane.',
    'Sources offer at their own rate whatever happens: an open loop. A caller that waits for its answer slows down by itself.',
  ],
  view: {
    before: 20 * SECOND,
    narrow: 20 * SECOND,
    after: SECOND,
    choices: [5, 10, 20, 40, 60, 120].map((seconds) => seconds * SECOND),
  },
  speed: 2,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  whiteboard:
    'As it is often drawn: one queue before each stage, and nobody overtakes. A full queue stops the stage before it, which holds its finished item. Nothing is lost, and everyone waits for the slowest.',
  production:
    'Each worker has a queue of its own, one for each input, and a key always goes to the same worker. Credits at the edge bound what is inside: more than that waits outside or is turned away. The order is kept within a key only.',
}

const readLane = ({ lane, name, origin, values, summary }: LaneFrame): LaneReadout => ({
  id: lane,
  name,
  origin,
  summary: SUMMARIES[lane],
  values,
  conservation: [
    { label: 'offered', count: summary.offered },
    { label: 'came out', count: summary.out },
    { label: 'turned away', count: summary.shed },
    ...summary.stages.flatMap(({ droppedNewest, droppedOldest }, i) =>
      droppedNewest + droppedOldest > 0
        ? [{ label: `dropped before ${i + 1}`, count: droppedNewest + droppedOldest }]
        : [],
    ),
    ...summary.stages.map(({ held }, i) => ({ label: `at stage ${i + 1}`, count: held })),
    { label: 'in hand', count: summary.inHand },
    { label: 'waiting outside', count: summary.waiting },
  ],
})

function describe({ now, lanes, paces }: CascadeFrame): string {
  const ill = paces.flatMap((pace, i) => (pace === 'normal' ? [] : [`stage ${i + 1} is ${pace}`]))
  const parts = lanes.map(({ name, summary, stages }) => {
    const stopped = stages.flatMap(({ worker }, i) => (worker.some((state) => state >= 2) ? [i + 1] : []))
    const words = [
      `${summary.held + summary.inHand} inside`,
      ...(stopped.length > 0 ? [`stopped at stage ${stopped.join(', ')}`] : []),
      ...(summary.waiting > 0 ? [`${summary.waiting} waiting outside`] : []),
      ...(summary.shed > 0 ? [`${summary.shed} turned away`] : []),
      ...(summary.out > 0 ? [`99 of 100 within ${sayTime(summary.latencyMs.p99)}`] : []),
    ]
    return `${name}: ${words.join(', ')}`
  })
  const trouble = ill.length === 0 ? '' : ` ${ill.join(', ').replace(/^s/, 'S')}.`
  return `After ${(now / SECOND).toFixed(1)} s.${trouble} ${parts.join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: CascadeFrame, after: CascadeFrame): string[] {
  if (after.now < before.now) return []
  const paces = after.paces.flatMap((pace, i) =>
    pace === before.paces[i]
      ? []
      : [
          `Stage ${i + 1} ${pace === 'normal' ? 'works as usual' : pace === 'slow' ? 'slows down' : 'stands still'}.`,
        ],
  )
  const ofLanes = after.lanes.flatMap(({ lane, name, waves, recovered }) => {
    const old = before.lanes.find((candidate) => candidate.lane === lane)
    const fresh = waves.filter(
      ({ start }) => start > before.now || !(old?.waves ?? []).some((o) => o.start === start),
    )
    return [
      ...fresh.map(({ stage }) =>
        stage < 0 ? `${name}: the source has to wait.` : `${name}: stage ${stage + 1} is stopped.`,
      ),
      ...(recovered && old?.recovered === false ? [`${name}: back to normal.`] : []),
    ]
  })
  return [...paces, ...ofLanes]
}
