import { SECOND } from '../../engine/kernel/time.ts'
import { TIER_LABELS, MONITOR_LABELS, MONITORS } from '../../engine/flow/warning/codes.ts'
import type { WarningFrame, WarningLane } from '../../engine/flow/warning/frame.ts'
import { WARNING_SETTINGS } from '../../engine/flow/warning/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { warningLesson } from './lesson.ts'
import { WARNING_MEASURES } from './measures.ts'
import { WARNING_SCENARIOS } from './scenarios.ts'
import { sayVerdict } from './words.ts'

export const lab = defineLab<WarningFrame>({
  ...card,
  params: WARNING_SETTINGS,
  scenarios: WARNING_SCENARIOS,
  scenarioLabel: 'What goes wrong',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: WARNING_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: warningLesson,
  byHand:
    'Press a panel to read what its monitor means and what both lanes make of it. Drag a threshold by its handle at the left, or move it with the arrow keys: the run is done anew. All of them are in the settings, too, and can be changed there from the present moment on.',
  leavesOut: [
    'Nobody answers a page here: the run goes on as if nobody had been woken. What one does with 30 seconds is another question.',
    'Monitors are read once a second and never late. Real ones are read every 15 to 60 seconds, and a real dashboard has gaps when it matters most.',
    'A real burn rate is taken over hours and days. Here the run lasts ten minutes, and the stretches are as much shorter.',
    'The prediction is a straight line. A failure that gets worse all the time comes sooner than it says.',
    'The calm run has one kind of burst. A real calm week has many.',
  ],
  view: {
    before: 600 * SECOND,
    narrow: 600 * SECOND,
    after: 0,
    choices: [600 * SECOND],
  },
  speed: 10,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const readLane = ({ id, name, origin, sentence, values, summary }: WarningLane): LaneReadout => ({
  id,
  name,
  origin,
  values,
  summary: sentence,
  conservation: [
    {
      label: 'offered in both runs',
      count: summary.offered,
    },
    {
      label: 'served',
      count: summary.served,
    },
    {
      label: 'lost',
      count: summary.lost,
    },
    {
      label: 'held',
      count: summary.held,
    },
  ],
})

function describe(frame: WarningFrame): string {
  const parts = frame.lanes.map((lane) => `${lane.name}: ${sayVerdict(lane, frame)}`)
  return `After ${(frame.now / SECOND).toFixed(1)} s. ${parts.join('. ')}.`
}

/** Alerts of production that rose, and the first loss. */
function news(before: WarningFrame, after: WarningFrame): string[] {
  if (after.now <= before.now) return []
  const lost =
    Number.isNaN(before.failing.firstLoss) && !Number.isNaN(after.failing.firstLoss)
      ? ['The first message is lost.']
      : []
  const was = before.lanes.find(({ id }) => id === 'production')
  const is = after.lanes.find(({ id }) => id === 'production')
  if (was === undefined || is === undefined) return lost
  return [
    ...lost,
    ...MONITORS.filter((monitor) => is.tiers[monitor] > was.tiers[monitor]).map(
      (monitor) => `${MONITOR_LABELS[monitor]}: ${TIER_LABELS[is.tiers[monitor]] ?? ''}.`,
    ),
  ]
}
