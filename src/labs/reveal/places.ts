import { at } from '../../shared/assert.ts'
import { counted, grouped } from '../../shared/words.ts'
import { PLACES, type Place } from '../../engine/log/reveal/codes.ts'
import type { LaneFrame, RevealFrame } from '../../engine/log/reveal/frame.ts'
import { RECORD_BYTES } from '../../engine/log/reveal/settings.ts'

/** One place where "Kafka is a ring buffer" breaks: what the rings do there, and what the log does, in numbers. */
export interface PlaceStory {
  readonly place: Place
  readonly title: string
  readonly rings: string
  readonly log: string
}

const records = (count: number): string => counted(count, 'record')
const sum = (lane: LaneFrame, key: 'lost' | 'skipped'): number =>
  lane.readers.reduce((total, { summary }) => total + summary[key], 0)

/** The five places, as they stand at the frame's moment. */
export function placesOf(frame: RevealFrame): readonly PlaceStory[] {
  const stories = { ...tailAndCapacity(frame), ...rest(frame) }
  return PLACES.map((place) => ({ place, ...stories[place] }))
}

type Stories = Record<Place, Omit<PlaceStory, 'place'>>

function tailAndCapacity(frame: RevealFrame): Pick<Stories, 'tail' | 'capacity'> {
  const [block, overwrite, log] = [0, 1, 2].map((i) => at(frame.lanes, i)) as [
    LaneFrame,
    LaneFrame,
    LaneFrame,
  ]
  const { settings } = frame
  const freed = Math.min(...block.readers.map(({ position }) => position))
  const behind = Math.min(...log.readers.map(({ position }) => position))
  const limit =
    settings.keepBytes > 0
      ? `retention.bytes is worth ${records(settings.keepBytes / RECORD_BYTES)}`
      : settings.keepSeconds > 0
        ? `retention is ${settings.keepSeconds} s`
        : 'nothing limits it'
  return {
    tail: {
      title: 'Tail',
      rings: `Reading frees slots: ${grouped(freed)} so far, as many as the slowest reader has done with.`,
      log: `Reading frees nothing. The slowest offset is ${grouped(behind)}; the tail is the log start offset, ${grouped(log.log?.logStartOffset ?? 0)}, and only retention moves it.`,
    },
    capacity: {
      title: 'Capacity',
      rings: `${settings.slots} slots and never more: ${block.peak} and ${overwrite.peak} held at most.`,
      log: `${limit}, and ${grouped(log.peak)} were kept at most: whole segments go, and only at the next check.`,
    },
  }
}

function rest(frame: RevealFrame): Omit<Stories, 'tail' | 'capacity'> {
  const [block, overwrite, log] = [0, 1, 2].map((i) => at(frame.lanes, i)) as [
    LaneFrame,
    LaneFrame,
    LaneFrame,
  ]
  const { settings } = frame
  const shape = log.log
  const round = Math.floor(frame.produced / settings.slots) + 1
  const skipped = sum(log, 'skipped')
  return {
    overwrite: {
      title: 'Overwrite',
      rings: `Slots are used again: the writer is on its round ${grouped(round)}, at slot ${overwrite.ring?.tail ?? 0}.`,
      log: `Nothing is written over: ${grouped(shape?.deletedSegments ?? 0)} whole segments were deleted, and the next offset is ${grouped(shape?.logEndOffset ?? 0)}. It has 64 bits and never wraps.`,
    },
    'slow-reader': {
      title: 'Slow reader',
      rings: `One makes the producer wait: ${(block.waitedMs / 1_000).toFixed(1)} s so far. The other overwrites: ${records(sum(overwrite, 'lost'))} lost unread.`,
      log: `Nobody waits. ${records(sum(log, 'lost'))} deleted unread${
        skipped > 0 ? `, ${grouped(skipped)} more passed over by auto.offset.reset=${settings.reset}` : ''
      }.`,
    },
    'readable-end': {
      title: 'Readable end',
      rings: `The write end: what is written can be read, up to ${grouped(frame.produced - block.waiting)} and ${grouped(frame.produced)}.`,
      log: `The high watermark: replicated up to ${grouped(shape?.highWatermark ?? 0)}, though the log ends at ${grouped(shape?.logEndOffset ?? 0)}.`,
    },
  }
}
