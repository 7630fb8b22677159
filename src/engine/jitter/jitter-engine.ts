import { assert, at, unreachable } from '../../shared/assert.ts'
import { accept, type Outcome } from '../../shared/outcome.ts'
import type { Columns } from '../kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span, StudyPart } from '../kernel/engine.ts'
import { EventQueue, type SavedQueue } from '../kernel/event-queue.ts'
import { readLiveSetting, type SetCommand } from '../kernel/set-command.ts'
import { SECOND, type SimTime } from '../kernel/time.ts'
import { TraceHash, type SavedHash } from '../kernel/trace-hash.ts'
import { checkRun } from './checks.ts'
import type { JitterCommand, JitterConfig } from './config.ts'
import { takeExcerpt, type JitterExcerpt } from './excerpt.ts'
import { explainMeasure } from './explain.ts'
import { findDivergence, type Divergence, type DivergenceCursor } from './divergence.ts'
import { buildFrame, type JitterFrame } from './frame.ts'
import { createReceiver } from './create-receiver.ts'
import { landmarksOf } from './landmarks.ts'
import type { Ledger } from './ledger.ts'
import { measuresOf, summarise, type RunSummary } from './measures.ts'
import { Network, type SavedNetwork } from './network/network.ts'
import { Passage, type SavedPassage } from './passage.ts'
import { POLICIES } from './policies/index.ts'
import type { PolicyContext } from './policies/policy.ts'
import type { Delivery, Receiver, Stream } from './receiver.ts'
import { networkOf, playoutOf } from './config-of.ts'
import { JITTER_SETTINGS, type JitterSettings } from './settings.ts'
import type { PolicyId } from './settings/policies.ts'
import { createSource, type Source } from './source.ts'
import { studyRun } from './study.ts'

/** What is scheduled. The rank of a kind settles the order within one instant: what comes in is there to be played. */
type JitterEvent =
  | { readonly kind: 'send'; readonly packet: number }
  | { readonly kind: 'arrive'; readonly packet: number; readonly copy: boolean }
  | { readonly kind: 'tick'; readonly receiver: number }

const RANK: Record<JitterEvent['kind'], number> = { send: 0, arrive: 1, tick: 2 }

/** What the trace hash calls each thing that happens. */
const RECORD = { send: 1, arrive: 2, tick: 3, move: 4, lose: 5, set: 6 } as const

/** One policy at work on the shared arrivals. */
export interface Lane {
  readonly policy: PolicyId
  readonly receiver: Receiver
  readonly ledger: Ledger
}

export interface SavedJitterEngine {
  readonly now: SimTime
  readonly lastEvent: SimTime
  readonly longestStay: SimTime
  readonly queue: SavedQueue<JitterEvent>
  readonly network: SavedNetwork
  readonly passage: SavedPassage
  readonly hash: SavedHash
  readonly settings: JitterSettings
  readonly touched: boolean
  readonly receivers: readonly unknown[]
  readonly divergence: DivergenceCursor
}

/** Events that may wait at once: packets in the network, and one clock a receiver. A run-away model trips it. */
const QUEUE_LIMIT = 2_000_000

/**
 * A sender, a network, and any number of receivers fed the same arrivals. Each packet, and each copy the network
 * makes of one, meets exactly one end at every receiver: sent = played + late + lost + duplicate + held.
 */
export class JitterEngine implements Engine<JitterCommand, JitterFrame, SavedJitterEngine>, Stream {
  readonly config: JitterConfig
  readonly source: Source
  readonly passage = new Passage()
  readonly lanes: readonly Lane[]
  private readonly queue = new EventQueue<JitterEvent>(QUEUE_LIMIT)
  private readonly network: Network
  private readonly hash = new TraceHash()
  private time: SimTime = 0
  private lastEvent: SimTime = 0
  private longest: SimTime = 0
  private settings: JitterSettings
  private touched = false
  private divergenceCursor: DivergenceCursor = { next: 0, found: null }

