import { counted, plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import { serverName } from '../../engine/season/hashing/codes.ts'
import type { HashingFrame, LaneFrame } from '../../engine/season/hashing/frame.ts'
import { HASHING_SETTINGS } from '../../engine/season/hashing/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { hashingLesson } from './lesson.ts'
import { HASHING_MEASURES } from './measures.ts'
import { HASHING_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<HashingFrame>({
  ...card,
  params: HASHING_SETTINGS,
  scenarios: HASHING_SCENARIOS,
  scenarioLabel: 'The servers',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: HASHING_MEASURES,
  lanes: (frame) => frame.lanes.map((lane) => readLane(frame, lane)),
  describe,
  news,
  lesson: hashingLesson,
  byHand:
    'Press a server to select it, then let it fail or take it away, add one, and change the number of virtual nodes, with the buttons below the picture.',
  leavesOut: [
    'All servers are alike and every key weighs the same. Real rings give a larger server more points, and a hot key is hot wherever it lies.',
    'No copies: a ring usually keeps a key at the next two or three servers as well, so that little is lost when one fails.',
    'Everybody learns of a change at once. In truth clients disagree for a while about who is there.',
    'Redis Cluster moves slots only when its operator says so, and a failed server’s replica takes over its slots; here the others get them.',
  ],
  view: {
    before: 30 * SECOND,
    narrow: 30 * SECOND,
    after: SECOND,
    choices: [10, 30, 60, 120, 600].map((seconds) => seconds * SECOND),
  },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  circle:
    'Servers and keys lie on one circle, and a key belongs to the next server clockwise. Told with one point a server, its shares are very uneven.',
  ring: 'The same with many points a server, called virtual nodes, as in Cassandra or Dynamo: the shares even out, and a server’s keys go to many others.',
  modulo:
    'The hash of the key modulo the number of servers. Perfectly even, and nearly everything moves when the number changes.',
  slots:
    'As in Redis Cluster: CRC16 of the key modulo 16,384 is its slot for good, and a table says which server has it.',
  rendezvous:
    'Highest random weight: every server and the key make a number, and the highest wins. No table, even shares; but each lookup asks all servers.',
}

/** Servers that are counted one by one in the sum. */
const COUNTED = 7

function readLane({ up, settings }: HashingFrame, lane: LaneFrame): LaneReadout {
  const loads = up.map((server, i) => ({
    label: `on ${serverName(server)}`,
    count: (lane.stayed[i] ?? 0) + (lane.needed[i] ?? 0) + (lane.needless[i] ?? 0),
  }))
  const others = loads.slice(COUNTED)
  const rest = others.reduce((sum, { count }) => sum + count, 0)
  return {
    id: lane.lane,
    name: lane.name,
    origin: lane.origin,
    summary: SUMMARIES[lane.lane],
    values: lane.values,
    conservation: [
      { label: 'keys', count: settings.keys },
      ...loads.slice(0, COUNTED),
      ...(others.length === 0 ? [] : [{ label: `on ${others.length} more`, count: rest }]),
    ],
  }
}

function describe({ up, lastChange, lanes, settings }: HashingFrame): string {
  const who = `${counted(settings.keys, 'key')} on ${plural(up.length, 'server')}`
  const parts = lanes.map(({ name, moved, largest }) => {
    const share = lastChange === null ? '' : `${((100 * moved) / settings.keys).toFixed(0)} % moved, `
    return `${name}: ${share}fullest ${largest.toFixed(2)} of the mean`
  })
  return `${who}. ${parts.join('. ')}.`
}

const SAID = {
  add: 'is new',
  remove: 'was taken away',
  fail: 'has failed',
  back: 'is back',
} as const

/** What happened since the last announcement. */
function news(before: HashingFrame, after: HashingFrame): string[] {
  const change = after.lastChange
  if (after.now < before.now || change === null || change.time === before.lastChange?.time) return []
  if (change.kind === 'points') return ['The points on a circle were drawn anew.']
  return [`Server ${serverName(change.server)} ${SAID[change.kind]}.`]
}
