import { SECOND, type SimTime } from '../../kernel/time.ts'
import { ticksASecond } from './capacity.ts'
import { INCIDENT, LOSSES, type Incident, type LaneId, type Loss } from './codes.ts'
import { History, type SavedHistory } from './history.ts'
import { Incidents, type SavedIncidents } from './incidents.ts'
import type { Books, Step, Store } from './store.ts'

/** Where all messages of a store went: produced = consumed + held + the losses. */
export interface Counts {
  readonly produced: number
  readonly consumed: number
  readonly lost: Readonly<Record<Loss, number>>
}

export interface SavedLane<S> {
  readonly store: S
  readonly counts: Counts
  readonly history: SavedHistory
  readonly incidents: SavedIncidents
  readonly longestLag: SimTime
  readonly behind: boolean
  readonly firstLoss: SimTime | null
}

/** Who was this far behind and is not any more, has caught up. */
const FAR_BEHIND = 5 * SECOND

/** A store with its books. */
export class Lane<S = unknown, T extends Store<S> = Store<S>> implements Books {
  readonly id: LaneId
  readonly store: T
  readonly history = new History()
  readonly incidents = new Incidents()
  private producedCount = 0
  private consumedCount = 0
  private losses: Record<Loss, number> = { crashed: 0, refused: 0, overwritten: 0, deleted: 0, skipped: 0 }
  private tickTime: SimTime = 0
  private hasDropped = false
  private isBehind = false
  private longest: SimTime = 0
  private lostFirst: SimTime | null = null

  constructor(id: LaneId, store: T) {
    this.id = id
    this.store = store
  }

  get counts(): Counts {
    return { produced: this.producedCount, consumed: this.consumedCount, lost: this.losses }
  }

  get lostTotal(): number {
    const { crashed, refused, overwritten, deleted, skipped } = this.losses
    return crashed + refused + overwritten + deleted + skipped
  }

  /** Messages in the store that nobody has read. */
  get held(): number {
    return this.store.end - this.store.position
  }

  /** The oldest a message was when it was its turn to be read. */
  get longestLag(): SimTime {
    return this.longest
  }

  /** When the first message was lost; null before. */
  get firstLoss(): SimTime | null {
    return this.lostFirst
  }

  produced(count: number): void {
    this.producedCount += count
  }

  consumed(count: number): void {
    this.consumedCount += count
  }

  lost(why: Loss, count: number): void {
    this.losses[why] += count
    this.lostFirst ??= this.tickTime
  }

  happened(kind: Incident, count: number): void {
    this.incidents.add(this.tickTime, kind, count)
    if (kind !== INCIDENT.overwrite) this.hasDropped = true
  }

  tick(step: Step, isRegular: boolean): void {
    this.tickTime = (step.tick * SECOND) / ticksASecond(step.settings)
    this.hasDropped = false
    this.store.tick(step, this)
    const { held, tickTime: time } = this
    const lag = held === 0 ? 0 : time - step.arrivals.timeOf(this.store.position, time)
    this.longest = Math.max(this.longest, lag)
    this.watchForCatchingUp(lag)
    this.history.note({ time, held, lag, lost: this.lostTotal }, isRegular, this.hasDropped)
  }

  save(): SavedLane<S> {
    return {
      store: this.store.save(),
      counts: { ...this.counts, lost: { ...this.losses } },
      history: this.history.save(),
      incidents: this.incidents.save(),
      longestLag: this.longest,
      behind: this.isBehind,
      firstLoss: this.lostFirst,
    }
  }

  restore(saved: SavedLane<S>): void {
    this.store.restore(saved.store)
    this.producedCount = saved.counts.produced
    this.consumedCount = saved.counts.consumed
    for (const why of LOSSES) this.losses[why] = saved.counts.lost[why]
    this.history.restore(saved.history)
    this.incidents.restore(saved.incidents)
    this.longest = saved.longestLag
    this.isBehind = saved.behind
    this.lostFirst = saved.firstLoss
  }

  /** A store that is emptied by a loss has not caught up. */
  private watchForCatchingUp(lag: SimTime): void {
    if (lag >= FAR_BEHIND) this.isBehind = true
    if (this.hasDropped) this.isBehind = lag >= FAR_BEHIND
    if (!this.isBehind || this.held > 0) return
    this.isBehind = false
    this.incidents.add(this.tickTime, INCIDENT.caughtUp, 0)
  }
}
