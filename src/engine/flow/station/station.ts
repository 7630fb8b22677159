import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { Arrivals } from '../load/arrivals.ts'
import type { Messages } from '../load/messages.ts'
import type { Faults } from '../service/faults.ts'
import { ENTER, Policy, WAIT, type Alarm } from '../policies/policy.ts'
import { FATE, type Fate, type Signal, type Strategy } from '../pressure/codes.ts'
import { Areas } from './areas.ts'
import type { Clients } from './clients.ts'
import { History, TOTAL, type SavedHistory } from './history.ts'
import { Ledger, NEVER, type SavedLedger } from './ledger.ts'
import { Workers, type SavedWorkers } from './workers.ts'

export interface StationSpec {
  readonly arrivals: Arrivals
  readonly messages: Messages
  readonly faults: Faults
  readonly policy: Policy
  readonly clients: Clients | null
  readonly workers: number
  /** Messages a second that a worker serves. */
  readonly service: number
  readonly keys: number
  readonly length: SimTime
}

export interface SavedStation {
  readonly line: SavedColumn
  readonly kept: SavedColumn
  readonly numbers: readonly number[]
  readonly areas: readonly number[]
  readonly workers: SavedWorkers
  readonly ledger: SavedLedger
  readonly history: SavedHistory
  readonly policy: readonly number[]
  readonly clients: unknown
}

/**
 * One lane: a queue, its workers and its books. Messages keep their numbers; the queue is a line of numbers that only
 * ever grows, with two marks: `head`, the next to be served, and `admitted`, behind which messages wait at the producer.
 * At one instant services end first, then timers ring, then messages come: a slot freed then is free for them.
 */
export class Station {
  readonly arrivals: Arrivals
  readonly messages: Messages
  readonly faults: Faults
  readonly policy: Policy
  readonly clients: Clients | null
  readonly ledger: Ledger
  readonly history: History
  readonly workers: Workers
  /** Messages in the order in which they joined the line. */
  readonly line = new PagedColumn((n) => new Uint32Array(n))
  private head = 0
  private admitted = 0
  /** Bytes of the line from `bytesFrom` up to `bytesTo`: the queue as it was when it was last asked for them. */
  private bytes = 0
  private bytesFrom = 0
  private bytesTo = 0
  /** The next of the load's arrivals, and when it comes. */
  private cursor = 0
  private arrivalAt: SimTime = Infinity
  private readonly areas: Areas
  private readonly alarm: Alarm
  /** Whether the policy listens at all: most do not, and to call through many classes costs more than to look. */
  private readonly isToldOfEntries: boolean
  private readonly isToldOfServices: boolean
  /** Chances with which messages were kept, for those below 1: pairs of message and chance. */
  private readonly kept = new PagedColumn((n) => new Float64Array(n))
  private readonly samples: boolean

  constructor(spec: StationSpec & { readonly samples: boolean }) {
    this.arrivals = spec.arrivals
    this.messages = spec.messages
    this.faults = spec.faults
    this.policy = spec.policy
    this.alarm = spec.policy.alarm
    this.isToldOfEntries = spec.policy.entered !== Policy.prototype.entered
    this.isToldOfServices = spec.policy.served !== Policy.prototype.served
    this.clients = spec.clients
    this.samples = spec.samples
    this.ledger = new Ledger(spec.keys)
    this.history = new History(spec.length)
    this.workers = new Workers(spec)
    this.areas = new Areas(this.history, spec.workers)
    this.history.noteWorkers(0, spec.workers, spec.workers)
  }

  /** Messages in the queue, those in service left aside. */
  get level(): number {
    return this.admitted - this.head
  }

  get waiting(): number {
    return this.line.length - this.admitted
  }

  get strategy(): Strategy {
    return this.areas.strategy
  }

  /** When something happens next, as far as the load's arrivals have been made; Infinity for never. */
  get nextTime(): SimTime {
    this.peek()
    return Math.min(this.workers.nextDone, this.alarm.at, this.clients?.nextTime ?? Infinity, this.arrivalAt)
  }

  /** The number of the load's item that a message is, or tries again. */
  itemOf(message: number): number {
    return this.clients === null ? message : this.clients.itemOf(message)
  }

  offeredAt(message: number): SimTime {
    return this.clients === null ? this.arrivals.times.get(message) : this.clients.offeredAt(message)
  }

  /** The message at the head of the queue, or the first that waits; -1 for none. */
  get oldest(): number {
    return this.head < this.line.length ? this.line.get(this.head) : -1
  }

  /** Since when the messages in line have been there, summed up to `now`. */
  timeInLine(now: SimTime): SimTime {
    let sum = 0
    for (let place = this.head; place < this.line.length; place++)
      sum += now - this.offeredAt(this.line.get(place))
    return sum
  }

