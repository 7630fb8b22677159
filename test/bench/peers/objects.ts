import { Boards, PANES_AN_HOUR, type Contestant } from '../ingest/contest.ts'
import { addViewer, eventAt, isSound, viewersIn, type EventObject, type Minutes } from './event.ts'

const PARTITIONS = 300
const KEPT = 4_096

/** The textbook's way: an object an event, a Set of ids, arrays for partitions, Maps of minutes of titles of Sets of users. */
export const objects: Contestant = {
  begin({ config, columns, ticks }) {
    const { titles } = config.population
    const logs: EventObject[][] = Array.from({ length: PARTITIONS }, () => [])
    const seen = new Set<string>()
    const minutes: Minutes = new Map()
    let rejected = 0
    let duplicate = 0
    let row = 0
    return {
      play(part) {
        const boards = new Boards()
        for (const { to, closedBefore, board } of ticks.slice(part.from, part.to)) {
          for (; row < to; row++) {
            const event = eventAt(columns, row)
            if (!isSound(event, titles)) rejected += 1
            else if (seen.has(event.id)) duplicate += 1
            else {
              seen.add(event.id)
              const log = logs[event.user % PARTITIONS]
              if (log !== undefined && log.push(event) > KEPT) log.length = 0
              if (event.type === 'playback.heartbeat' && event.minute >= closedBefore)
                addViewer(minutes, event)
            }
          }
          if (board !== null) boards.addNow(board, () => viewersIn(minutes, board - PANES_AN_HOUR, board))
        }
        return { received: row, rejected, duplicate, boards: boards.list, boardSeconds: boards.seconds }
      },
    }
  },
}
