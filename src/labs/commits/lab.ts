import { plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { CommitsFrame, LaneFrame } from '../../engine/season/commits/frame.ts'
import { COMMITS_SETTINGS } from '../../engine/season/commits/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { commitsLesson } from './lesson.ts'
import { COMMITS_MEASURES } from './measures.ts'
import { COMMITS_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<CommitsFrame>({
  ...card,
  params: COMMITS_SETTINGS,
  scenarios: COMMITS_SCENARIOS,
  scenarioLabel: 'What happens',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: COMMITS_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: commitsLesson,
  byHand:
    'Commit, branch, amend, merge and delete with the buttons below the picture. Press a commit or a branch to choose it: a new branch begins at the chosen commit.',
  leavesOut: [
    'A commit’s content is a line of words; trees and blobs are not modelled. Ids are 28 bits of a hash that is not cryptographic; Git takes 160 of SHA-1 or 256 of SHA-256.',
    'There is no reflog. In Git it leads to what a branch once stood at for 30 or 90 days, and the grace time begins only after that.',
    'The grace time counts from when nothing led to a commit any more; Git looks at the age of its file.',
    'Merges never conflict and never fast-forward, and there are three branches at most.',
  ],
  view: { before: 60 * SECOND, narrow: 60 * SECOND, after: 0, choices: [60 * SECOND] },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const LANES = {
  list: {
    name: 'Singly linked list',
    origin: 'whiteboard',
    summary: 'As it is drawn: each commit points to the one before it. There is no room for a second parent.',
  },
  graph: {
    name: 'Git’s graph',
    origin: 'production',
    summary: 'As Git keeps it, a directed graph without cycles (DAG): a merge points to all of its parents.',
  },
} as const

const readLane = ({ lane, values, counts }: LaneFrame): LaneReadout => ({
  id: lane,
  ...LANES[lane],
  values,
  conservation: [
    { label: 'made', count: counts.made },
    { label: 'reachable', count: counts.reachable },
    { label: 'unreachable', count: counts.unreachable },
    { label: 'collected', count: counts.collected },
  ],
})

function describe({ now, head, lanes }: CommitsFrame): string {
  const parts = lanes.map(
    ({ lane, counts }) =>
      `${LANES[lane].name}: ${counts.reachable} commits reachable, ${counts.unreachable} unreachable, ${counts.collected} collected`,
  )
  return `After ${(now / SECOND).toFixed(1)} s, on ${head}. ${parts.join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: CommitsFrame, after: CommitsFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap(({ lane, counts }) => {
    const old = before.lanes.find((candidate) => candidate.lane === lane)
    const gone = counts.collected - (old?.counts.collected ?? counts.collected)
    return gone > 0 ? [`${LANES[lane].name}: ${plural(gone, 'commit')} collected.`] : []
  })
}
