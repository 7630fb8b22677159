import { at } from '../../../shared/assert.ts'
import { scramble } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'
import { WORKER } from './codes.ts'
import { stageIndex, stageOf, type CascadeConfig } from './config.ts'
import { Gate, type SavedGate } from './gate.ts'
import type { Input } from './input.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import { Recovery, type SavedRecovery } from './recovery.ts'
import type { CascadeSettings, FullPolicy } from './settings.ts'
import { Stage, type SavedStage } from './stage.ts'
import { Trail, type SavedTrail } from './trail.ts'

export type LaneId = 'whiteboard' | 'production'

export const LANES: Record<LaneId, { readonly name: string; readonly origin: LaneId }> = {
  whiteboard: { name: 'Single file', origin: 'whiteboard' },
  production: { name: 'Lanes and credits', origin: 'production' },
}

export interface SavedLane {
  readonly stages: readonly SavedStage[]
  readonly gates: readonly SavedGate[]
  readonly ledger: SavedLedger
  readonly trail: SavedTrail
  readonly recovery: SavedRecovery
  readonly waited: number
  readonly since: SimTime
}

/**
 * One wiring of the pipeline. The whiteboard's: one queue before each stage, its workers in single file, and a source
 * that pushes until it is stopped. Production's: a queue for each worker and each input, keys spread over them, and at
 * the edge a number of credits.
 */
export class Lane {
  readonly id: LaneId
  readonly stages: readonly Stage[]
  readonly ledger: Ledger
  readonly trail: Trail
  readonly recovery = new Recovery()
  private readonly input: Input
  /** By source, then lane of the stage at which it comes in. */
  private readonly gates: readonly (readonly Gate[])[]
  /** The stage at which each source comes in. */
  private readonly joins: readonly number[]
  private settings: CascadeSettings
  private waited = 0
  private soonest = Infinity
  private since: SimTime = 0

  constructor(id: LaneId, { settings }: CascadeConfig, input: Input) {
    const isSingleFile = id === 'whiteboard'
    this.id = id
    this.input = input
    this.settings = settings
    this.joins = [0, stageIndex(settings, settings.join)]
    this.stages = Array.from({ length: settings.stages }, (_, i) => {
      const { workers, slots } = stageOf(settings, i)
      const isFanIn = settings.rate2 > 0 && i === this.joins[1]
      const inputs = !isSingleFile && isFanIn ? 2 : 1
      return new Stage({ workers, slots, lanes: isSingleFile ? 1 : workers, inputs, isSingleFile })
    })
    this.gates = this.joins.map((stage) =>
      Array.from({ length: at(this.stages, stage).shape.lanes }, () => new Gate()),
    )
    this.ledger = new Ledger(input, settings.stages, settings.keys)
    this.trail = new Trail(this.stages)
  }

  /** When the next worker is done; Infinity when none is at work. */
  get due(): number {
    return this.soonest
  }

  /** How many items of each source wait to be let in. */
  waitingAt(source: number): number {
    return at(this.gates, source).reduce((sum, { line }) => sum + line.size, 0)
  }

  /** Item-microseconds spent waiting at the sources up to `now`. */
  waitedUpTo(now: SimTime): number {
    return this.waited + this.ledger.counts.waiting * (now - this.since)
  }

  /** Rows of the trail that end by `now` are closed. Nothing may have happened after their end. */
  pass(now: SimTime): void {
    while (this.trail.nextRow <= now) this.trail.closeRow(this.waitedUpTo(this.trail.nextRow))
  }

  /** The input's newest item is offered by its source. */
  arrive(item: number, now: SimTime): void {
    this.countWait(now)
    this.ledger.offer()
    const source = this.input.source.get(item)
    const gate = this.gateOf(item)
    gate.line.push(item)
    this.letIn(source, this.laneAt(item, at(this.joins, source)), now)
    if (this.id === 'production' && this.settings.edge === 'shed' && gate.line.size > 0)
      this.ledger.shed(gate.line.shift(), now)
    this.settle(now)
  }

  /** The worker that is done at `now`; of several the one furthest down the line. */
  finishOne(now: SimTime): void {
    for (let index = this.stages.length - 1; index >= 0; index--) {
      const worker = at(this.stages, index).due.indexOf(now)
      if (worker < 0) continue
      this.countWait(now)
      this.finish(index, worker, now)
      this.settle(now)
      return
    }
  }

  setSpeed(stage: number, speed: number, now: SimTime): void {
    at(this.stages, stage).setSpeed(speed, now)
    this.findSoonest()
  }

