import { plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, TopicFrame } from '../../engine/log/topic/frame.ts'
import { TOPIC_SETTINGS } from '../../engine/log/topic/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { logLesson } from './lesson.ts'
import { LOG_MEASURES } from './measures.ts'
import { LOG_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<TopicFrame>({
  ...card,
  params: TOPIC_SETTINGS,
  scenarios: LOG_SCENARIOS,
  scenarioLabel: 'What to watch',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: LOG_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: logLesson,
  byHand:
    'Choose a segment by a click or with the arrow keys, zoom with + and − or the wheel, drag to move along the offsets. Sliders set who writes and reads how fast; the buttons clean up, let a group join, and read any record by its offset.',
  leavesOut: [
    'One broker, so the high watermark is the log’s end: what is written is committed at once. Replication has a lab of its own.',
    'Each group has one member that reads every partition; members, assignment and rebalances are not here.',
    'Requests take no time. A consumer keeps nothing it has fetched: what retention deletes is gone for it at its next poll.',
    'The page cache is the newest bytes of each partition. What a late reader brings in from the disk does not stay in it here.',
    'Deleted files stay on a disk for another minute under another name; here they are gone at once.',
    'The cleaner looks for work every 15 seconds of the log, but no more than four times a second of the run.',
    'The whiteboard’s list is given the least that lets it run: a segment is opened when there is none and when one is full. As drawn, it never makes one.',
  ],
  view: {
    before: 30 * SECOND,
    narrow: 15 * SECOND,
    after: 0.5 * SECOND,
    choices: [5, 15, 30, 60, 120, 600].map((seconds) => seconds * SECOND),
  },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  whiteboard:
    'Slides 9 to 11 as drawn: a list of segments, an offset for each group that begins at 0, and two loops that delete the oldest segments.',
  log: 'As Kafka keeps it: record batches in segment files with sparse indexes, rolled for a reason, deleted whole, never below the limits.',
}

function readLane({ lane, name, origin, summary, values }: LaneFrame): LaneReadout {
  const common = [
    { label: 'appended', count: summary.appended },
    { label: 'kept', count: summary.retained },
    { label: 'deleted by time', count: summary.deletedByTime },
    { label: 'deleted by size', count: summary.deletedBySize },
  ]
  const ofLog = [
    { label: 'deleted by log start', count: summary.deletedByLogStart },
    { label: 'compacted away', count: summary.compacted },
  ]
  return {
    id: lane,
    name,
    origin,
    summary: SUMMARIES[lane],
    values,
    conservation: lane === 'log' ? [...common, ...ofLog] : common,
  }
}

function describe({ now, lanes, groups, drawn, partitions }: TopicFrame): string {
  const log = lanes[1]?.summary
  const dead = Array.from(drawn.isAlive).filter((alive) => alive === 0).length
  const count = partitions.logEnd.length
  const readers = groups.map(
    ({ letter, lag, paused }) =>
      `${letter} ${paused ? 'is paused with' : 'has'} a lag of ${lag.toLocaleString('en')}`,
  )
  return [
    `After ${(now / SECOND).toFixed(1)} s the log holds ${(log?.retained ?? 0).toLocaleString('en')} of ${(log?.appended ?? 0).toLocaleString('en')} records in ${log?.segments ?? 0} segments of ${plural(count, 'partition')}.`,
    ...(readers.length > 0 ? [`Group ${readers.join(', ')}.`] : []),
    ...(dead > 0 ? [`${dead} of ${count} whiteboard partitions can’t be written to any more.`] : []),
  ].join(' ')
}

/** What happened since the last announcement. */
function news(before: TopicFrame, after: TopicFrame): string[] {
  if (after.now < before.now) return []
  const old = new Map(before.groups.map((group) => [group.id, group]))
  const resets = after.groups.flatMap(({ id, letter, resets: count, skipped }) => {
    const was = old.get(id)
    return was !== undefined && count > was.resets
      ? [
          `Group ${letter} was out of range and skipped ${(skipped - was.skipped).toLocaleString('en')} records.`,
        ]
      : []
  })
  const joined = after.groups.filter(({ id }) => !old.has(id)).map(({ letter }) => `Group ${letter} joins.`)
  const alive = (frame: TopicFrame): number => frame.drawn.isAlive.reduce((sum, one) => sum + one, 0)
  const died = alive(before) - alive(after)
  const [was, is] = [before.lanes[1]?.summary, after.lanes[1]?.summary]
  const refused = (is?.refused ?? 0) - (was?.refused ?? 0)
  return [
    ...joined,
    ...resets,
    ...(died > 0 ? [`The whiteboard can’t write to ${died} more of its partitions.`] : []),
    ...(refused > 0 ? [`The broker refused ${refused.toLocaleString('en')} records.`] : []),
  ]
}
