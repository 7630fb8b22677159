import { GIB, MIB, type DeathsSettings } from './settings.ts'

/** A run longer than this goes in whole seconds, so that a day is gone through in a moment. */
const LONG = 14_400

/** The model's steps a second: in each, so many whole messages arrive, are taken and are lost. */
export const ticksASecond = ({ for: length }: DeathsSettings): number => (length > LONG ? 1 : 10)

/** How many messages the memory of the process with the list has room for. */
export const roomInHeap = ({ heap, bytes, overhead }: DeathsSettings): number =>
  Math.floor((heap * MIB) / (bytes + overhead))

/** How many messages a segment of the log takes; at least one. */
export const segmentMessages = ({ segment, bytes }: DeathsSettings): number =>
  Math.max(1, Math.floor((segment * MIB) / bytes))

/** How many messages retention.bytes is worth; infinite where it sets no limit. */
export const keptMessages = ({ keep, bytes }: DeathsSettings): number =>
  keep === 0 ? Infinity : Math.floor((keep * GIB) / bytes)
