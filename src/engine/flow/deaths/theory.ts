import { keptMessages, roomInHeap, segmentMessages, ticksASecond } from './capacity.ts'
import type { DeathsSettings } from './settings.ts'

/** What paper and pencil say of a consumer that is too slow from the start and stays so. Times in seconds. */

/** So many messages a second are too many; 0 where the consumer can keep up. */
export const deficit = ({ produce, consume }: DeathsSettings): number => Math.max(0, produce - consume)

/** When a list that nobody empties fast enough takes more than the memory. Infinite for a consumer that keeps up. */
export const timeOfFirstCrash = (settings: DeathsSettings): number =>
  Math.floor(roomInHeap(settings) + 1) / deficit(settings)

/** When a ring has no slot left. */
export const timeOfFirstOverwrite = (settings: DeathsSettings): number => settings.slots / deficit(settings)

/**
 * The largest lag, in messages, that an exact retention allows: what retention.bytes is worth, or what arrives in
 * retention.ms, whichever is less.
 */
export function largestLag(settings: DeathsSettings): number {
  const { keepHours, produce } = settings
  return Math.min(keptMessages(settings), keepHours === 0 ? Infinity : keepHours * 3_600 * produce)
}

/** When an exact retention deletes the first message that nobody has read (10 GiB, 1,000 bytes, 2,000/s: 5,369 s). */
export const timeOfFirstDeletion = (settings: DeathsSettings): number =>
  largestLag(settings) / deficit(settings)

/** A real log loses its first message no earlier than that, and at most this much later: a segment and a check. */
export const slackOfFirstDeletion = (settings: DeathsSettings): number =>
  segmentMessages(settings) / deficit(settings) + settings.check + 2 / ticksASecond(settings)
