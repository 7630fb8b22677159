import { at } from '../../../shared/assert.ts'
import { scramble } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'
import { WORKER, type WorkerState } from './codes.ts'
import { Fifo, type SavedFifo } from './fifo.ts'

export interface SavedStage {
  readonly queues: readonly SavedFifo[]
  readonly workers: readonly Float64Array[]
  readonly lastInput: readonly number[]
  readonly order: readonly number[]
  readonly pace: number
  readonly queued: number
  readonly inState: readonly number[]
  readonly sums: Integrals
  readonly since: SimTime
}

/** How long, in item- or worker-microseconds: the queue's level, workers at work, without room, out of turn. */
export interface Integrals {
  queued: number
  busy: number
  blocked: number
  outOfTurn: number
}

/** The lane of `lanes` that takes items with this key. */
export const laneFor = (key: number, lanes: number): number => (lanes === 1 ? 0 : scramble(key) % lanes)

/** How a stage is laid out. */
export interface StageShape {
  readonly workers: number
  /** Queues: lanes times inputs. With lanes each worker has its own; otherwise all take from one. */
  readonly lanes: number
  readonly inputs: number
  readonly slots: number
  /** All workers take from one queue, and hand on in the order in which they took. */
  readonly isSingleFile: boolean
}

/**
 * One stage: its queues and its workers, and how long each was in which state. What moves from stage to stage, the lane
 * decides.
 */
export class Stage {
  readonly shape: StageShape
  /** Room in each single queue. */
  readonly room: number
  /** By lane, then input. */
  readonly queues: readonly (readonly Fifo[])[]
  /** By worker: its item or -1; its state; when its work is or was done; the work left while it stands still. */
  readonly item: Float64Array
  readonly state: Float64Array
  readonly due: Float64Array
  private readonly left: Float64Array
  /** Single file: workers with an item, in the order in which their items may leave. */
  private order: number[] = []
  private lastInput: number[]
  private pace = 1
  private queuedNow = 0
  private inState: number[]
  private sums: Integrals = { queued: 0, busy: 0, blocked: 0, outOfTurn: 0 }
  private since: SimTime = 0

  constructor(shape: StageShape) {
    const { workers, lanes, inputs, slots } = shape
    this.shape = shape
    this.room = Math.ceil(slots / (lanes * inputs))
    this.queues = Array.from({ length: lanes }, () => Array.from({ length: inputs }, () => new Fifo()))
    this.lastInput = Array.from({ length: lanes }, () => 0)
    this.item = new Float64Array(workers).fill(-1)
    this.state = new Float64Array(workers)
    this.due = new Float64Array(workers).fill(Infinity)
    this.left = new Float64Array(workers)
    this.inState = [workers, 0, 0, 0]
  }

  get queued(): number {
    return this.queuedNow
  }

  /** How many items all its queues together can hold. */
  get capacity(): number {
    return this.room * this.shape.lanes * this.shape.inputs
  }

  get speed(): number {
    return this.pace
  }

  /** When its next worker is done; Infinity when none is at work. */
  get soonest(): number {
    let due = Infinity
    for (let worker = 0; worker < this.due.length; worker++) due = Math.min(due, this.due[worker] ?? Infinity)
    return due
  }

  /** How many workers are in this state. */
  count(state: WorkerState): number {
    return at(this.inState, state)
  }

  queue(lane: number, input: number): Fifo {
    return at(at(this.queues, lane), this.shape.inputs === 1 ? 0 : input)
  }

  hasRoom(lane: number, input: number): boolean {
    return this.queue(lane, input).size < this.room
  }

  push(lane: number, input: number, item: number, now: SimTime): void {
    this.accrue(now)
    this.queue(lane, input).push(item)
    this.queuedNow += 1
  }

  /** Takes the oldest of one queue out of it. */
  shift(lane: number, input: number, now: SimTime): number {
    this.accrue(now)
    this.queuedNow -= 1
    return this.queue(lane, input).shift()
  }

  /** The input to take from next: by turns among those that have something; -1 when none has. */
  nextInput(lane: number): number {
    const { inputs } = this.shape
    const last = at(this.lastInput, lane)
    for (let i = 1; i <= inputs; i++) {
      const input = (last + i) % inputs
      if (this.queue(lane, input).size === 0) continue
      this.lastInput[lane] = input
      return input
    }
    return -1
  }

