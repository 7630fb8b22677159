import { at } from '../../../shared/assert.ts'
import { valuesOf } from '../../../shared/params.ts'
import type { SavedColumn } from '../../kernel/paged-column.ts'
import { uint32 } from '../../kernel/typed-columns.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { Bounded } from '../policies/bounded.ts'
import type { Policy } from '../policies/policy.ts'
import { FATE } from '../pressure/codes.ts'
import { PRESSURE_SETTINGS } from '../pressure/settings.ts'
import { Faults } from '../service/faults.ts'
import { Station, type SavedStation } from '../station/station.ts'
import type { SavedArrivals } from '../load/arrivals.ts'
import type { Messages, SavedMessages } from '../load/messages.ts'
import type { RunId } from './codes.ts'
import { faultsOf } from './failures.ts'
import type { WarningSettings } from './settings.ts'
import { KEYS, Relay, secondMessages, type Traffic } from './traffic.ts'

const DEFAULTS = valuesOf(PRESSURE_SETTINGS)

/** A stage that begins a message only when the next stage has a place for it. */
class Gate extends Bounded {
  /** Messages in the next stage's buffer and on their way to it; null without a next stage. */
  ahead: (() => number) | null = null

  /** Its worker is idle when this is asked. */
  get isOpen(): boolean {
    return this.ahead === null || this.ahead() < this.settings.capacity
  }

  override take(station: Station): number {
    return this.isOpen ? station.shift() : -1
  }

  /** The next stage has a place again: the worker, which is idle, goes on. */
  override ring(station: Station, now: SimTime): void {
    this.due = Infinity
    if (this.isOpen) station.setWorkers(1, 1, now)
  }
}

export interface SavedPipeline {
  readonly stages: readonly SavedStation[]
  readonly relay: SavedArrivals
  readonly origin: SavedColumn
  readonly messages: SavedMessages
  readonly handed: number
}

/**
 * What a run's messages go through: one stage, or two for cascading backpressure. A stage is a bounded buffer and a
 * worker; loss is only at the first. offered = served + lost + held.
 */
export class Pipeline {
  readonly run: RunId
  readonly stages: readonly Station[]
  /** Messages a stage's buffer holds. */
  readonly capacity: number
  private readonly gate: Gate
  private readonly relay: Relay
  private readonly messages: Messages
  /** By message of the second stage: which one of the first it was. */
  private readonly origin = uint32()
  /** How many of the first stage's ends were looked at. */
  private handed = 0

  constructor(run: RunId, seed: number, settings: WarningSettings, traffic: Traffic) {
    this.run = run
    this.capacity = settings.buffer
    const policySettings = { ...DEFAULTS, keys: KEYS, workers: 1, capacity: settings.buffer }
    const create = (
      arrivals: Traffic['arrivals'],
      messages: Messages,
      policy: Policy,
      faults: Faults,
    ): Station =>
      new Station({
        arrivals,
        messages,
        policy,
        faults,
        keys: KEYS,
        clients: null,
        workers: 1,
        samples: false,
        service: settings.service,
        length: settings.for * SECOND,
      })
    const isDouble = settings.failure === 'cascade'
    const faults = faultsOf(run, seed, settings)
    this.gate = new Gate(policySettings)
    this.relay = new Relay(seed)
    this.messages = secondMessages(seed + 1)
    const first = create(traffic.arrivals, traffic.messages, this.gate, isDouble ? new Faults([]) : faults)
    this.stages = isDouble
      ? [first, create(this.relay, this.messages, new Bounded(policySettings), faults)]
      : [first]
    const second = this.stages[1]
    if (second !== undefined)
      this.gate.ahead = () => second.level + first.ledger.countOf(FATE.served) - this.origin.length
  }

  get first(): Station {
    return at(this.stages, 0)
  }

  get last(): Station {
    return at(this.stages, this.stages.length - 1)
  }

  get offered(): number {
    return this.first.ledger.offered
  }

  get served(): number {
    return this.last.ledger.countOf(FATE.served)
  }

  get lost(): number {
    return this.first.ledger.countOf(FATE.droppedNewest)
  }

  /** In the buffers. */
  get queued(): number {
    return this.stages.reduce((sum, { level }) => sum + level, 0)
  }

  /** In the buffers and in the workers' hands. */
  get held(): number {
    return this.stages.reduce((sum, { level, workers }) => sum + level + workers.busy, 0)
  }

  /** When a message of the last stage came in at the first. */
  offeredAt(message: number): SimTime {
    return this.first.offeredAt(this.stages.length === 1 ? message : this.origin.get(message))
  }

  /** Since when the oldest that waits in a buffer has been here; `now` where none does. */
  oldestSince(now: SimTime): SimTime {
    const { last, first } = this
    if (last.oldest >= 0) return this.offeredAt(last.oldest)
    return first.oldest < 0 ? now : first.offeredAt(first.oldest)
  }

  /** Everything up to `until` happens. The traffic up to then must have been made. */
  advance(until: SimTime): void {
    const { first, gate } = this
    const second = this.stages[1]
    if (second === undefined) {
      first.advance(until)
      return
    }
    for (;;) {
      const after = second.nextTime
      const time = Math.min(first.nextTime, after)
      if (time > until) return
      if (after === time) second.advance(time)
      if (first.level > 0 && first.workers.busy === 0 && gate.isOpen) gate.due = time
      first.advance(time)
      if (this.handOn(time)) second.advance(time)
    }
  }

  save(): SavedPipeline {
    return {
      stages: this.stages.map((stage) => stage.save()),
      relay: this.relay.save(),
      origin: this.origin.save(),
      messages: this.messages.save(),
      handed: this.handed,
    }
  }

  restore(saved: SavedPipeline): void {
    this.stages.forEach((stage, i) => stage.restore(at(saved.stages, i)))
    this.relay.restore(saved.relay)
    this.origin.restore(saved.origin)
    this.messages.restore(saved.messages)
    this.handed = saved.handed
  }

  /** What the first stage has just served comes to the second at the same moment; false when there was nothing. */
  private handOn(now: SimTime): boolean {
    const { order, fate } = this.first.ledger
    const before = this.origin.length
    for (; this.handed < order.length; this.handed++) {
      const message = order.get(this.handed)
      if (fate.get(message) !== FATE.served) continue
      this.origin.push(message)
      this.relay.times.push(now)
      this.messages.makeUpTo(this.origin.length)
    }
    return this.origin.length > before
  }
}
