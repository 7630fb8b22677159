import { plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, PipelineFrame } from '../../engine/pipeline/frame.ts'
import { PIPELINE_SETTINGS } from '../../engine/pipeline/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { pipelineLesson } from './lesson.ts'
import { PIPELINE_MEASURES } from './measures.ts'
import { PIPELINE_SCENARIOS } from './scenarios.ts'
import { conservationOf } from './words.ts'

export const lab = defineLab<PipelineFrame>({
  ...card,
  params: PIPELINE_SETTINGS,
  scenarios: PIPELINE_SCENARIOS,
  scenarioLabel: 'What goes wrong',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: PIPELINE_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: pipelineLesson,
  byHand:
    'Lose the next frame or the next key frame, stop the decoder, or let one picture take 50 ms longer, with the buttons below the picture.',
  leavesOut: [
    'One packet is one frame. A real frame spans many packets of up to some 1,200 bytes: a ring of 100 packets holds 192 ms of a stream of 5 Mbit/s, not 1.7 seconds.',
    'Frames are decoded in the order they are shown. With B-frames they are not, and need two timestamps each.',
    'Nobody asks the sender for anything. In a call the receiver asks for a new key frame, and gets it a round trip later.',
    'The sizes 100, 30 and 3 are the slide’s illustration; no public source has them for YouTube or Netflix.',
    'The screen is drawn from top to bottom during a whole refresh, and nothing stands between. A desktop’s compositor would hide the tearing, at the price of one more refresh of delay.',
    'Decoder and renderer do not take turns on one processor, and their frames are handed over, not copied.',
  ],
  view: {
    before: 0.5 * SECOND,
    narrow: 0.2 * SECOND,
    after: 0.06 * SECOND,
    choices: [0.1, 0.2, 0.5, 1, 2, 5, 10, 30].map((seconds) => seconds * SECOND),
  },
  speed: 0.5,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  whiteboard:
    'As sketched: three rings are made and two are used; a loop takes a frame, draws it straight onto the screen, and sleeps for 1/60 s. Full rings overwrite their oldest.',
  production:
    'Each frame has its moment. The renderer goes by the clock of the screen, skips what is too late, and what it has drawn waits in a swap chain for the next refresh. What a full ring does is set for each.',
  one: 'The renderer draws into the very picture that is on the screen: no waiting, and every refresh shows two halves.',
  two: 'One is on the screen, one is drawn into. Once it is drawn, the renderer waits for the refresh at which they swap.',
  three:
    'One is on the screen, one is drawn and waits, one is drawn into: the renderer need not wait. This is what triple buffering names.',
}

function readLane(lane: LaneFrame): LaneReadout {
  return {
    id: lane.lane,
    name: lane.name,
    origin: lane.origin,
    summary: SUMMARIES[lane.lane],
    values: lane.values,
    conservation: conservationOf(lane).map(([label, count]) => ({ label, count })),
  }
}

function describe({ now, lanes }: PipelineFrame): string {
  const parts = lanes.map(({ name, summary, decoder }) => {
    const way = decoder === null ? 'from begun to shown' : 'from arrival to screen'
    const { fps, freezes, torn, ageMs, droppedNetwork, droppedDecoded, undecodable, skipped } = summary
    const lost = droppedNetwork + droppedDecoded + undecodable
    const words = [
      Number.isNaN(fps) ? 'nothing new on the screen yet' : `${fps.toFixed(1)} new pictures a second`,
      ...(Number.isNaN(ageMs.mean) ? [] : [`${Math.round(ageMs.mean)} ms ${way}`]),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
      ...(lost > 0 ? [`${lost} lost on the way`] : []),
      ...(torn > 0 ? [`${torn} refreshes torn`] : []),
      ...(freezes > 0 ? [plural(freezes, 'freeze')] : []),
    ]
    return `${name}: ${words.join(', ')}`
  })
  return `After ${(now / SECOND).toFixed(1)} s. ${parts.join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: PipelineFrame, after: PipelineFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap(({ lane, name, summary, decoder }) => {
    const old = before.lanes.find((candidate) => candidate.lane === lane)
    if (old === undefined || decoder === null) return []
    const froze = summary.freezes - old.summary.freezes
    const undecodable = summary.undecodable - old.summary.undecodable
    const dropped = droppedIn(summary) - droppedIn(old.summary)
    return [
      ...(froze > 0 ? [`${name}: the picture stood still.`] : []),
      ...(undecodable > 0 ? [`${name}: ${plural(undecodable, 'frame')} could not be decoded.`] : []),
      ...(dropped > 0 ? [`${name}: ${plural(dropped, 'frame')} dropped by a full ring.`] : []),
    ]
  })
}

const droppedIn = ({ droppedNetwork, droppedDecoded, droppedRender }: LaneFrame['summary']): number =>
  droppedNetwork + droppedDecoded + droppedRender
