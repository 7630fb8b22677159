import { plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import { memberName } from '../../engine/log/groups/codes.ts'
import type { GroupsFrame, LaneFrame } from '../../engine/log/groups/frame.ts'
import { GROUP_SETTINGS } from '../../engine/log/groups/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { groupsLesson } from './lesson.ts'
import { GROUP_MEASURES } from './measures.ts'
import { GROUP_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<GroupsFrame>({
  ...card,
  params: GROUP_SETTINGS,
  scenarios: GROUP_SCENARIOS,
  scenarioLabel: 'What happens',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: GROUP_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: groupsLesson,
  byHand:
    'Crash a member, freeze it, pause it, make it slow, let it leave or start it again, and add members, with the buttons below the picture. Choose there which of the groups is shown in detail.',
  leavesOut: [
    'Time-outs are short so that one can watch: Kafka’s session lasts 45 s, a member has five minutes between polls, and a new group waits 3 s for more members, not a tenth of one.',
    'A request takes no time, but for the 40 ms in which a generation is agreed on; the coordinator never fails, and the leader of a group is always at hand.',
    'Each record is a batch of its own in the log, on one broker that keeps everything. What retention does to a slow group belongs to another lab.',
    'Members process one record after the other in the thread that polls. The effect of a record is there all at once: no crash falls between work and sink.',
    'An idempotent sink must store partition and offset together with the effect. Kafka’s own transactions (exactly once from topic to topic) are not modelled, nor is static membership.',
    'The whiteboard’s instances take turns at one cursor without races; in a real program two of them could also take the same batch.',
  ],
  view: {
    before: 24 * SECOND,
    narrow: 14 * SECOND,
    after: 2 * SECOND,
    choices: [5, 14, 24, 40, 60, 120].map((seconds) => seconds * SECOND),
  },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  whiteboard:
    'As slide 10 draws it: a group is one number a partition. Every instance takes the next batch from it, and it moves on before anything is processed.',
  before:
    'The position is committed as soon as a poll returns: at most once. After a crash the rest of the batch is lost.',
  after:
    'The position is committed when all of it is processed: at least once. After a crash what was processed and not committed comes again.',
  idempotent:
    'Commits afterwards as well, into a sink that stores partition and offset with each effect: what comes again changes nothing.',
  eager: 'Everybody gives up all partitions, waits until all have joined, and gets a range of them.',
  cooperative:
    'Everybody keeps what it has and goes on reading. Only what must move is given up, and a second round hands it on (KIP-429).',
  consumer:
    'The broker decides and tells each member by heartbeat what to let go and what to take. Nobody waits for all (KIP-848, the newer protocol).',
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
      { label: 'processed', count: summary.processed },
      { label: 'lost', count: summary.lost },
      { label: 'passed over', count: summary.skipped },
      { label: 'in hand', count: summary.held },
      { label: 'not yet delivered', count: summary.waiting },
    ],
  }
}

function describe({ now, lanes }: GroupsFrame): string {
  const parts = lanes.map(({ name, isRebalancing, summary }) => {
    const { lost, duplicates, lag, idle } = summary
    return [
      `${name}: ${lost} lost, ${duplicates} processed twice, lag ${lag}`,
      ...(idle > 0 ? [`${idle} idle`] : []),
      ...(isRebalancing ? ['rebalancing'] : []),
    ].join(', ')
  })
  return `After ${(now / SECOND).toFixed(1)} s. ${parts.join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: GroupsFrame, after: GroupsFrame): string[] {
  if (after.now < before.now) return []
  const deeds = after.done.filter(({ time }) => time > before.now && time <= after.now)
  return [
    ...deeds.map(({ text }) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`),
    ...after.lanes.flatMap((lane, i) => laneNews(before.lanes[i], lane)),
  ]
}

function laneNews(before: LaneFrame | undefined, after: LaneFrame): string[] {
  if (before === undefined || before.lane !== after.lane) return []
  const { name, summary, generation } = after
  const lost = summary.lost - before.summary.lost
  const twice = summary.duplicates - before.summary.duplicates
  const newlyIdle = after.members.filter(({ idle }, i) => idle && before.members[i]?.idle === false)
  return [
    ...(lost > 0 ? [`${name}: ${plural(lost, 'record')} lost.`] : []),
    ...(twice > 0 ? [`${name}: ${twice} processed twice.`] : []),
    ...(generation > before.generation ? [`${name}: generation ${generation}.`] : []),
    ...newlyIdle.map(({ slot }) => `${name}: member ${memberName(slot)} has nothing to read.`),
  ]
}
