import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { blame } from './blame.ts'
import { WORKER } from './codes.ts'
import { joinsOf, stageOf, type CascadeConfig } from './config.ts'
import { Edge, type SavedEdge } from './edge.ts'
import type { Gate } from './gate.ts'
import type { Input } from './input.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import { Recovery, type SavedRecovery } from './recovery.ts'
import type { CascadeSettings, FullPolicy } from './settings.ts'
import { laneFor, Stage, type SavedStage } from './stage.ts'
import { Trail, type SavedTrail } from './trail.ts'

export type LaneId = 'whiteboard' | 'production'

export const LANES: Record<LaneId, { readonly name: string; readonly origin: LaneId }> = {
  whiteboard: { name: 'Single file', origin: 'whiteboard' },
  production: { name: 'Lanes and credits', origin: 'production' },
}

export interface SavedLane {
  readonly stages: readonly SavedStage[]
  readonly edge: SavedEdge
  readonly ledger: SavedLedger
  readonly trail: SavedTrail
  readonly recovery: SavedRecovery
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
  readonly edge: Edge
  private readonly input: Input
  private settings: CascadeSettings
  private soonest = Infinity

  constructor(id: LaneId, config: CascadeConfig, input: Input) {
    const { settings } = config
    const isSingleFile = id === 'whiteboard'
    this.id = id
    this.input = input
    this.settings = settings
    const [, secondJoins] = joinsOf(settings)
    this.stages = Array.from({ length: settings.stages }, (_, i) => {
      const { workers, slots } = stageOf(settings, i)
      const isFanIn = settings.rate2 > 0 && i === secondJoins
      const inputs = !isSingleFile && isFanIn ? 2 : 1
      return new Stage({ workers, slots, lanes: isSingleFile ? 1 : workers, inputs, isSingleFile })
    })
    this.edge = new Edge(id, config, input, this.stages)
    this.ledger = new Ledger(input, settings.stages, settings.keys)
    this.trail = new Trail(this.stages)
  }

  /** When the next worker is done; Infinity when none is at work. */
  get due(): number {
    return this.soonest
  }

  /** Rows of the trail that end by `now` are closed. Nothing may have happened after their end. */
  pass(now: SimTime): void {
    while (this.trail.nextRow <= now) this.trail.closeRow(this.edge.waitedUpTo(this.trail.nextRow))
  }

  /** The input's newest item is offered by its source. */
  arrive(item: number, now: SimTime): void {
    this.ledger.offer()
    const gate = this.edge.offer(item, now)
    this.letIn(gate, now)
    if (this.edge.sheds && gate.line.size > 0) this.ledger.shed(this.edge.take(gate, now), now)
    this.settle(now)
  }

  /** The worker that is done at `now`; of several the one furthest down the line. */
  finishOne(now: SimTime): void {
    for (let index = this.stages.length - 1; index >= 0; index--) {
      const worker = at(this.stages, index).due.indexOf(now)
      if (worker < 0) continue
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
    this.edge.reconfigure(settings)
    for (let index = this.stages.length - 1; index >= 0; index--) {
      const stage = at(this.stages, index)
      stage.item.forEach((_, worker) => this.handOn(index, worker, now))
    }
    for (const gate of this.edge.all()) {
      this.letIn(gate, now)
      while (this.edge.sheds && gate.line.size > 0) this.ledger.shed(this.edge.take(gate, now), now)
    }
    this.settle(now)
  }

  save(): SavedLane {
    return {
      stages: this.stages.map((stage) => stage.save()),
      edge: this.edge.save(),
      ledger: this.ledger.save(),
      trail: this.trail.save(),
      recovery: this.recovery.save(),
    }
  }

  restore(saved: SavedLane): void {
    this.stages.forEach((stage, i) => stage.restore(at(saved.stages, i)))
    this.edge.restore(saved.edge)
    this.ledger.restore(saved.ledger)
    this.trail.restore(saved.trail)
    this.recovery.restore(saved.recovery)
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

  private laneAt(item: number, stage: number): number {
    return laneFor(this.input.key.get(item), at(this.stages, stage).shape.lanes)
  }

  private policyAt(stage: number): FullPolicy {
    return stageOf(this.settings, stage).full
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
  private letIn(gate: Gate, now: SimTime): void {
    while (this.edge.hasNext(gate) && this.takes(gate.stage, gate.lane, gate.source)) this.admit(gate, now)
  }

  private admit(gate: Gate, now: SimTime): void {
    const item = this.edge.admit(gate, now)
    this.ledger.depart(item)
    this.put(item, gate.stage, gate.lane, gate.source, now)
  }

  /** An item has left the pipeline: its credit goes to the next of its gate. */
  private giveBack(item: number, now: SimTime): void {
    const gate = this.edge.gateOf(item)
    gate.inside -= 1
    this.letIn(gate, now)
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

  /** Room before a stage goes to whoever has waited for it longest, as long as there is some. */
  private refill(index: number, lane: number, now: SimTime): void {
    while (this.pullOne(index, lane, now));
  }

  private finish(index: number, worker: number, now: SimTime): void {
    const stage = at(this.stages, index)
    const item = at(stage.item, worker)
    this.ledger.finish(item, index, now)
    if (this.input.isSlowAt(item, index)) blame(this.ledger, stage, index, worker, now)
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

  private deliver(item: number, now: SimTime): void {
    this.ledger.deliver(item, now)
    this.trail.noteOut(this.input.source.get(item), now - this.input.at.get(item))
    this.giveBack(item, now)
  }

  /** Whoever has waited longest for a queue of this lane of a stage puts its item in; false when nobody can. */
  private pullOne(index: number, lane: number, now: SimTime): boolean {
    const stage = at(this.stages, index)
    const worker = index > 0 && stage.hasRoom(lane, 0) ? this.longestBlocked(index - 1, lane) : -1
    let best: Gate | null = null
    let bestSince = worker < 0 ? Infinity : this.heldSince(index - 1, worker)
    for (const gate of this.edge.gatesInto(index, lane)) {
      if (!stage.hasRoom(lane, gate.source) || !this.edge.hasNext(gate)) continue
      const offered = this.input.at.get(gate.line.get(0))
      if (offered >= bestSince) continue
      best = gate
      bestSince = offered
    }
    if (best !== null) this.admit(best, now)
    else if (worker >= 0) this.handOn(index - 1, worker, now)
    return best !== null || worker >= 0
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
}
