import type { Happening } from '../../kernel/engine.ts'
import { EVENT_TYPES, REGIONS, DEVICES } from '../codes.ts'
import { NONE, deviceTypeOf, regionOf, typeOf, type Batch } from '../record.ts'
import { FATES, titleName } from './codes.ts'
import type { KeptEvent } from './kept-events.ts'

/** "playback.heartbeat of Silent Harbour by user 4,711 (eu, tv), 3.2 s old: on time" */
export function tellEvent({ event, timeMs, fate }: KeptEvent): Happening {
  const title = event.title[0] ?? NONE
  return {
    time: (event.receivedTime[0] ?? 0) * 1_000,
    text: `${sayEvent(event, timeMs)}: ${FATES[fate]}`,
    thing: title === NONE ? null : `title-${title}`,
  }
}

/** "Offset 812: playback.start of Silent Harbour by user 4,711 (eu, tv), 3.2 s old" */
export const tellRecord = (event: Batch, timeMs: number, offset: number): Omit<Happening, 'thing'> => ({
  time: (event.receivedTime[0] ?? 0) * 1_000,
  text: `Offset ${offset}: ${sayEvent(event, timeMs)}`,
})

function sayEvent(event: Batch, timeMs: number): string {
  const dims = event.dims[0] ?? 0
  const title = event.title[0] ?? NONE
  const about = title === NONE ? '' : ` of ${titleName(title)}`
  const who = `user ${event.user[0] ?? 0} (${REGIONS[regionOf(dims)] ?? '?'}, ${DEVICES[deviceTypeOf(dims)] ?? '?'})`
  return `${EVENT_TYPES[typeOf(dims)] ?? 'unknown type'}${about} by ${who}, ${sayAge((event.receivedTime[0] ?? 0) - timeMs)}`
}

/** "0.2 s old", "2 min old", "3.0 h old", "40 s in the future" */
export function sayAge(ms: number): string {
  const size = Math.abs(ms) / 1_000
  const text =
    size < 10
      ? `${size.toFixed(1)} s`
      : size < 120
        ? `${Math.round(size)} s`
        : size < 7_200
          ? `${Math.round(size / 60)} min`
          : `${(size / 3_600).toFixed(1)} h`
  return ms < 0 ? `${text} in the future` : `${text} old`
}
