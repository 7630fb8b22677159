import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import { fromMs, type SimTime } from '../../kernel/time.ts'
import { FATE } from '../pressure/codes.ts'
import type { RequestCounts } from '../pressure/frame.ts'
import type { Clients } from './clients.ts'
import { pauseBefore, type PauseKind } from './retry-pause.ts'
import type { Station } from './station.ts'
import { TimerHeap, type SavedTimers } from './timer-heap.ts'

export interface RetrySpec {
  readonly seed: number
  readonly pause: PauseKind
  readonly timeoutMs: number
  readonly retries: number
  /** The pause before the first retry. */
  readonly backoffMs: number
}

interface SavedRetries {
  readonly columns: readonly SavedColumn[]
  readonly timers: SavedTimers
  readonly numbers: readonly number[]
}

/**
 * Clients that wait for an answer until a timeout and try a failed request again after a pause. The message that was
 * given up stays where it is and is served for nobody. The n-th pause of a request is the same in every lane.
 */
export class RetryClients implements Clients {
  readonly followsLoad = true
  readonly corrected = null
  private readonly spec: RetrySpec
  private readonly timeout: SimTime
  private readonly item = new PagedColumn((n) => new Uint32Array(n))
  private readonly tries = new PagedColumn((n) => new Uint32Array(n))
  private readonly offered = new PagedColumn((n) => new Uint32Array(n))
  private readonly timers = new TimerHeap()
  /** Messages before this one are over, or were given up. */
  private watched = 0
  private begun = 0
  private succeeded = 0
  private failed = 0

  constructor(spec: RetrySpec) {
    this.spec = spec
    this.timeout = fromMs(spec.timeoutMs)
  }

  get nextTime(): SimTime {
    const giveUp =
      this.watched < this.offered.length ? this.offered.get(this.watched) + this.timeout : Infinity
    return Math.min(giveUp, this.timers.nextTime)
  }

  itemOf(message: number): number {
    return this.item.get(message)
  }

  offeredAt(message: number): SimTime {
    return this.offered.get(message)
  }

  sent(_station: Station, _message: number, item: number, tries: number, now: SimTime): void {
    this.item.push(item)
    this.tries.push(tries)
    this.offered.push(now)
    if (tries === 0) this.begun += 1
  }

  served(station: Station, message: number, now: SimTime): boolean {
    if (message < this.watched) return false
    this.succeeded += 1
    station.ledger.latencies.add(now - station.arrivals.times.get(this.item.get(message)))
    return true
  }

  lost(_station: Station, message: number, now: SimTime): boolean {
    return message < this.watched ? false : this.again(message, now)
  }

  ring(station: Station, now: SimTime): void {
    const { timers } = this
    if (timers.nextTime <= now) {
      const item = timers.first
      const tries = timers.second
      timers.remove()
      station.send(item, tries, now)
      return
    }
    const message = this.watched++
    const fate = station.ledger.fate.get(message)
    const isOpen = fate === FATE.waiting || fate === FATE.held
    if (isOpen && this.again(message, now)) station.settle(message, false)
    this.skipFinished(station)
  }

  reconfigure(): void {}

  requests(station: Station): RequestCounts {
    const { begun, succeeded, failed } = this
    const { offered } = station.ledger
    return {
      begun,
      succeeded,
      failed,
      pending: begun - succeeded - failed,
      attemptsEach: begun === 0 ? Number.NaN : offered / begun,
    }
  }

  save(): SavedRetries {
    const { watched, begun, succeeded, failed } = this
    return {
      columns: [this.item, this.tries, this.offered].map((column) => column.save()),
      timers: this.timers.save(),
      numbers: [watched, begun, succeeded, failed],
    }
  }

  restore(state: unknown): void {
    const saved = state as SavedRetries // what `save` gave
    ;[this.item, this.tries, this.offered].forEach((column, i) => {
      const old = saved.columns[i]
      if (old !== undefined) column.restore(old)
    })
    this.timers.restore(saved.timers)
    const [watched = 0, begun = 0, succeeded = 0, failed = 0] = saved.numbers
    Object.assign(this, { watched, begun, succeeded, failed })
  }

  /** The message failed: its request is tried again later, or is over (true). */
  private again(message: number, now: SimTime): boolean {
    const tries = this.tries.get(message)
    if (tries >= this.spec.retries) {
      this.failed += 1
      return true
    }
    const item = this.item.get(message)
    const { pause, backoffMs, seed } = this.spec
    this.timers.add(now + pauseBefore(pause, backoffMs, seed, item, tries), item, tries + 1)
    return false
  }

  /** Nobody waits any more for what has ended. */
  private skipFinished(station: Station): void {
    while (this.watched < this.offered.length) {
      const fate = station.ledger.fate.get(this.watched)
      if (fate === FATE.waiting || fate === FATE.held) return
      this.watched += 1
    }
  }
}