  /** Later decisions follow these settings, and those who wait are asked again. */
  reconfigure(settings: CascadeSettings, now: SimTime): void {
    this.settings = settings
    this.countWait(now)
    for (let index = this.stages.length - 1; index >= 0; index--) {
      const stage = at(this.stages, index)
      stage.item.forEach((_, worker) => this.handOn(index, worker, now))
    }
    this.gates.forEach((lanes, source) => {
      lanes.forEach((gate, lane) => {
        this.letIn(source, lane, now)
        if (this.id === 'whiteboard' || settings.edge !== 'shed') return
        while (gate.line.size > 0) this.ledger.shed(gate.line.shift(), now)
      })
    })
    this.settle(now)
  }

  save(): SavedLane {
    return {
      stages: this.stages.map((stage) => stage.save()),
      gates: this.gates.flat().map((gate) => gate.save()),
      ledger: this.ledger.save(),
      trail: this.trail.save(),
      recovery: this.recovery.save(),
      waited: this.waited,
      since: this.since,
    }
  }

  restore(saved: SavedLane): void {
    this.stages.forEach((stage, i) => stage.restore(at(saved.stages, i)))
    this.gates.flat().forEach((gate, i) => gate.restore(at(saved.gates, i)))
    this.ledger.restore(saved.ledger)
    this.trail.restore(saved.trail)
    this.recovery.restore(saved.recovery)
    this.waited = saved.waited
    this.since = saved.since
    this.findSoonest()
  }

  /** After everything that follows from an event: who is done next, and whether a trouble is over. */
  private settle(now: SimTime): void {
    this.findSoonest()
    const isBlocked = this.stages.some((stage) => stage.count(WORKER.blocked) > 0)
    this.recovery.look(this.ledger.inside + this.ledger.counts.waiting, isBlocked, now)
  }

  private findSoonest(): void {
    let due = Infinity
    for (const stage of this.stages) due = Math.min(due, stage.soonest)
    this.soonest = due
  }

  private countWait(now: SimTime): void {
    this.waited = this.waitedUpTo(now)
    this.since = now
  }

  private laneAt(item: number, stage: number): number {
    const { lanes } = at(this.stages, stage).shape
    return lanes === 1 ? 0 : scramble(this.input.key.get(item)) % lanes
  }

  private gateOf(item: number): Gate {
    const source = this.input.source.get(item)
    return at(at(this.gates, source), this.laneAt(item, at(this.joins, source)))
  }

  private policyAt(stage: number): FullPolicy {
    return stageOf(this.settings, stage).full
  }

  /** Credits of one gate: those of its source, split among its lanes. */
  private creditsOf(source: number): number {
    if (this.id === 'whiteboard' || this.settings.edge === 'open') return Infinity
    return Math.ceil(this.settings.credit / at(this.gates, source).length)
  }

  /** Whether one more item may be put before `stage`: there is room, or room is made, or the item is given up. */
  private takes(stage: number, lane: number, input: number): boolean {
    return at(this.stages, stage).hasRoom(lane, input) || this.policyAt(stage) !== 'block'
  }

  /** Puts an item that has departed from where it was into the queue before `stage`, which `takes` it. */
  private put(item: number, stage: number, lane: number, input: number, now: SimTime): void {
    const target = at(this.stages, stage)
    if (!target.hasRoom(lane, input)) {
      if (this.policyAt(stage) === 'drop-newest') {
        this.ledger.dropNewest(item, stage, now)
        this.giveBack(item, now)
        return
      }
      const oldest = target.shift(lane, input, now)
      this.ledger.dropOldest(oldest, stage, now)
      target.push(lane, input, item, now)
      this.ledger.enter(item, stage, now)
      this.giveBack(oldest, now)
      return
    }
    target.push(lane, input, item, now)
    this.ledger.enter(item, stage, now)
    this.feed(stage, lane, now)
  }

  /** The next items of one gate come in, as long as they may. */
  private letIn(source: number, lane: number, now: SimTime): void {
    const stage = at(this.joins, source)
    const gate = at(at(this.gates, source), lane)
    while (gate.line.size > 0 && gate.hasCredit(this.creditsOf(source)) && this.takes(stage, lane, source))
      this.admit(gate, stage, lane, source, now)
  }

  private admit(gate: Gate, stage: number, lane: number, source: number, now: SimTime): void {
    const item = gate.line.shift()
    gate.inside += 1
    this.ledger.depart(item)
    this.put(item, stage, lane, source, now)
  }

  /** An item has left the pipeline: its credit goes to the next of its gate. */
  private giveBack(item: number, now: SimTime): void {
    const gate = this.gateOf(item)
    gate.inside -= 1
    if (gate.line.size === 0) return
    const source = this.input.source.get(item)
    this.letIn(source, this.laneAt(item, at(this.joins, source)), now)
  }

  /** Free workers of a lane take from its queues; each place that gets free goes to whoever waits for it. */
  private feed(index: number, lane: number, now: SimTime): void {
    const stage = at(this.stages, index)
    for (;;) {
      const worker = stage.idleWorker(lane)
      const input = worker < 0 ? -1 : stage.nextInput(lane)
      if (input < 0) return
      const item = stage.shift(lane, input, now)
      this.ledger.start(item, index, now)
      stage.begin(worker, item, this.input.workOf(item, index, stageOf(this.settings, index).time), now)
      this.refill(index, lane, now)
    }
  }

