import { distinct, filter, scan, Subject, tap } from 'rxjs'
import { Boards, PANES_AN_HOUR, type Contestant } from '../ingest/contest.ts'
import { addViewer, eventAt, isSound, viewersIn, type EventObject, type Minutes } from './event.ts'

const PARTITIONS = 300
const KEPT = 4_096

/** The operators that one would take. (`groupBy` minute and title in the place of `scan` is ten times as slow.) */
export const rxjs: Contestant = {
  begin({ config, columns, ticks }) {
    const { titles } = config.population
    const logs: EventObject[][] = Array.from({ length: PARTITIONS }, () => [])
    const counts = { sound: 0, unique: 0 }
    const minutes: Minutes = new Map()
    const events = new Subject<EventObject>()
    let closed = 0
    let row = 0
    events
      .pipe(
        filter((event) => isSound(event, titles)),
        tap(() => (counts.sound += 1)),
        distinct(({ id }) => id),
        tap((event) => {
          counts.unique += 1
          const log = logs[event.user % PARTITIONS]
          if (log !== undefined && log.push(event) > KEPT) log.length = 0
        }),
        filter(({ type, minute }) => type === 'playback.heartbeat' && minute >= closed),
        scan((all, event) => {
          addViewer(all, event)
          return all
        }, minutes),
      )
      .subscribe()
    return {
      play(part) {
        const boards = new Boards()
        for (const { to, closedBefore, board } of ticks.slice(part.from, part.to)) {
          closed = closedBefore
          for (; row < to; row++) events.next(eventAt(columns, row))
          if (board !== null) boards.addNow(board, () => viewersIn(minutes, board - PANES_AN_HOUR, board))
        }
        const { sound, unique } = counts
        return {
          received: row,
          rejected: row - sound,
          duplicate: sound - unique,
          boards: boards.list,
          boardSeconds: boards.seconds,
        }
      },
    }
  },
}