  /** Everything up to `until` happens. All of the load's arrivals up to then must have been made. */
  advance(until: SimTime): void {
    const { workers, policy, alarm, clients } = this
    this.peek()
    for (;;) {
      const done = workers.nextDone
      const timer = clients === null ? alarm.at : Math.min(alarm.at, clients.nextTime)
      if (done <= timer && done <= this.arrivalAt) {
        if (done > until) return
        this.complete(done)
      } else if (timer <= this.arrivalAt) {
        if (timer > until) return
        this.accrue(timer)
        this.areas.sumUp(timer)
        if (alarm.at <= timer) policy.ring(this, timer)
        else clients?.ring(this, timer)
        this.settleMoment(timer)
      } else {
        if (this.arrivalAt > until) return
        const now = this.arrivalAt
        const item = this.cursor++
        this.peek()
        this.send(item, 0, now)
      }
    }
  }

  /** A client sends the load's item number `item`, for the `tries`-th time after the first. */
  send(item: number, tries: number, now: SimTime): number {
    this.accrue(now)
    const { ledger, history, policy } = this
    const message = ledger.offered
    this.clients?.sent(this, message, item, tries, now)
    history.totals[TOTAL.offered] = (history.totals[TOTAL.offered] ?? 0) + 1
    if (this.samples) this.kept.push(1)
    const verdict = policy.offer(this, message, now)
    if (verdict === ENTER) {
      ledger.open(FATE.held, now)
      this.line.push(message)
      this.enter(message, now)
      if (this.workers.hasIdle) this.dispatch(this.workers.idle(now), now)
    } else if (verdict === WAIT) {
      ledger.open(FATE.waiting, now)
      this.line.push(message)
      if (this.waiting === 1) this.stall(now, true)
    } else {
      ledger.open(verdict, now)
      this.noteLoss(message, now)
    }
    this.settleMoment(now)
    return message
  }

  /** Takes the oldest message out of the queue; -1 for none. */
  shift(): number {
    if (this.head === this.admitted) return -1
    return this.line.get(this.head++)
  }

  /** The oldest message of the queue is lost. */
  evict(fate: Fate, now: SimTime): void {
    const message = this.shift()
    if (message >= 0) this.lose(message, fate, now)
  }

  /** Counted when it is asked for: few policies do. */
  get bytesInQueue(): number {
    const { line, head, admitted } = this
    while (this.bytesTo < admitted) this.bytes += this.bytesOf(line.get(this.bytesTo++))
    while (this.bytesFrom < head) this.bytes -= this.bytesOf(line.get(this.bytesFrom++))
    return this.bytes
  }

  bytesOf(message: number): number {
    return this.messages.bytes.get(this.itemOf(message))
  }

  /** Notes with which chance a message was kept; it is counted that much heavier. */
  noteKept(message: number, chance: number): void {
    this.kept.set(message, chance)
  }

  /** Everything in the queue and in workers' hands is lost; nobody may be waiting at the producer. */
  loseAll(fate: Fate, now: SimTime): void {
    for (const message of this.workers.drop()) this.lose(message, fate, now)
    while (this.level > 0) this.evict(fate, now)
  }

  /** Everything that waits at the producer is lost with it. */
  loseWaiting(fate: Fate, now: SimTime): void {
    this.accrue(now)
    for (let place = this.admitted; place < this.line.length; place++) {
      const message = this.line.get(place)
      this.ledger.lostTime += now - this.offeredAt(message)
      this.ledger.end(message, FATE.waiting, fate, now)
      this.noteLoss(message, now)
    }
    this.line.truncate(this.admitted)
    this.stall(now, false)
  }

  switchTo(to: Strategy, signal: Signal, value: number, threshold: number, now: SimTime): void {
    if (to === this.areas.strategy) return
    this.areas.change(now, this.workers.busy, this.workers.paid, to)
    this.history.totals[TOTAL.switches] = (this.history.totals[TOTAL.switches] ?? 0) + 1
    this.history.noteSwitch(now, to, signal, value, threshold)
  }

  /** The rules have changed: those who wait may go in now. */
  accept(now: SimTime): void {
    this.accrue(now)
    this.letIn(now)
    this.settleMoment(now)
  }

  /** From now on so many workers serve, and `target` are paid for: the others are starting. */
  setWorkers(running: number, target: number, now: SimTime): void {
    this.workers.resize(running, target)
    this.history.noteWorkers(now, running, target)
    while (this.workers.hasIdle && this.level > 0) this.dispatch(this.workers.idle(now), now)
  }

  /** Brings the integrals over time up to `now`. */
  accrue(now: SimTime): void {
    this.areas.accrue(now, this.level, this.waiting)
  }

  /** The totals as they stand at `now`, without changing anything. */
  totalsAt(now: SimTime): Float64Array {
    return this.areas.totalsAt(now, this.level, this.waiting)
  }

