import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, ReplicationFrame } from '../../engine/log/replication/frame.ts'
import { REPLICATION_SETTINGS } from '../../engine/log/replication/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { replicationLesson } from './lesson.ts'
import { REPLICATION_MEASURES } from './measures.ts'
import { REPLICATION_SCENARIOS } from './scenarios.ts'
import { brokerWords } from './words.ts'

export const lab = defineLab<ReplicationFrame>({
  ...card,
  params: REPLICATION_SETTINGS,
  scenarios: REPLICATION_SCENARIOS,
  scenarioLabel: 'What happens',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: REPLICATION_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: replicationLesson,
  byHand:
    'Kill, freeze or cut off a broker with the buttons below the picture, or cut single links; what you do happens in every lane.',
  leavesOut: [
    'A killed broker keeps what it wrote, as after a crash of its process. A machine that loses power may lose what was not flushed to disk.',
    'The controller is one that never fails and has a log of its own; a real one is a quorum of three or five.',
    'Network, timeouts and follower lag are slowed down or shortened so that a minute is enough; the settings say what Kafka’s defaults are.',
    'A request carries one batch of one partition, and a follower fetches each partition by itself; Kafka puts several into one request.',
    'No transactions, no eligible leader replicas (KIP-966), no automatic return to the preferred leader, and one producer and one consumer.',
  ],
  view: {
    before: 8 * SECOND,
    narrow: 5 * SECOND,
    after: 0.8 * SECOND,
    choices: [2, 5, 8, 15, 30, 60].map((seconds) => seconds * SECOND),
  },
  speed: 0.5,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  whiteboard:
    'As slide 9 draws it: “ok” as soon as the leader has the record, readers read to the end of its log, and any replica takes over.',
  kafka:
    'Kafka as the settings have it: in-sync replicas, a high watermark that readers stop at, and leader epochs that tell logs apart.',
  acks1: 'The same Kafka with acks=1: “ok” from the leader alone, nothing else changed.',
}

function readLane({ lane, name, origin, summary, values }: LaneFrame): LaneReadout {
  return {
    id: lane,
    name,
    origin,
    summary: SUMMARIES[lane],
    values,
    conservation: [
      { label: 'sent', count: summary.sent },
      { label: 'told “ok” and there', count: summary.kept },
      { label: 'told “ok” and lost', count: summary.lost },
      { label: 'told “failed”', count: summary.failed },
      { label: 'not told yet', count: summary.waiting },
    ],
  }
}

function describe({ now, lanes }: ReplicationFrame): string {
  const parts = lanes.map(({ name, brokers, summary }) => {
    const leaders = brokers.filter(({ state, replicas }) =>
      replicas.some(({ role }) => role === 'leader' && state === 'up'),
    )
    const who =
      leaders.length === 0
        ? 'no running leader'
        : leaders.length === 1
          ? `broker ${leaders[0]?.id} leads`
          : `brokers ${leaders.map(({ id }) => id).join(', ')} lead`
    const isr = Number.isNaN(summary.isr) ? '' : `, ${summary.isr} in sync`
    return `${name}: ${who}${isr}, ${summary.ok} told ok, ${summary.lost} of them lost`
  })
  const [first] = lanes
  const down = (first?.brokers ?? []).map(brokerWords).filter((words) => words !== '')
  const trouble = down.length === 0 ? '' : ` ${capital(down.join(', '))}.`
  return `After ${(now / SECOND).toFixed(1)} s.${trouble} ${parts.join('. ')}.`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What happened since the last announcement. */
function news(before: ReplicationFrame, after: ReplicationFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap(({ lane, name, journal, summary }) => {
    const old = before.lanes.find((candidate) => candidate.lane === lane)
    if (old === undefined) return []
    const lost = summary.lost - old.summary.lost
    const elected = journal.filter(
      ({ time, kind }) =>
        time > before.now && (kind === 'unclean' || kind === 'offline' || kind === 'leader'),
    )
    return [
      ...elected.slice(-2).map(({ text }) => `${name}: ${text}.`),
      ...(lost > 0 ? [`${name}: ${lost} more told ok and lost.`] : []),
    ]
  })
}
