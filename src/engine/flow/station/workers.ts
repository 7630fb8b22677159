import { outside } from '../../../shared/assert.ts'
import type { Messages } from '../load/messages.ts'
import type { Faults } from '../service/faults.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'

/** The most workers a station can have. */
const MOST = 64

export interface SavedWorkers {
  readonly finish: Float64Array
  readonly doneAt: Float64Array
  readonly inHand: Int32Array
  readonly numbers: readonly number[]
}

export interface WorkersSpec {
  readonly workers: number
  /** Messages a second that a worker serves. */
  readonly service: number
  readonly messages: Messages
  readonly faults: Faults
}

/** The workers of a station: who has which message, and until when. */
export class Workers {
  /** Mean service time in microseconds, not rounded. */
  mean: number
  /** Workers at work, and workers paid for. */
  busy = 0
  paid: number
  nextDone: SimTime = Infinity
  private running: number
  /** Workers there have ever been: none beyond them has anything in hand. */
  private known: number
  private next = -1
  /** When the service at hand will be done, or the last one was; not rounded. */
  private readonly finish = new Float64Array(MOST)
  private readonly doneAt = new Float64Array(MOST).fill(Infinity)
  private readonly inHand = new Int32Array(MOST).fill(-1)
  private readonly messages: Messages
  private readonly faults: Faults

  constructor({ workers: running, service, messages, faults }: WorkersSpec) {
    this.messages = messages
    this.faults = faults
    this.running = running
    this.known = running
    this.paid = running
    this.mean = SECOND / service
  }

  /** How many may serve. */
  get size(): number {
    return this.running
  }

  get hasIdle(): boolean {
    return this.busy < this.running && (this.running > 1 || this.inHand[0] === -1)
  }

  /** Whether it may take another message: one that was taken off leaves after its last. */
  mayServe(worker: number): boolean {
    return worker < this.running
  }

  /** The first idle worker, free from `now` on; there must be one. */
  idle(now: SimTime): number {
    for (let worker = 0; worker < this.running; worker++) {
      if (this.inHand[worker] !== -1) continue
      this.finish[worker] = now
      return worker
    }
    return outside(this.running)
  }

  /**
   * The worker begins a message, which is the load's item number `item`. It does so where its last one ended, before any
   * rounding, so that no rounding adds up; but not before the message was offered.
   */
  begin(worker: number, message: number, item: number, offered: SimTime, now: SimTime): void {
    const start = Math.max(this.finish[worker] ?? outside(worker), offered)
    const finish = this.faults.finish(start, this.messages.serviceTime(item, this.mean))
    this.inHand[worker] = message
    this.finish[worker] = finish
    const done = Math.max(now, Math.floor(finish + 0.5))
    this.doneAt[worker] = done
    this.busy += 1
    if (done > this.nextDone || (done === this.nextDone && worker > this.next)) return
    this.nextDone = done
    this.next = worker
  }

  /** The worker whose service is done next, and what it has in hand. */
  get first(): number {
    return this.next
  }

  get firstMessage(): number {
    return this.inHand[this.next] ?? outside(this.next)
  }

  /** The first service to be done is done. */
  finishFirst(): void {
    this.free(this.next)
    this.findNext()
  }

  /** All of them let go of what they have. */
  drop(): number[] {
    const messages = Array.from(this.inHand).filter((message) => message >= 0)
    for (let worker = 0; worker < this.known; worker++) this.free(worker)
    this.findNext()
    return messages
  }

  resize(running: number, paid: number): void {
    this.running = Math.min(MOST, running)
    this.known = Math.max(this.known, this.running)
    this.paid = Math.min(MOST, paid)
  }

  /** When each service will be done, as `finishOf` says anew: it gets the old moment, not rounded. */
  refit(now: SimTime, finishOf: (finish: number) => number): void {
    for (let worker = 0; worker < this.known; worker++) {
      if (this.inHand[worker] === -1) continue
      const finish = finishOf(this.finish[worker] ?? outside(worker))
      this.finish[worker] = finish
      this.doneAt[worker] = Math.max(now, Math.round(finish))
    }
    this.findNext()
  }

  /** Messages in the workers' hands. */
  held(): number[] {
    return Array.from(this.inHand).filter((message) => message >= 0)
  }

  save(): SavedWorkers {
    const { mean, busy, paid, nextDone, running, known, next } = this
    return {
      finish: this.finish.slice(),
      doneAt: this.doneAt.slice(),
      inHand: this.inHand.slice(),
      numbers: [mean, busy, paid, nextDone, running, known, next],
    }
  }

  restore(saved: SavedWorkers): void {
    this.finish.set(saved.finish)
    this.doneAt.set(saved.doneAt)
    this.inHand.set(saved.inHand)
    const [mean = 1, busy = 0, paid = 0, nextDone = Infinity, running = 1, known = 1, next = -1] =
      saved.numbers
    Object.assign(this, { mean, busy, paid, nextDone, running, known, next })
  }

  private free(worker: number): void {
    if (this.inHand[worker] === -1) return
    this.inHand[worker] = -1
    this.doneAt[worker] = Infinity
    this.busy -= 1
  }

  /** Of two that are done at once the lower number comes first. */
  private findNext(): void {
    this.nextDone = Infinity
    this.next = -1
    if (this.busy === 0) return
    for (let worker = 0; worker < this.known; worker++) {
      const done = this.doneAt[worker] ?? outside(worker)
      if (done >= this.nextDone) continue
      this.nextDone = done
      this.next = worker
    }
  }
}
