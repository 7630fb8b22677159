import { assert, at, unreachable } from '../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { printParam, readParamValue, sayParam, type ParamValue } from '../../shared/params.ts'
import type { Columns } from '../kernel/columns.ts'
import type { Check, Engine, Landmark, Span } from '../kernel/engine.ts'
import { EventQueue, type SavedQueue } from '../kernel/event-queue.ts'
import { PagedColumn, type SavedColumn } from '../kernel/paged-column.ts'
import { SECOND, toMs, type SimTime } from '../kernel/time.ts'
import { TraceHash, type SavedHash } from '../kernel/trace-hash.ts'
import { checkRun } from './checks.ts'
import type { JitterCommand, JitterConfig } from './config.ts'
import { findDivergence, type Divergence, type DivergenceCursor } from './divergence.ts'
import { JOURNEY, type Journey } from './fate.ts'
import { FrameQueue } from './frame-queue.ts'
import { buildFrame, type JitterFrame } from './frame.ts'
import type { Ledger } from './ledger.ts'
import { measuresOf, summarise, type RunSummary } from './measures.ts'
import { Network, type SavedNetwork } from './network/network.ts'
import { PlayoutClock } from './playout-clock.ts'
import { JITTER_SETTINGS, networkOf, playoutOf, type JitterSettings } from './settings.ts'
import { POLICIES, type PolicyId } from './policies/index.ts'
import type { PolicyContext } from './policies/policy.ts'
import { InterarrivalJitter, type SavedJitter } from './rfc3550.ts'
import type { Delivery, Stream } from './receiver.ts'
import { createSource, type Source } from './source.ts'

/** What is scheduled. The rank of a kind settles the order within one instant: what comes in is there to be played. */
type JitterEvent =
  | { readonly kind: 'send'; readonly packet: number }
  | { readonly kind: 'arrive'; readonly packet: number; readonly copy: boolean }
  | { readonly kind: 'tick'; readonly receiver: number }

const RANK: Record<JitterEvent['kind'], number> = { send: 0, arrive: 1, tick: 2 }

/** One policy at work on the shared arrivals. */
export interface Lane {
  readonly policy: PolicyId
  readonly receiver: FrameQueue | PlayoutClock
  readonly ledger: Ledger
}

/** Transit times of what has arrived so far, in microseconds on the trace's own clocks. */
export interface TransitStats {
  count: number
  sum: number
  first: SimTime
  fastest: SimTime
  slowest: SimTime
  /** The longest time from sending to being shown or given up: how far back a view must look. */
  longestStay: SimTime
}

interface SavedJitterEngine {
  readonly now: SimTime
  readonly queue: SavedQueue<JitterEvent>
  readonly network: SavedNetwork
  readonly jitter: SavedJitter
  readonly hash: SavedHash
  readonly columns: readonly SavedColumn[]
  readonly sent: number
  readonly inNetwork: number
  readonly settings: JitterSettings
  readonly touched: boolean
  readonly transits: TransitStats
  readonly receivers: readonly unknown[]
  readonly divergence: DivergenceCursor
}

/** Events that may wait at once: packets in the network, and one clock a receiver. A run-away model trips it. */
const QUEUE_LIMIT = 2_000_000
const MAX_LANDMARKS = 300
const LONGEST_MOVE: SimTime = 60 * SECOND

/**
 * A sender, a network, and any number of receivers fed the same arrivals. Each packet, and each copy the network
 * makes of one, meets exactly one end at every receiver: sent = played + late + lost + duplicate + held.
 */
