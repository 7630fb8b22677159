import { SECOND } from '../../engine/kernel/time.ts'
import type { AncestorsFrame, LaneFrame } from '../../engine/season/ancestors/frame.ts'
import { ANCESTORS_SETTINGS } from '../../engine/season/ancestors/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { ancestorsLesson } from './lesson.ts'
import { ANCESTORS_MEASURES } from './measures.ts'
import { ANCESTORS_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<AncestorsFrame>({
  ...card,
  params: ANCESTORS_SETTINGS,
  scenarios: ANCESTORS_SCENARIOS,
  scenarioLabel: 'The histories',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: ANCESTORS_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: ancestorsLesson,
  byHand:
    'Press a commit to choose it, then let A or B start there. “Next histories” goes on to another question.',
  leavesOut: [
    'Commits are numbers in the order of making. Git goes by generation numbers where a commit-graph file has them, else by date, and then has to weed out answers of clocks that were wrong.',
    'Reading a commit costs nothing here; in Git that is most of the work, and the reason to look at few.',
    'Two tips only; git merge-base takes more.',
  ],
  view: { before: 60 * SECOND, narrow: 60 * SECOND, after: 0, choices: [60 * SECOND] },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const LANES = {
  pointers: {
    name: 'Two pointers',
    origin: 'whiteboard',
    summary:
      'As it is drawn: two singly linked lists, two pointers, each starts over on the other list when its own ends. It sees first parents only.',
  },
  paint: {
    name: 'git merge-base --all',
    origin: 'production',
    summary:
      'As Git does it: paint spreads from both tips over all parents, highest generation first, until nothing but the past of an answer is left.',
  },
} as const

function readLane({ lane, values, counts }: LaneFrame): LaneReadout {
  const [asked = 0, right = 0, incomplete = 0, wrong = 0] = values
  return {
    id: lane,
    ...LANES[lane],
    values,
    conservation: [
      { label: 'asked', count: asked },
      { label: 'right', count: right },
      { label: 'incomplete', count: incomplete },
      { label: 'wrong', count: wrong },
      { label: 'given up', count: counts.givenUp },
      { label: 'under way', count: counts.underWay },
    ],
  }
}

const list = (commits: readonly number[]): string =>
  commits.length === 0 ? 'nothing' : commits.join(' and ')

const sayLane = ({ lane, verdict, answers, steps, looked }: LaneFrame): string =>
  `${LANES[lane].name}: ${verdict === null ? `under way after ${steps} steps` : `${list(answers)}, ${verdict}, ${looked.length} commits looked at`}`

function describe({ question, a, b, lanes }: AncestorsFrame): string {
  return `Question ${question}: where do ${a} and ${b} meet? ${lanes.map(sayLane).join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: AncestorsFrame, after: AncestorsFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap((lane, i) => {
    const isNew =
      lane.verdict !== null && (before.lanes[i]?.verdict === null || before.question !== after.question)
    return isNew ? [`${LANES[lane.lane].name}: ${list(lane.answers)}, ${lane.verdict}.`] : []
  })
}
