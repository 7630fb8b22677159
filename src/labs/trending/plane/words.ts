import { EVENT_TYPES, REGIONS } from '../../../engine/ingest/codes.ts'
import { FIRING, PLACE } from '../../../engine/ingest/plane/codes.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'
import { clock, MINUTE, span } from './layout.ts'
import { minuteOf } from './Lines.tsx'
import type { PlaneEvent } from './things.ts'

/** What became of an event, in a few words. */
export const PLACE_WORDS: Readonly<Record<number, string>> = {
  [PLACE.onTime]: 'on time',
  [PLACE.late]: 'late, and still taken',
  [PLACE.tooLate]: 'too late: put aside in events.late',
}

export const FIRING_NAMES: Readonly<Record<number, string>> = {
  [FIRING.early]: 'early, with a board',
  [FIRING.first]: 'the watermark passed',
  [FIRING.update]: 'again, for late events',
  [FIRING.final]: 'final: it closes',
}

/** An event in two sentences: what it is, and how it came. */
export function tellEvent(event: PlaneEvent, titleOf: (title: number) => string): string {
  const type = EVENT_TYPES[event.type] ?? 'an event'
  const about = event.title >= 0 ? ` about “${titleOf(event.title)}”` : ''
  const from = REGIONS[event.region] === undefined ? '' : ` from ${REGIONS[event.region]}`
  const minute = minuteOf(event.happened)
  const how =
    event.place === null
      ? `is held back, and will arrive ${span(event.arrived - event.happened)} late`
      : `arrived ${span(event.arrived - event.happened)} after it happened: ${PLACE_WORDS[event.place] ?? ''}`
  return `${type}${about}${from}. It happened at ${clock(event.happened)}, in the minute from ${clock(minute * MINUTE)}, and ${how}.`
}

/** The plane in a sentence or two, for those who do not see it. */
export function describePlane({ steps, panes, now, counts, held }: PlaneFrame): string {
  const watermark = steps.watermark.at(-1) ?? Number.NaN
  const open = [...panes.closed].filter((time) => Number.isNaN(time)).length
  const line = Number.isNaN(watermark)
    ? 'There is no watermark yet.'
    : `The watermark is at ${clock(watermark)}, ${span(now - watermark)} behind now.`
  const waiting = held.length === 0 ? '' : ` ${held.length} held back by hand, not arrived yet.`
  return `${line} ${open} minutes are open. ${counts.late.toLocaleString('en')} events were late and taken, ${counts.tooLate.toLocaleString('en')} too late.${waiting}`
}