export class JitterEngine implements Engine<JitterCommand, JitterFrame, SavedJitterEngine>, Stream {
  readonly config: JitterConfig
  readonly source: Source
  readonly lanes: readonly Lane[]
  readonly sentTimes = new PagedColumn((n) => new Float64Array(n))
  /** By packet: when it comes out of the network if nobody interferes; NaN when it is lost. */
  readonly plannedArrivals = new PagedColumn((n) => new Float64Array(n))
  /** By packet: when it, or a copy of it, first arrived; NaN before. */
  readonly arrivals = new PagedColumn((n) => new Float64Array(n))
  private readonly journeys = new PagedColumn((n) => new Uint8Array(n))
  private readonly queue = new EventQueue<JitterEvent>(QUEUE_LIMIT)
  private readonly network: Network
  private readonly rfc3550 = new InterarrivalJitter()
  private readonly hash = new TraceHash()
  private time: SimTime = 0
  private sentCount = 0
  private travelling = 0
  private settings: JitterSettings
  private touched = false
  readonly transits: TransitStats = { count: 0, sum: 0, first: 0, fastest: 0, slowest: 0, longestStay: 0 }
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
    if (this.queue.size === 0) return this.time
    const lastSent = this.source.sentAt(this.source.packetCount - 1)
    return Math.max(this.time, lastSent + Math.max(SECOND, this.transits.longestStay))
  }

  get nextEventTime(): SimTime | null {
    return this.queue.nextTime
  }

  get jitter(): number {
    return this.rfc3550.value
  }

  get noMoreArrivals(): boolean {
    return this.sentTimes.length === this.source.packetCount && this.travelling === 0
  }

  get packetCount(): number {
    return this.source.packetCount
  }

  /** Packets sent so far, each copy the network made counted too. */
  get sent(): number {
    return this.sentCount
  }

  /** Packets and copies in the network now. */
  get inNetwork(): number {
    return this.travelling
  }

  /** Packets the network dropped, or a person took out of it. */
  get lostCount(): number {
    return at(this.lanes, 0).ledger.counts.lost
  }

  /** True once a command has changed the run. */
  get isTouched(): boolean {
    return this.touched
  }

  get divergence(): Divergence | null {
    this.divergenceCursor = findDivergence(this, this.divergenceCursor)
    return this.divergenceCursor.found
  }

  sentAt(packet: number): SimTime {
    return this.source.sentAt(packet)
  }

  arrivedAt(packet: number): SimTime {
    return this.arrivals.get(packet)
  }

  journeyOf(packet: number): Journey {
    return this.journeys.get(packet) as Journey // only codes of JOURNEY are ever written
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const next = this.queue.nextTime
      if (next === null || next > until) break
      if (handled >= maxEvents) return handled
      const { time, event } = this.queue.take()
      this.time = time
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

  private carryOut(command: JitterCommand): Outcome<string> {
    switch (command.kind) {
      case 'move':
        return this.movePacket(command.packet, command.arrival)
      case 'lose':
        return this.losePacket(command.packet)
      case 'set':
        return this.changeSetting(command.key, command.value)
      default:
        return unreachable(command)
    }
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

  landmarks(): Landmark[] {
    const marks: Landmark[] = []
    for (const { policy, ledger } of this.lanes)
      for (let i = 0; i < ledger.stallCount && marks.length < MAX_LANDMARKS; i++) {
        const { start } = ledger.stall(i)
        marks.push({ time: start, kind: 'trouble', label: `${POLICIES[policy].name} stalls` })
      }
    const turn = this.divergence
    if (turn !== null) marks.push({ time: turn.time, kind: 'turn', label: 'first difference' })
    return marks.sort((a, b) => a.time - b.time)
  }

  traceHash(): string {
    return this.hash.hex()
  }

  save(): SavedJitterEngine {
    return {
      now: this.time,
      queue: this.queue.save(),
      network: this.network.save(),
      jitter: this.rfc3550.save(),
      hash: this.hash.save(),
      columns: this.columns().map((column) => column.save()),
      sent: this.sentCount,
      inNetwork: this.travelling,
      settings: this.settings,
      touched: this.touched,
      transits: { ...this.transits },
      receivers: this.lanes.map(({ receiver }) => receiver.save()),
      divergence: this.divergenceCursor,
    }
  }

  restore(saved: SavedJitterEngine): void {
    this.time = saved.now
    this.queue.restore(saved.queue)
    this.network.restore(saved.network)
    this.rfc3550.restore(saved.jitter)
    this.hash.restore(saved.hash)
    this.columns().forEach((column, i) => column.restore(at(saved.columns, i)))
    this.sentCount = saved.sent
    this.travelling = saved.inNetwork
    this.settings = saved.settings
    this.touched = saved.touched
    Object.assign(this.transits, saved.transits)
    this.divergenceCursor = saved.divergence
    this.reconfigureReceivers()
    this.lanes.forEach(({ receiver }, i) => receiver.restore(saved.receivers[i]))
  }

  private columns(): PagedColumn[] {
    return [this.sentTimes, this.plannedArrivals, this.arrivals, this.journeys]
  }

  private createLane(policy: PolicyId): Lane {
    const description = POLICIES[policy]
    const context = this.context()
    const receiver =
      description.kind === 'gate'
        ? new FrameQueue(description, context, this.source.perSecond)
        : new PlayoutClock(description, context)
    return { policy, receiver, ledger: receiver.ledger }
  }

  private context(): PolicyContext {
    return { options: playoutOf(this.settings), interval: this.source.interval }
  }

  private changeSetting(key: string, value: ParamValue): Outcome<string> {
    const spec = JITTER_SETTINGS.find((setting) => setting.key === key)
    if (spec === undefined) return refuse(`there is no setting ${key}`)
    if (!spec.live) return refuse(`${spec.label} holds from the start of a run; it cannot change on the way`)
    const { value: safe, complaint } = readParamValue(spec, value)
    if (complaint !== null) return refuse(complaint)
    this.settings = { ...this.settings, [key]: safe }
    this.network.reconfigure(networkOf(this.settings))
    this.reconfigureReceivers()
    this.record(6, JITTER_SETTINGS.indexOf(spec))
    for (const char of printParam(safe)) this.hash.add(char.charCodeAt(0))
    return accept(`${spec.label} ${sayParam(spec, safe)}`)
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
    const { time } = this
    const { arrival, copy } = this.source.journey(packet) ?? this.network.carry(time)
    this.record(1, packet)
    this.sentTimes.push(time)
    this.plannedArrivals.push(arrival ?? Number.NaN)
    this.arrivals.push(Number.NaN)
    this.journeys.push(arrival === null ? JOURNEY.lost : JOURNEY.travelling)
    this.sentCount += copy === null ? 1 : 2
    for (const { ledger } of this.lanes) {
      ledger.addPacket(packet)
      if (arrival === null) ledger.lose(packet)
    }
    if (arrival !== null) this.travel({ kind: 'arrive', packet, copy: false }, arrival)
    if (copy !== null) this.travel({ kind: 'arrive', packet, copy: true }, copy)
    if (packet + 1 < this.source.packetCount)
      this.schedule(this.source.sentAt(packet + 1), { kind: 'send', packet: packet + 1 })
  }

  private travel(event: JitterEvent, arrival: SimTime): void {
    this.travelling += 1
    this.schedule(arrival, event)
  }

  private arrive(packet: number, copy: boolean): void {
    if (!copy) {
      // A packet that was moved, or lost on its way, leaves its old arrival in the queue.
      if (this.journeyOf(packet) !== JOURNEY.travelling || this.plannedArrivals.get(packet) !== this.time)
        return
      this.journeys.set(packet, JOURNEY.arrived)
    }
    this.travelling -= 1
    this.record(2, packet)
    const sent = this.sentTimes.get(packet)
    if (Number.isNaN(this.arrivals.get(packet))) this.arrivals.set(packet, this.time)
    this.rfc3550.add(sent, this.time)
    noteTransit(this.transits, this.time - sent)
    const delivery: Delivery = { packet, sent, arrived: this.time }
    this.lanes.forEach(({ receiver, ledger }, index) => {
      const firstTick = receiver.deliver(delivery)
      if (firstTick !== null) this.schedule(firstTick, { kind: 'tick', receiver: index })
      ledger.note(this.time, receiver.target())
    })
  }

  private tick(index: number): void {
    const { receiver, ledger } = at(this.lanes, index)
    const next = receiver.tick(this.time, this)
    if (next !== null) this.schedule(next, { kind: 'tick', receiver: index })
    ledger.note(this.time, receiver.target())
    const { played, late, waiting } = ledger.counts
    this.record(3, index, played, late, waiting)
    if (ledger.lastDelay > this.transits.longestStay) this.transits.longestStay = ledger.lastDelay
  }

  private movePacket(packet: number, arrival: SimTime): Outcome<string> {
    const problem = this.whyFixed(packet)
    if (problem !== null) return refuse(problem)
    const old = this.plannedArrivals.get(packet)
    if (arrival < this.time) return refuse(`packet ${packet} cannot arrive before it was sent`)
    if (arrival - this.time > LONGEST_MOVE) return refuse(`packet ${packet} cannot take longer than a minute`)
    this.plannedArrivals.set(packet, arrival)
    this.schedule(arrival, { kind: 'arrive', packet, copy: false })
    this.record(4, packet, arrival)
    const change = Math.round(toMs(arrival - old))
    return accept(`packet ${packet} ${change < 0 ? '−' : '+'}${Math.abs(change)} ms`)
  }

  private losePacket(packet: number): Outcome<string> {
    const problem = this.whyFixed(packet)
    if (problem !== null) return refuse(problem)
    this.plannedArrivals.set(packet, Number.NaN)
    this.journeys.set(packet, JOURNEY.lost)
    this.travelling -= 1
    for (const { ledger } of this.lanes) ledger.lose(packet)
    this.record(5, packet)
    return accept(`packet ${packet} lost`)
  }

  /** Why a packet cannot be changed now; null when it can. */
  private whyFixed(packet: number): string | null {
    if (!Number.isInteger(packet) || packet < 0 || packet >= this.source.packetCount)
      return `there is no packet ${packet}`
    if (packet >= this.sentTimes.length) return `packet ${packet} has not been sent yet`
    const journey = this.journeyOf(packet)
    if (journey === JOURNEY.lost) return `packet ${packet} was lost on its way`
    return journey === JOURNEY.arrived ? `packet ${packet} has already arrived` : null
  }

  private record(kind: number, ...numbers: readonly number[]): void {
    this.hash.add(kind)
    this.hash.add(this.time)
    for (const number of numbers) this.hash.add(number)
  }
}

function noteTransit(stats: TransitStats, transit: SimTime): void {
  if (stats.count === 0) {
    stats.first = transit
    stats.fastest = transit
    stats.slowest = transit
  }
  stats.count += 1
  stats.sum += transit
  stats.fastest = Math.min(stats.fastest, transit)
  stats.slowest = Math.max(stats.slowest, transit)
  stats.longestStay = Math.max(stats.longestStay, transit)
}