  // #region blocking-after-service
  /** Room before a stage goes to whoever has waited for it longest, as long as there is some. */
  private refill(index: number, lane: number, now: SimTime): void {
    while (this.pullOne(index, lane, now));
  }

  private finish(index: number, worker: number, now: SimTime): void {
    const stage = at(this.stages, index)
    const item = at(stage.item, worker)
    this.ledger.finish(item, index, now)
    if (this.input.isSlowAt(item, index)) this.blame(item, index, worker, now)
    stage.hold(worker, WORKER.blocked, now)
    this.handOn(index, worker, now)
  }

  /** A worker with a finished item hands it on, if it is its turn and there is room; otherwise it keeps it. */
  private handOn(index: number, worker: number, now: SimTime): void {
    const stage = at(this.stages, index)
    const item = at(stage.item, worker)
    if (item < 0 || stage.state[worker] === WORKER.busy) return
    if (stage.shape.isSingleFile && stage.firstInOrder !== worker) {
      stage.hold(worker, WORKER.outOfTurn, now)
      return
    }
    const isLast = index === this.stages.length - 1
    const lane = isLast ? 0 : this.laneAt(item, index + 1)
    if (!isLast && !this.takes(index + 1, lane, 0)) {
      stage.hold(worker, WORKER.blocked, now)
      return
    }
    this.ledger.depart(item)
    stage.free(worker, now)
    if (isLast) this.deliver(item, now)
    else this.put(item, index + 1, lane, 0, now)
    this.feed(index, stage.laneOf(worker), now)
    if (stage.shape.isSingleFile && stage.firstInOrder >= 0) this.handOn(index, stage.firstInOrder, now)
  }
  // #endregion blocking-after-service

  private deliver(item: number, now: SimTime): void {
    this.ledger.deliver(item, now)
    this.trail.noteOut(this.input.source.get(item), now - this.input.at.get(item))
    this.giveBack(item, now)
  }

  /** Whoever has waited longest for a queue of this lane of a stage puts its item in; false when nobody can. */
  private pullOne(index: number, lane: number, now: SimTime): boolean {
    const stage = at(this.stages, index)
    const worker = index > 0 && stage.hasRoom(lane, 0) ? this.longestBlocked(index - 1, lane) : -1
    const since = worker < 0 ? Infinity : this.heldSince(index - 1, worker)
    let best = -1
    let bestSince = since
    this.joins.forEach((join, source) => {
      if (join !== index || !stage.hasRoom(lane, source)) return
      const gate = at(at(this.gates, source), lane)
      if (gate.line.size === 0 || !gate.hasCredit(this.creditsOf(source))) return
      const offered = this.input.at.get(gate.line.get(0))
      if (offered >= bestSince) return
      best = source
      bestSince = offered
    })
    if (best >= 0) this.admit(at(at(this.gates, best), lane), index, lane, best, now)
    else if (worker >= 0) this.handOn(index - 1, worker, now)
    return best >= 0 || worker >= 0
  }

  private heldSince(index: number, worker: number): SimTime {
    return at(this.ledger.doneAt, index).get(at(at(this.stages, index).item, worker))
  }

  /** The worker of a stage that has held an item for this lane of the next stage for longest; -1 for none. */
  private longestBlocked(index: number, lane: number): number {
    const stage = at(this.stages, index)
    if (stage.count(WORKER.blocked) === 0) return -1
    let best = -1
    for (let worker = 0; worker < stage.item.length; worker++) {
      if (stage.state[worker] !== WORKER.blocked) continue
      if (this.laneAt(at(stage.item, worker), index + 1) !== lane) continue
      if (best < 0 || this.heldSince(index, worker) < this.heldSince(index, best)) best = worker
    }
    return best
  }

  /** A slow item is done: whoever stood behind it remembers for how long. */
  private blame(blocker: number, index: number, worker: number, now: SimTime): void {
    const stage = at(this.stages, index)
    const started = at(this.ledger.startAt, index).get(blocker)
    const stood = (item: number, since: SimTime): void =>
      this.ledger.stoodBehind(item, blocker, now - Math.max(started, since))
    const queues = at(stage.queues, stage.laneOf(worker))
    for (const queue of queues)
      for (let i = 0; i < queue.size; i++) {
        const item = queue.get(i)
        stood(item, at(this.ledger.inAt, index).get(item))
      }
    stage.item.forEach((item, other) => {
      if (stage.state[other] === WORKER.outOfTurn && stage.leavesAfter(other, worker))
        stood(item, at(this.ledger.doneAt, index).get(item))
    })
  }
}
