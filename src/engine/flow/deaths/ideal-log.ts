import { keptMessages } from './capacity.ts'
import { messagesOlderThanKept } from './log-store.ts'
import { taken, type Step } from './store.ts'

export interface SavedIdeal {
  readonly position: number
  readonly end: number
  readonly lost: number
  readonly firstLoss: number | null
}

/**
 * A log whose retention is exact: it keeps so many messages (or seconds) and not one more, without segments and
 * checks. It is the line that a calculation on paper gives; the real log goes up and down around it.
 */
export class IdealLog {
  position = 0
  end = 0
  lost = 0
  /** The tick of the first loss; null before. */
  firstLoss: number | null = null

  tick({ tick, arrived, capacity, arrivals, settings }: Step): void {
    this.end += arrived
    this.position += taken(this.end - this.position, capacity)
    const old = messagesOlderThanKept(tick, settings, (ago) => arrivals.by(ago))
    const start = Math.max(this.end - keptMessages(settings), old)
    if (start <= this.position) return
    this.lost += start - this.position
    this.position = start
    this.firstLoss ??= tick
  }

  save(): SavedIdeal {
    const { position, end, lost, firstLoss } = this
    return { position, end, lost, firstLoss }
  }

  restore(saved: SavedIdeal): void {
    this.position = saved.position
    this.end = saved.end
    this.lost = saved.lost
    this.firstLoss = saved.firstLoss
  }
}
