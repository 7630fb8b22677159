import { SECOND } from '../../engine/kernel/time.ts'
import { COUNT_OF, FATE, FATE_LABELS, LOSSES } from '../../engine/flow/pressure/codes.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { PRESSURE_SETTINGS } from '../../engine/flow/pressure/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { isStalled } from './flow.ts'
import { pressureLesson } from './lesson.ts'
import { PRESSURE_MEASURES } from './measures.ts'
import { PRESSURE_SCENARIOS } from './scenarios.ts'
import { lostOf, sayCount, sayMs, sayShare } from './words.ts'

export const lab = defineLab<PressureFrame>({
  ...card,
  params: PRESSURE_SETTINGS,
  scenarios: PRESSURE_SCENARIOS,
  scenarioLabel: 'Load',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: PRESSURE_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: (scenario) => pressureLesson(scenario),
  byHand:
    'Let the workers stand still for a second with the button below the picture, and see where the messages pile up. Press a number in the picture for the events behind it; with keys, reach one by Tab and the others by the arrows. Choose a quantity and a lane to hold the others against; press a lane’s name in the list of switches to see them one by one.',
  leavesOut: [
    'One producer, one queue, one kind of worker. Chains of queues, where a full one stops the one before it, are another lab’s matter.',
    'Deciding costs nothing here: a policy looks at its queue, drops or keeps without spending any time.',
    'A blocked producer keeps what it may not send, without limit. A real one has limits of its own, and somebody before it who waits.',
    'Messages are alike: none is worth more than another, and none must be kept whatever happens.',
    'The network takes no time and loses nothing; memory is counted in message bytes alone.',
    'New workers cost their start-up time and nothing else: they share no lock, no cache and no database that would slow them down together.',
  ],
  view: {
    before: 10 * SECOND,
    narrow: 5 * SECOND,
    after: 1 * SECOND,
    choices: [0.5, 1, 2, 5, 10, 20, 60].map((seconds) => seconds * SECOND),
  },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

function readLane({ lane, name, origin, sentence, values, counts }: LaneFrame): LaneReadout {
  return {
    id: lane,
    name,
    origin,
    summary: sentence,
    values,
    conservation: [
      { label: 'offered', count: counts.offered },
      { label: FATE_LABELS[FATE.served], count: counts.served },
      // Of eight ways to be lost a policy has one or two: those with none are not told.
      ...LOSSES.map((fate) => ({ label: FATE_LABELS[fate], count: counts[COUNT_OF[fate]] })).filter(
        ({ count }) => count > 0,
      ),
      { label: FATE_LABELS[FATE.held], count: counts.held },
      ...(counts.waiting > 0 ? [{ label: FATE_LABELS[FATE.waiting], count: counts.waiting }] : []),
    ],
  }
}

function describe({ lanes, now }: PressureFrame): string {
  const parts = lanes.map((lane) => {
    const { name, counts, level, waits } = lane
    const lost = lostOf(counts)
    const told = [
      `${sayCount(level)} in the queue`,
      ...(isStalled(lane) ? [`${sayCount(counts.waiting)} held back at the producer`] : []),
      ...(lost > 0 ? [`${sayShare(lost / Math.max(1, counts.offered))} lost`] : []),
      ...(Number.isFinite(waits.p99) ? [`99 of 100 waited no longer than ${sayMs(waits.p99)}`] : []),
    ]
    return `${name}: ${told.join(', ')}`
  })
  return `After ${(now / SECOND).toFixed(1)} s. ${parts.join('. ')}.`
}

/** What happened to each lane since the last announcement. */
function news(before: PressureFrame, after: PressureFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap((lane) => {
    const old = before.lanes.find((candidate) => candidate.lane === lane.lane)
    if (old === undefined) return []
    const lost = lostOf(lane.counts)
    const crashed = lane.counts.lostInCrash > 0 && old.counts.lostInCrash === 0
    return [
      ...(isStalled(lane) && !isStalled(old) ? [`${lane.name}: the producer has to wait.`] : []),
      ...(!isStalled(lane) && isStalled(old) ? [`${lane.name}: the producer may send again.`] : []),
      ...(crashed ? [`${lane.name}: the process is out of memory, and loses all it held.`] : []),
      ...(lost > 0 && lostOf(old.counts) === 0 && !crashed
        ? [`${lane.name}: the first messages are lost.`]
        : []),
    ]
  })
}
