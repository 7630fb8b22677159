import { at } from '../../shared/assert.ts'
import { plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { JitterFrame, LaneFrame } from '../../engine/jitter/frame.ts'
import { JITTER_SETTINGS } from '../../engine/jitter/settings.ts'
import { KIND_SETTINGS } from '../../engine/jitter/settings/kind.ts'
import { NETWORK_SETTINGS } from '../../engine/jitter/settings/network.ts'
import { ONCE_SETTINGS } from '../../engine/jitter/settings/once.ts'
import type { Trace } from '../../engine/jitter/trace.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { jitterLesson } from './lesson.ts'
import { JITTER_MEASURES } from './measures.ts'
import { JITTER_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<JitterFrame>({
  ...card,
  params: JITTER_SETTINGS,
  scenarios: JITTER_SCENARIOS,
  scenarioLabel: 'Network jitter',
  files: {
    accept: '.csv,.pcap,.pcapng,.cap,.rtpdump,.rtp',
    noun: 'a packet trace (CSV, pcap or rtpdump)',
    help:
      'A CSV with the columns seq, send_ms and arrival_ms (an empty arrival means lost); a capture with RTP in it (pcap or ' +
      'pcapng); an rtpdump; or what Wireshark saves from its RTP stream analysis as CSV. What a file is called does not ' +
      'matter. Of several streams the one with most packets is taken, and another can be chosen. Packed files must be ' +
      'unpacked first. It is read here and goes nowhere.',
  },
  // The run lasts as long as the trace does, and a scenario's fixed delay means nothing to it.
  paramsFor: ({ data }, params) => ({ ...params, for: traceSeconds(data as Trace), delay: 100 }), // this lab's files are traces
  fixedByFile: [
    'fps',
    'drift',
    ...[...KIND_SETTINGS, ...NETWORK_SETTINGS, ...ONCE_SETTINGS].map(({ key }) => key),
  ],
  measures: JITTER_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: jitterLesson,
  byHand:
    'Press a packet to choose it, and drag it along the time axis to let it arrive later or earlier. With the keyboard: go to the picture with Tab, choose with ← and →, move with Shift and the arrows, lose it with Delete.',
  leavesOut: [
    'One packet is one frame. Real video frames span many packets, and a large key frame makes a delay of its own.',
    'Nothing is sent again, and nothing is repaired: no retransmission, no forward error correction.',
    'The sender\'s clock drifts evenly, and only where "Clock drift" says so; a real one also changes with the temperature.',
    "All timestamp players move their playout by at most the set share, and skip or stall as set, so that they compare. WebRTC's video buffer, Speex and GStreamer would move at once.",
    "Full NetEq has a player of its own, without sound: it takes out or puts in 8 ms, as if all of it were one steady voice of 125 Hz, where NetEq looks for the pitch and lets bad matches be. It knows no comfort noise and no change of codec; a packet lasts until the next one's timestamp.",
    'WebRTC video has frames of one size, as traces carry none: its filter never learns the bandwidth. PJSIP keeps the order of arrival and drops the frame that comes in.',
    'Decoding and drawing take no time here.',
  ],
  view: {
    before: 2 * SECOND,
    narrow: SECOND,
    after: 0.25 * SECOND,
    choices: [0.5, 1, 2, 3, 5, 10, 20, 60].map((seconds) => seconds * SECOND),
  },
  speed: 0.5,
  View: lazyView(async () => (await import('./View.tsx')).View),
  extra: {
    title: 'The real thing',
    summary:
      "Hear what a player makes of this run, and give the same delays to the browser's own jitter buffer.",
    Part: lazyView(async () => (await import('./real/RealThing.tsx')).RealThing),
  },
})

const traceSeconds = ({ sent }: Trace): number =>
  Math.max(1, Math.ceil(at(sent, sent.length - 1) / SECOND + 0.001))

function readLane({ about, summary, values }: LaneFrame): LaneReadout {
  return {
    id: summary.policy,
    ...about,
    values,
    conservation: [
      { label: 'sent', count: summary.sent },
      { label: 'played', count: summary.played },
      { label: 'late', count: summary.late },
      { label: 'lost', count: summary.lost },
      { label: 'duplicate', count: summary.duplicate },
      { label: 'held', count: summary.held },
    ],
  }
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

function describe({ lanes, now }: JitterFrame): string {
  const parts = lanes.map(({ about, summary: { stalls, stallMs, late, delayMs } }) => {
    const froze = stalls === 0 ? 'never froze' : `froze ${times(stalls)} (${Math.round(stallMs)} ms)`
    const delay = Number.isFinite(delayMs.mean) ? `, ${Math.round(delayMs.mean)} ms behind on average` : ''
    return `${about.name}: ${froze}${late > 0 ? `, ${late} too late` : ''}${delay}`
  })
  return `After ${(now / SECOND).toFixed(1)} s. ${parts.join('. ')}.`
}

/** What happened to each player since the last announcement. */
function news(before: JitterFrame, after: JitterFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap(({ about, summary }) => {
    const old = before.lanes.find((lane) => lane.summary.policy === summary.policy)?.summary
    if (old === undefined) return []
    const froze = summary.stalls - old.stalls
    const late = summary.late - old.late
    return [
      ...(froze > 0 ? [`${about.name} froze ${times(froze)}.`] : []),
      ...(late > 0 ? [`${plural(late, 'packet')} came too late for ${about.name}.`] : []),
    ]
  })
}