  constructor(config: JitterConfig) {
    assert(config.settings.policy.length > 0, 'a run needs at least one policy')
    this.config = config
    this.settings = config.settings
    this.source = createSource(config)
    this.network = new Network(config.seed, networkOf(config.settings))
    this.lanes = config.settings.policy.map((policy) => this.createLane(policy))
    this.schedule(this.source.sentAt(0), { kind: 'send', packet: 0 })
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    const next = this.queue.nextTime
    if (next === null) return this.lastEvent
    const lastSent = this.source.sentAt(this.source.packetCount - 1)
    return Math.max(next, this.lastEvent, lastSent + Math.max(SECOND, this.longest))
  }

  get nextEventTime(): SimTime | null {
    return this.queue.nextTime
  }

  get jitter(): number {
    return this.passage.jitter
  }

  get noMoreArrivals(): boolean {
    return this.passage.packets === this.source.packetCount && this.passage.inNetwork === 0
  }

  get packetCount(): number {
    return this.source.packetCount
  }

  /** The longest time a packet took so far, from sending to being shown or given up: how far back a view looks. */
  get longestStay(): SimTime {
    return this.longest
  }

  /** The settings as they are now: some can change while a run goes on. */
  get present(): JitterSettings {
    return this.settings
  }

  /** True once a command has changed the run. */
  get isTouched(): boolean {
    return this.touched
  }

  /** The first packet of which the whiteboard's viewer and production's see something else; null while there is none. */
  get divergence(): Divergence | null {
    this.divergenceCursor = findDivergence(this, this.divergenceCursor)
    return this.divergenceCursor.found
  }

  sentAt(packet: number): SimTime {
    return this.source.stampOf(packet)
  }

