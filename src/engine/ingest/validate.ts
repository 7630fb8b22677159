import { outside } from '../../shared/assert.ts'
import { RULE, TYPE_NEEDS_TITLE } from './codes.ts'
import { NO_TIME, NONE, SHIFT, type Batch } from './record.ts'

const MINUTE_MS = 60_000
/** How far ahead of the server's clock an event may be. */
export const MOST_AHEAD_MS = 5 * MINUTE_MS
/** How old an event may be when it is received. */
export const OLDEST_MS = 7 * 24 * 60 * MINUTE_MS

const NEEDS_TITLE = Uint8Array.from(TYPE_NEEDS_TITLE, Number)
const DEVICE_TYPES = 4
const REGION_COUNT = 5
const VERSION_COUNT = 3

/**
 * The first rule that event `index` of `batch` breaks, as an index in RULES; 0 when it is sound. Events of the generator
 * and events read from JSON pass the same rules here. `titles` is the size of the catalogue, `time` when the event
 * happened in ms, by the device or put right.
 */
export function brokenRule(batch: Batch, index: number, titles: number, time: number): number {
  if ((batch.idHigh[index] ?? outside(index)) === 0 && (batch.idLow[index] ?? outside(index)) === 0)
    return RULE.idMissing
  const dims = batch.dims[index] ?? outside(index)
  const needsTitle = NEEDS_TITLE[dims & 31]
  if (needsTitle === undefined) return RULE.typeUnknown
  if (((dims >>> SHIFT.version) & 3) >= VERSION_COUNT) return RULE.versionUnknown
  if ((batch.eventTime[index] ?? outside(index)) === NO_TIME) return RULE.timeMissing
  if ((batch.user[index] ?? outside(index)) === 0) return RULE.userMissing
  if ((batch.device[index] ?? outside(index)) === 0) return RULE.deviceMissing
  if (((dims >>> SHIFT.deviceType) & 7) >= DEVICE_TYPES) return RULE.deviceType
  if (((dims >>> SHIFT.region) & 7) >= REGION_COUNT) return RULE.region
  if (needsTitle === 1) {
    const title = batch.title[index] ?? outside(index)
    if (title === NONE) return RULE.titleMissing
    if (title >= titles) return RULE.titleUnknown
    const position = batch.position[index] ?? outside(index)
    if (position !== NONE && position > (batch.duration[index] ?? outside(index))) return RULE.position
  }
  const age = (batch.receivedTime[index] ?? outside(index)) - time
  if (age < -MOST_AHEAD_MS) return RULE.future
  return age > OLDEST_MS ? RULE.tooOld : RULE.ok
}