  /** A free worker of the lane; -1 when there is none. */
  idleWorker(lane: number): number {
    if (this.shape.isSingleFile) return this.state.indexOf(WORKER.idle)
    return this.state[lane] === WORKER.idle ? lane : -1
  }

  laneOf(worker: number): number {
    return this.shape.isSingleFile ? 0 : worker
  }

  /** The worker whose item may leave next, in single file; -1 when none has an item. */
  get firstInOrder(): number {
    return this.order[0] ?? -1
  }

  /** Whether one worker's item leaves after another's, in single file. */
  leavesAfter(worker: number, other: number): boolean {
    return this.order.indexOf(worker) > this.order.indexOf(other)
  }

  /** Work on an item begins: `work` microseconds of it at full speed. */
  begin(worker: number, item: number, work: number, now: SimTime): void {
    this.change(worker, WORKER.busy, now)
    this.item[worker] = item
    this.left[worker] = work
    this.due[worker] = this.dueOf(work, now)
    if (this.shape.isSingleFile) this.order.push(worker)
  }

  /** Its work is finished and the item is in its hand: because there is no room, or because it is not its turn. */
  hold(worker: number, why: typeof WORKER.blocked | typeof WORKER.outOfTurn, now: SimTime): void {
    if (this.state[worker] === why) return
    this.change(worker, why, now)
    this.due[worker] = Infinity
  }

  /** Its item has left. */
  free(worker: number, now: SimTime): void {
    this.change(worker, WORKER.idle, now)
    this.item[worker] = -1
    this.due[worker] = Infinity
    if (this.order[0] === worker) this.order.shift()
  }

  /** Everything takes 1 / `speed` as long from now on; at 0 it stands still. What is in work goes on from where it is. */
  setSpeed(speed: number, now: SimTime): void {
    for (let worker = 0; worker < this.item.length; worker++) {
      if (this.state[worker] !== WORKER.busy) continue
      if (this.pace > 0) this.left[worker] = (at(this.due, worker) - now) * this.pace
      this.due[worker] = speed > 0 ? now + Math.round(at(this.left, worker) / speed) : Infinity
    }
    this.pace = speed
  }

  /** The integrals up to `now`. */
  integrals(now: SimTime): Readonly<Integrals> {
    const span = now - this.since
    const { queued, busy, blocked, outOfTurn } = this.sums
    return {
      queued: queued + span * this.queuedNow,
      busy: busy + span * this.count(WORKER.busy),
      blocked: blocked + span * this.count(WORKER.blocked),
      outOfTurn: outOfTurn + span * this.count(WORKER.outOfTurn),
    }
  }

  save(): SavedStage {
    return {
      queues: this.queues.flat().map((queue) => queue.save()),
      workers: this.workerColumns().map((column) => column.slice()),
      lastInput: this.lastInput.slice(),
      order: this.order.slice(),
      pace: this.pace,
      queued: this.queuedNow,
      inState: this.inState.slice(),
      sums: { ...this.sums },
      since: this.since,
    }
  }

  restore(saved: SavedStage): void {
    this.queues.flat().forEach((queue, i) => queue.restore(at(saved.queues, i)))
    this.workerColumns().forEach((column, i) => column.set(at(saved.workers, i)))
    this.lastInput = saved.lastInput.slice()
    this.order = saved.order.slice()
    this.pace = saved.pace
    this.queuedNow = saved.queued
    this.inState = saved.inState.slice()
    this.sums = { ...saved.sums }
    this.since = saved.since
  }

  private dueOf(work: number, now: SimTime): number {
    return this.pace > 0 ? now + Math.round(work / this.pace) : Infinity
  }

  private change(worker: number, state: WorkerState, now: SimTime): void {
    this.accrue(now)
    const old = at(this.state, worker)
    this.inState[old] = at(this.inState, old) - 1
    this.inState[state] = at(this.inState, state) + 1
    this.state[worker] = state
  }

  private accrue(now: SimTime): void {
    const span = now - this.since
    if (span === 0) return
    this.sums.queued += span * this.queuedNow
    this.sums.busy += span * at(this.inState, WORKER.busy)
    this.sums.blocked += span * at(this.inState, WORKER.blocked)
    this.sums.outOfTurn += span * at(this.inState, WORKER.outOfTurn)
    this.since = now
  }

  private workerColumns(): Float64Array[] {
    return [this.item, this.state, this.due, this.left]
  }
}
