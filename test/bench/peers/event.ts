import { EVENT_TYPES, REGIONS } from '../../../src/engine/ingest/codes.ts'
import { MINUTE_MS } from '../../../src/engine/ingest/config.ts'
import {
  deviceTypeOf,
  NO_TIME,
  NONE,
  regionOf,
  typeOf,
  versionOf,
} from '../../../src/engine/ingest/record.ts'
import { MOST_AHEAD_MS, OLDEST_MS } from '../../../src/engine/ingest/validate.ts'
import type { Columns } from '../ingest/contest.ts'

/** An event as most programs have it. */
export interface EventObject {
  readonly id: string
  readonly type: string | undefined
  readonly version: number
  readonly user: number
  readonly device: number
  readonly deviceType: number
  readonly region: string | undefined
  readonly title: number
  readonly claimed: number
  readonly time: number
  readonly received: number
  readonly position: number
  readonly duration: number
  readonly minute: number
}

/** Row `i` of the columns as an object. */
export function eventAt(columns: Columns, i: number): EventObject {
  const dims = columns.dims[i] ?? 0
  const received = columns.receivedTime[i] ?? 0
  const claimed = columns.eventTime[i] ?? 0
  const time = claimed + received - (columns.sentTime[i] ?? 0)
  return {
    id: `${columns.idHigh[i]}-${columns.idLow[i]}`,
    type: EVENT_TYPES[typeOf(dims)],
    version: versionOf(dims),
    user: columns.user[i] ?? 0,
    device: columns.device[i] ?? 0,
    deviceType: deviceTypeOf(dims),
    region: REGIONS[regionOf(dims)],
    title: columns.title[i] ?? 0,
    claimed,
    time,
    received,
    position: columns.position[i] ?? 0,
    duration: columns.duration[i] ?? 0,
    minute: Math.floor(time / MINUTE_MS),
  }
}

/** Whether it breaks no rule; the catalogue has `titles`. */
export const isSound = (event: EventObject, titles: number): boolean =>
  event.id !== '0-0' &&
  event.type !== undefined &&
  event.version < 3 &&
  event.claimed !== NO_TIME &&
  event.user > 0 &&
  event.device > 0 &&
  event.deviceType < 4 &&
  event.region !== undefined &&
  !isWronglyAimed(event, event.type, titles) &&
  event.time <= event.received + MOST_AHEAD_MS &&
  event.time >= event.received - OLDEST_MS

const isWronglyAimed = ({ title, position, duration }: EventObject, type: string, titles: number): boolean =>
  type !== 'browse.search' &&
  type !== 'browse.page_viewed' &&
  !type.startsWith('session.') &&
  (title >= titles || (position !== NONE && position > duration))

/** Who watched what, minute by minute. */
export type Minutes = Map<number, Map<number, Set<number>>>

export function addViewer(minutes: Minutes, { minute, title, user }: EventObject): void {
  let titles = minutes.get(minute)
  if (titles === undefined) minutes.set(minute, (titles = new Map()))
  let users = titles.get(title)
  if (users === undefined) titles.set(title, (users = new Set()))
  users.add(user)
}

/** Different viewers a title in the minutes `from` .. `to` - 1; forgets those before. */
export function viewersIn(minutes: Minutes, from: number, to: number): Map<number, number> {
  const all = new Map<number, Set<number>>()
  for (const [minute, titles] of minutes)
    if (minute < from) minutes.delete(minute)
    else if (minute < to)
      for (const [title, users] of titles) {
        let union = all.get(title)
        if (union === undefined) all.set(title, (union = new Set()))
        for (const user of users) union.add(user)
      }
  return new Map([...all].map(([title, users]) => [title, users.size]))
}
