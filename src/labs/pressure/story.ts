import { STRATEGY } from '../../engine/flow/pressure/codes.ts'
import type { LaneFrame } from '../../engine/flow/pressure/frame.ts'
import type { Layout } from './layout.ts'
import { lostOf, sayCount, sayMs, sayShare, sayStrategy } from './words.ts'

/** A few words of a story, and the measure that they tell; null for none. */
interface StoryPart {
  readonly text: string
  readonly measure: string | null
}

/** What has become of a lane so far, and where that stands: its first letter's baseline. */
interface Story {
  readonly x: number
  readonly y: number
  readonly parts: readonly StoryPart[]
}

/** Stands between two parts. */
export const BETWEEN = ' · '

/** A chart so wide has room for the whole story of a lane. */
const ROOM_FOR_STORY = 440

/** Letters of a title are about so wide, in pixels. */
const LETTER = { whiteboard: 8.4, production: 7.4 }

/** What stands beside (narrow: below) a lane's title at `y`: the foremost first, as much as there is room for. */
export function storyOf(lane: LaneFrame, { narrow, left, right }: Layout, y: number): Story {
  const end = lane.name.length * LETTER[lane.origin] + 14
  const most = narrow ? 2 : right - left < ROOM_FOR_STORY ? 3 : 5
  return {
    x: narrow ? 4 : Math.max(left, end),
    y: narrow ? y + 16 : y,
    parts: partsOf(lane).slice(0, most),
  }
}

const part = (text: string, measure: string | null = null): StoryPart => ({ text, measure })

function partsOf(lane: LaneFrame): readonly StoryPart[] {
  const { counts, stalledMs, switches, switchesPerSecond, strategy, keep, requests } = lane
  const lost = lostOf(counts)
  return [
    ...(strategy === STRATEGY.normal ? [] : [part(`now: ${sayStrategy(strategy)}`)]),
    ...(strategy === STRATEGY.sampling && keep < 1 ? [part(`keeps ${sayShare(keep)}`)] : []),
    ...(stalledMs > 0 ? [part(`producer stalled ${(stalledMs / 1_000).toFixed(1)} s`, 'stalled')] : []),
    ...(requests.attemptsEach > 1.005
      ? [part(`${sayShare(requests.succeeded / requests.begun)} of the requests answered`, 'attempts')]
      : []),
    lost > 0
      ? part(`lost ${sayShare(lost / Math.max(1, counts.offered))}`, 'lossShare')
      : part('nothing lost', 'lossShare'),
    ...(lane.correctedLatency === null || !Number.isFinite(lane.correctedLatency.p99)
      ? []
      : [
          part(
            `clients measure a p99 of ${sayMs(lane.clientLatency.p99)}, corrected ${sayMs(lane.correctedLatency.p99)}`,
            'clientP99',
          ),
        ]),
    ...(switches > 1
      ? [part(`${sayCount(switches)} switches, ${rateWords(switchesPerSecond)}`, 'switches')]
      : []),
  ]
}

const rateWords = (rate: number): string =>
  rate >= 10 ? `${sayCount(rate)} a second` : `${rate.toFixed(1)} a second`