  arrivedAt(packet: number): SimTime {
    return this.passage.arrivals.get(packet)
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const next = this.queue.nextTime
      if (next === null || next > until) break
      if (handled >= maxEvents) return handled
      const event = this.queue.take()
      this.time = next
      this.lastEvent = next
      this.handle(event)
      handled += 1
    }
    this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: JitterCommand): Outcome<string> {
    const done = this.carryOut(command)
    if (done.ok) this.touched = true
    return done
  }

  frame(span: Span, columns: Columns): JitterFrame {
    return buildFrame(this, span, columns)
  }

  summaries(): RunSummary[] {
    return this.lanes.map((lane) => summarise(this, lane))
  }

  measures(): number[] {
    return this.summaries().flatMap(measuresOf)
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(policy: string, measure: string): Explanation | null {
    const lane = this.lanes.find((candidate) => candidate.policy === policy)
    return lane === undefined ? null : explainMeasure(this, lane, measure)
  }

  study(part: number): StudyPart {
    return studyRun(this, part)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  excerpt(span: Span): JitterExcerpt {
    return takeExcerpt(this, span)
  }

  traceHash(): string {
    return this.hash.hex()
  }

  save(): SavedJitterEngine {
    return {
      now: this.time,
      lastEvent: this.lastEvent,
      longestStay: this.longest,
      queue: this.queue.save(),
      network: this.network.save(),
      passage: this.passage.save(),
      hash: this.hash.save(),
      settings: this.settings,
      touched: this.touched,
      receivers: this.lanes.map(({ receiver }) => receiver.save()),
      divergence: this.divergenceCursor,
    }
  }

  restore(saved: SavedJitterEngine): void {
    this.time = saved.now
    this.lastEvent = saved.lastEvent
    this.longest = saved.longestStay
    this.queue.restore(saved.queue)
    this.network.restore(saved.network)
    this.passage.restore(saved.passage)
    this.hash.restore(saved.hash)
    this.settings = saved.settings
    this.touched = saved.touched
    this.divergenceCursor = saved.divergence
    this.reconfigureReceivers()
    this.lanes.forEach(({ receiver }, i) => receiver.restore(saved.receivers[i]))
  }

  private createLane(policy: PolicyId): Lane {
    const receiver = createReceiver(POLICIES[policy], this.context(), this.source.perSecond)
    receiver.ledger.lagOf = (stamp) => this.source.lagOf(stamp)
    return { policy, receiver, ledger: receiver.ledger }
  }

  private context(): PolicyContext {
    return { options: playoutOf(this.settings), interval: this.source.interval }
  }

  private reconfigureReceivers(): void {
    const context = this.context()
    for (const { receiver } of this.lanes) receiver.reconfigure(context)
  }

  private schedule(time: SimTime, event: JitterEvent): void {
    this.queue.schedule(time, RANK[event.kind], event)
  }

  private handle(event: JitterEvent): void {
    switch (event.kind) {
      case 'send':
        return this.send(event.packet)
      case 'arrive':
        return this.arrive(event.packet, event.copy)
      case 'tick':
        return this.tick(event.receiver)
      default:
        return unreachable(event)
    }
  }

  private send(packet: number): void {
    const plan = this.source.journey(packet) ?? this.network.carry(this.time)
    this.record(RECORD.send, packet)
    this.passage.send(this.time, plan)
    for (const { ledger } of this.lanes) {
      ledger.addPacket(packet)
      if (plan.arrival === null) ledger.lose(packet, this.time)
    }
    if (plan.arrival !== null) this.schedule(plan.arrival, { kind: 'arrive', packet, copy: false })
    if (plan.copy !== null) this.schedule(plan.copy, { kind: 'arrive', packet, copy: true })
    const next = packet + 1
    if (next < this.packetCount) this.schedule(this.source.sentAt(next), { kind: 'send', packet: next })
  }

  private arrive(packet: number, copy: boolean): void {
    const stamp = this.source.stampOf(packet)
    if (!this.passage.arrive(packet, copy, this.time, stamp)) return
    this.record(RECORD.arrive, packet)
    this.longest = Math.max(this.longest, this.time - stamp - this.source.lagOf(stamp))
    const delivery: Delivery = { packet, sent: stamp, arrived: this.time }
    this.lanes.forEach(({ receiver, ledger }, index) => {
      const ring = receiver.deliver(delivery)
      if (ring !== null) this.schedule(ring, { kind: 'tick', receiver: index })
      ledger.note(this.time, receiver.target())
    })
  }

  private tick(index: number): void {
    const { receiver, ledger } = at(this.lanes, index)
    const next = receiver.tick(this.time, this)
    if (next !== null) this.schedule(next, { kind: 'tick', receiver: index })
    ledger.note(this.time, receiver.target())
    this.longest = Math.max(this.longest, ledger.lastDelay)
    const { played, late, waiting } = ledger.counts
    this.record(RECORD.tick, index, played, late, waiting)
  }

  private carryOut(command: JitterCommand): Outcome<string> {
    switch (command.kind) {
      case 'move':
        return this.movePacket(command.packet, command.arrival)
      case 'lose':
        return this.losePacket(command.packet)
      case 'set':
        return this.changeSetting(command)
      default:
        return unreachable(command)
    }
  }

  private movePacket(packet: number, arrival: SimTime): Outcome<string> {
    const moved = this.passage.move(packet, arrival, this.time)
    if (!moved.ok) return moved
    this.schedule(arrival, { kind: 'arrive', packet, copy: false })
    this.record(RECORD.move, packet, arrival)
    return moved
  }

  private losePacket(packet: number): Outcome<string> {
    const lost = this.passage.lose(packet)
    if (!lost.ok) return lost
    for (const { ledger } of this.lanes) ledger.lose(packet, this.time)
    this.record(RECORD.lose, packet)
    return lost
  }

  private changeSetting(command: SetCommand): Outcome<string> {
    const read = readLiveSetting(JITTER_SETTINGS, command)
    if (!read.ok) return read
    const { value, label, token } = read.value
    this.settings = { ...this.settings, [command.key]: value }
    this.network.reconfigure(networkOf(this.settings))
    this.reconfigureReceivers()
    this.record(RECORD.set)
    this.hash.addText(token)
    return accept(label)
  }

  private record(kind: number, ...numbers: readonly number[]): void {
    this.hash.add(kind)
    this.hash.add(this.time)
    for (const number of numbers) this.hash.add(number)
  }
}
