import { assert } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { SizedQueue } from './queue.ts'
import type { ChainRow } from './row.ts'
import { gapOf, strategyOf, type Place, type StreamLane, type StreamSettings } from './settings.ts'

/** What takes time; between these everything happens at once. In this order where two are due at one moment. */
export const SLEEPERS = ['produce', 'write', 'slow'] as const
export type Sleeper = (typeof SLEEPERS)[number]

/**
 * The queues of ReadableStream -> TransformStream -> WritableStream as the Streams Standard's algorithms move them, in
 * simulated time, from the start until every chunk is written. A pipe reads only while its writer's desiredSize is
 * above 0 (ReadableStreamPipeTo); pull() is called while desiredSize is above 0 or a read is waiting, one call at a
 * time (ReadableStreamDefaultControllerShouldCallPull); a transform runs when its readable side would be pulled
 * (TransformStreamSetBackpressure); a chunk stays in a sink's queue until it is written
 * (WritableStreamDefaultControllerProcessWrite); tee() reads when either branch wants more, and both get the chunk
 * (ReadableStreamDefaultTee). Left out: errors, aborts, and a transform that takes time.
 */
export class ChainModel {
  now: SimTime = 0
  private readonly settings: StreamSettings
  private readonly lane: StreamLane
  private readonly queues: Readonly<Record<Place, SizedQueue>>
  private readonly due: Record<Sleeper, SimTime | null> = { produce: null, write: null, slow: null }
  private produced = 0
  private transformed = 0
  private aside = 0
  private pulls = 0
  private readonly waited: [SimTime, SimTime] = [0, 0]
  /** The chunks as the sink got them. */
  readonly written: number[] = []

  constructor(settings: StreamSettings, lane: StreamLane) {
    this.settings = settings
    this.lane = lane
    const queue = (place: Place): SizedQueue => new SizedQueue(strategyOf(settings, place))
    this.queues = {
      source: queue('source'),
      branch: queue('branch'),
      slow: queue('slow'),
      writable: queue('writable'),
      readable: queue('readable'),
      sink: queue('sink'),
    }
    if (lane === 'push') this.due.produce = gapOf(settings.produce)
    this.settle()
  }

  get isDone(): boolean {
    return this.written.length === this.settings.items
  }

  /** Goes on to the next moment at which something happens, and lets one thing happen. Throws once all is written. */
  step(): void {
    const next = SLEEPERS.reduce<Sleeper | null>((first, who) => {
      const due = this.due[who]
      if (due === null) return first
      return first === null || due < (this.due[first] ?? Infinity) ? who : first
    }, null)
    assert(next !== null, `nothing more happens after ${this.written.length} chunks were written`)
    this.goTo(this.due[next] ?? this.now)
    this.due[next] = null
    if (next === 'produce') this.produce()
    if (next === 'write') this.written.push(this.queues.sink.shift())
    this.settle()
  }

  row(): ChainRow {
    const { source, branch, slow, writable, readable, sink } = this.queues
    return {
      at: this.now,
      produced: this.produced,
      transformed: this.transformed,
      written: this.written.length,
      aside: this.aside,
      pulls: this.pulls,
      waited: [...this.waited],
      queues: {
        source: source.state(),
        branch: branch.state(),
        slow: slow.state(),
        writable: writable.state(),
        readable: readable.state(),
        sink: sink.state(),
      },
    }
  }

  private get isClosing(): boolean {
    return this.produced === this.settings.items
  }

  private goTo(time: SimTime): void {
    const { writable, sink } = this.queues
    const span = time - this.now
    if (writable.desired <= 0) this.waited[0] += span
    if (sink.desired <= 0) this.waited[1] += span
    this.now = time
  }

  private produce(): void {
    this.queues.source.push(this.produced)
    this.produced += 1
    if (this.lane === 'push' && !this.isClosing)
      this.due.produce = (this.produced + 1) * gapOf(this.settings.produce)
  }

  /** Everything that takes no time, until nothing more can happen. No order of these steps ends elsewhere. */
  private settle(): void {
    const steps = [
      () => this.write(),
      () => this.pipeToSink(),
      () => this.transform(),
      () => this.pipeToTransform(),
      () => this.readAside(),
      () => this.teeOne(),
      () => this.pull(),
    ]
    while (steps.some((step) => step()));
  }

  private write(): boolean {
    if (this.due.write !== null || this.queues.sink.isEmpty) return false
    this.due.write = this.now + gapOf(this.settings.consume)
    return true
  }

  private pipeToSink(): boolean {
    const { readable, sink } = this.queues
    if (sink.desired <= 0 || readable.isEmpty) return false
    sink.push(readable.shift())
    return true
  }

  private transform(): boolean {
    const { writable, readable, sink } = this.queues
    const isWanted = readable.desired > 0 || (readable.isEmpty && sink.desired > 0)
    if (!isWanted || writable.isEmpty) return false
    readable.push(writable.shift())
    this.transformed += 1
    return true
  }

  private pipeToTransform(): boolean {
    const { writable } = this.queues
    const from = this.settings.tee ? this.queues.branch : this.queues.source
    if (writable.desired <= 0 || from.isEmpty) return false
    writable.push(from.shift())
    return true
  }

  private readAside(): boolean {
    if (!this.settings.tee || this.due.slow !== null || this.queues.slow.isEmpty) return false
    this.queues.slow.shift()
    this.aside += 1
    this.due.slow = this.now + gapOf(this.settings.slow)
    return true
  }

  /** Somebody waits for a chunk of the source: the pipe, or, with tee(), a branch that is not full or is waited for. */
  private get isReadWaiting(): boolean {
    const { branch, slow, writable } = this.queues
    if (!this.settings.tee) return writable.desired > 0
    const isPipeWaiting = branch.isEmpty && writable.desired > 0
    const isSlowWaiting = slow.isEmpty && this.due.slow === null
    return branch.desired > 0 || slow.desired > 0 || isPipeWaiting || isSlowWaiting
  }

  private teeOne(): boolean {
    const { source, branch, slow } = this.queues
    if (!this.settings.tee || source.isEmpty || !this.isReadWaiting) return false
    const id = source.shift()
    branch.push(id)
    slow.push(id)
    return true
  }

  private pull(): boolean {
    if (this.lane === 'push' || this.isClosing || this.due.produce !== null) return false
    const { source } = this.queues
    if (source.desired <= 0 && !(source.isEmpty && this.isReadWaiting)) return false
    this.pulls += 1
    this.due.produce = this.now + gapOf(this.settings.produce)
    return true
  }
}
