import type { CallFrame, FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'
import { FILM_SETTINGS } from '../../engine/film/settings.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { lanesIn } from './lanes-in.ts'
import { filmLesson } from './lesson.ts'
import { FILM_MEASURES } from './measures.ts'
import { FILM_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<FilmFrame>({
  ...card,
  params: FILM_SETTINGS,
  scenarios: FILM_SCENARIOS,
  scenarioLabel: 'The network',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: FILM_MEASURES,
  lanes: (frame) => lanesIn(frame).map(readLane),
  describe,
  news,
  lesson: filmLesson,
  byHand:
    'Press a segment to choose it and read how it came about. With the keyboard: go to the picture with Tab, choose with ← and →, change the film with ↑ and ↓. The buttons below the picture take the signal away for some seconds, or most of it.',
  leavesOut: [
    'Every lane has a link and a queue of its own, and they do not compete: on one shared link the film would fill the queue, and the call would suffer from it (bufferbloat).',
    'TCP is perfect here: it takes the whole link at once, never overfills the queue and loses nothing. A request costs one round trip.',
    'Each segment has exactly its bitrate; in real films a scene with much motion takes more. No download is given up half way.',
    'The call does not adapt its bitrate, repair losses or conceal them, and no picture needs another one. Real calls do all of it, and their pictures do.',
    'BOLA has no placeholder buffer and begins at the bottom: it climbs more slowly than in dash.js, and with less than 17 s to fetch ahead it never reaches the top.',
    'The film is on demand: all of it is there to be fetched. A live one could be fetched no faster than it is made.',
  ],
  view: {
    before: 60 * SECOND,
    narrow: 30 * SECOND,
    after: 10 * SECOND,
    choices: [5, 15, 30, 60, 120, 300].map((seconds) => seconds * SECOND),
  },
  speed: 5,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<CallFrame['lane'] | PlayerFrame['lane'], string>> = {
  call: 'Thirty pictures a second, each shown a tenth of a second after it could have come, or never. Nothing is sent again.',
  fixed:
    'As one would draw it: seconds of buffer, one bitrate, and it never adapts. It plays well until the link carries less than the bitrate for longer than the buffer lasts.',
  bba: 'The buffer chooses: nearly empty, the lowest bitrate; nearly full, the highest; a straight line between. BBA-0, tried in the Netflix player in 2014.',
  bola: 'The buffer chooses, by weighing what a bitrate is worth against the buffer it costs, and never climbs above what the link sustains. As in dash.js.',
  rate: 'How fast segments came chooses: the highest bitrate within 70 % of that to go up, 95 % to stay. In the manner of hls.js.',
}

function readLane({ lane, name, origin, summary, values }: CallFrame | PlayerFrame): LaneReadout {
  const { offered, delivered, onTheWire, queued, dropped } = summary.bytes
  return {
    id: lane,
    name,
    origin,
    summary: SUMMARIES[lane],
    values,
    conservation: [
      { label: 'bytes offered', count: offered },
      { label: 'delivered', count: delivered },
      { label: 'on the wire', count: onTheWire },
      { label: 'queued', count: queued },
      { label: 'dropped', count: dropped },
    ],
  }
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

function describe(frame: FilmFrame): string {
  const parts = lanesIn(frame).map(({ name, kind, summary, startedAt }) => {
    const { freezes, frozen, missed, buffer, bitrate } = summary
    if (Number.isNaN(startedAt)) return `${name}: not begun`
    const stood =
      freezes === 0 ? 'never stood still' : `stood still ${times(freezes)} (${frozen.toFixed(1)} s)`
    if (kind === 'call') return `${name}: ${stood}${missed > 0 ? `, ${missed.toFixed(1)} s never shown` : ''}`
    const mean = Number.isNaN(bitrate) ? '' : `, ${Math.round(bitrate)} kbit/s on average`
    return `${name}: ${stood}${mean}, ${buffer.toFixed(0)} s in hand`
  })
  return `After ${(frame.now / SECOND).toFixed(1)} s. ${parts.join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: FilmFrame, after: FilmFrame): string[] {
  if (after.now < before.now) return []
  return lanesIn(after).flatMap(({ lane, name, kind, summary, freezes }) => {
    const old = lanesIn(before).find((candidate) => candidate.lane === lane)
    if (old === undefined) return []
    const more = summary.freezes - old.summary.freezes
    const isStill = Number.isNaN(freezes.at(-1)?.end)
    const wasStill = Number.isNaN(old.freezes.at(-1)?.end)
    return [
      ...(more > 0
        ? [`${name} ${kind === 'call' ? 'froze' : 'stalled'}${more > 1 ? ` ${times(more)}` : ''}.`]
        : []),
      ...(wasStill && !isStill && summary.freezes > 0 ? [`${name} goes on.`] : []),
    ]
  })
}
