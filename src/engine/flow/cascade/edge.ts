import { at } from '../../../shared/assert.ts'
import { Occupancy, type SavedOccupancy } from '../../kernel/occupancy.ts'
import type { SimTime } from '../../kernel/time.ts'
import { joinsOf, type CascadeConfig } from './config.ts'
import { Gate, type SavedGate } from './gate.ts'
import type { Input } from './input.ts'
import type { LaneId } from './lane.ts'
import type { CascadeSettings } from './settings.ts'
import { laneFor, type Stage } from './stage.ts'

export interface SavedEdge {
  readonly gates: readonly SavedGate[]
  readonly waited: SavedOccupancy
}

/**
 * Where items come into one wiring of the pipeline: a gate for each source and each lane of the stage at which it comes
 * in. The whiteboard's are open; production's may have so many credits, each of which lets one item be inside.
 */
export class Edge {
  private readonly id: LaneId
  private readonly input: Input
  /** By source, then lane. */
  private readonly gates: readonly (readonly Gate[])[]
  /** By stage, then lane: in the order of the sources. */
  private readonly into: readonly (readonly (readonly Gate[])[])[]
  private readonly waited = new Occupancy()
  private settings: CascadeSettings

  constructor(id: LaneId, { settings }: CascadeConfig, input: Input, stages: readonly Stage[]) {
    this.id = id
    this.input = input
    this.settings = settings
    this.gates = joinsOf(settings).map((stage, source) =>
      Array.from({ length: at(stages, stage).shape.lanes }, (_, lane) => new Gate(source, stage, lane)),
    )
    const all = this.all()
    this.into = stages.map(({ shape }, stage) =>
      Array.from({ length: shape.lanes }, (_, lane) =>
        all.filter((gate) => gate.stage === stage && gate.lane === lane),
      ),
    )
  }

  /** Whether whoever finds no credit is turned away at once, and does not wait. */
  get sheds(): boolean {
    return this.id === 'production' && this.settings.edge === 'shed'
  }

  /** Every gate, source by source. */
  all(): readonly Gate[] {
    return this.gates.flat()
  }

  /** The gates into one lane of a stage. */
  gatesInto(stage: number, lane: number): readonly Gate[] {
    return at(at(this.into, stage), lane)
  }

  /** The gate through which an item comes in, or came. */
  gateOf(item: number): Gate {
    const gates = at(this.gates, this.input.source.get(item))
    return at(gates, laneFor(this.input.key.get(item), gates.length))
  }

  /** How many items of each source wait to be let in. */
  waitingAt(source: number): number {
    return at(this.gates, source).reduce((sum, { line }) => sum + line.size, 0)
  }

  /** Item-microseconds spent waiting at the sources up to `now`. */
  waitedUpTo(now: SimTime): number {
    return this.waited.integral(now)
  }

  /** An item begins to wait at its gate. */
  offer(item: number, now: SimTime): Gate {
    const gate = this.gateOf(item)
    gate.line.push(item)
    this.waited.enter(now)
    return gate
  }

  /** Whether somebody waits at the gate who has a credit. */
  hasNext(gate: Gate): boolean {
    return gate.line.size > 0 && gate.inside < this.creditsOf(gate.source)
  }

  /** Whoever waits at the gate for longest comes in. */
  admit(gate: Gate, now: SimTime): number {
    gate.inside += 1
    return this.take(gate, now)
  }

  /** Whoever waits at the gate for longest no longer does. */
  take(gate: Gate, now: SimTime): number {
    const item = gate.line.shift()
    this.waited.leave(this.input.at.get(item), now)
    return item
  }

  /** Later decisions follow these settings. */
  reconfigure(settings: CascadeSettings): void {
    this.settings = settings
  }

  save(): SavedEdge {
    return { gates: this.all().map((gate) => gate.save()), waited: this.waited.save() }
  }

  restore(saved: SavedEdge): void {
    this.all().forEach((gate, i) => gate.restore(at(saved.gates, i)))
    this.waited.restore(saved.waited)
  }

  /** Credits of one gate: those of its source, split among its lanes. */
  private creditsOf(source: number): number {
    if (this.id === 'whiteboard' || this.settings.edge === 'open') return Infinity
    return Math.ceil(this.settings.credit / at(this.gates, source).length)
  }
}