  /** The messages per second that the workers at work can serve. */
  get serviceRate(): number {
    return SECOND / this.workers.mean
  }

  save(): SavedStation {
    const { head, admitted, cursor, bytes, bytesFrom, bytesTo } = this
    return {
      line: this.line.save(),
      kept: this.kept.save(),
      numbers: [head, admitted, cursor, bytes, bytesFrom, bytesTo],
      areas: this.areas.save(),
      workers: this.workers.save(),
      ledger: this.ledger.save(),
      history: this.history.save(),
      policy: this.policy.save(),
      clients: this.clients?.save(),
    }
  }

  restore(saved: SavedStation): void {
    this.line.restore(saved.line)
    this.kept.restore(saved.kept)
    const [head = 0, admitted = 0, cursor = 0, bytes = 0, bytesFrom = 0, bytesTo = 0] = saved.numbers
    Object.assign(this, { head, admitted, cursor, bytes, bytesFrom, bytesTo })
    this.areas.restore(saved.areas)
    this.workers.restore(saved.workers)
    this.ledger.restore(saved.ledger)
    this.history.restore(saved.history)
    this.policy.restore(saved.policy)
    this.clients?.restore(saved.clients)
  }

  /** The moment's changes are done. */
  private settleMoment(now: SimTime): void {
    const { areas, workers, history } = this
    if (workers.busy !== areas.busy || workers.paid !== areas.paid)
      areas.change(now, workers.busy, workers.paid, areas.strategy)
    history.noteLevel(now, this.level)
  }

  /** A worker is done with its message and takes the next. */
  private complete(now: SimTime): void {
    this.accrue(now)
    const { workers, ledger, history } = this
    const { first: worker, firstMessage: message } = workers
    workers.finishFirst()
    history.totals[TOTAL.served] = (history.totals[TOTAL.served] ?? 0) + 1
    const isInTime = this.clients === null || this.clients.served(this, message, now)
    if (isInTime) ledger.ages.add(now - this.offeredAt(message))
    ledger.end(message, FATE.held, isInTime ? FATE.served : FATE.timedOut, now)
    if (isInTime) this.settle(message, true)
    if (this.isToldOfServices) this.policy.served(this, now)
    if (workers.mayServe(worker)) this.dispatch(worker, now)
    this.letIn(now)
    this.settleMoment(now)
  }

  /** The worker begins the next message, if there is one. */
  private dispatch(worker: number, now: SimTime): void {
    const message = this.policy.take(this, now)
    if (message < 0) return
    const { ledger, workers } = this
    const offered = this.offeredAt(message)
    workers.begin(worker, message, this.itemOf(message), offered, now)
    ledger.begunAt.set(message, now)
    ledger.waits.add(now - offered)
    this.history.noteWait(now, now - offered)
  }

  /** Those that wait at the producer go in, as many as may. */
  private letIn(now: SimTime): void {
    if (this.waiting === 0) return
    while (this.waiting > 0 && this.policy.admits(this)) {
      const message = this.line.get(this.admitted)
      this.ledger.hold(message)
      this.enter(message, now)
      while (this.workers.hasIdle && this.level > 0) this.dispatch(this.workers.idle(now), now)
    }
    if (this.waiting === 0) this.stall(now, false)
  }

  /** The next of the line is in the queue now. */
  private enter(message: number, now: SimTime): void {
    this.admitted += 1
    this.history.totals[TOTAL.accepted] = (this.history.totals[TOTAL.accepted] ?? 0) + 1
    if (this.isToldOfEntries) this.policy.entered(this, message, now)
  }

  /** A message that was held is lost. */
  lose(message: number, fate: Fate, now: SimTime): void {
    if (this.ledger.begunAt.get(message) === NEVER) this.ledger.lostTime += now - this.offeredAt(message)
    this.ledger.end(message, FATE.held, fate, now)
    this.noteLoss(message, now)
  }

  private noteLoss(message: number, now: SimTime): void {
    this.history.totals[TOTAL.dropped] = (this.history.totals[TOTAL.dropped] ?? 0) + 1
    const isSettled = this.clients === null || this.clients.lost(this, message, now)
    if (isSettled) this.settle(message, false)
  }

  /** A request is over: its view is counted. */
  settle(message: number, survived: boolean): void {
    const key = this.messages.key.get(this.itemOf(message))
    this.ledger.settle(key, survived, this.samples ? this.kept.get(message) : 1)
  }

  private stall(now: SimTime, isStalled: boolean): void {
    const { stallStart, stallEnd } = this.history
    if (isStalled === stallStart.length > stallEnd.length) return
    ;(isStalled ? stallStart : stallEnd).push(now)
  }

  private peek(): void {
    const { times } = this.arrivals
    const isFed = this.clients === null || this.clients.followsLoad
    this.arrivalAt = isFed && this.cursor < times.length ? times.get(this.cursor) : Infinity
  }
}
