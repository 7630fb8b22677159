import { fromMs } from '../../kernel/time.ts'
import { unreachable } from '../../../shared/assert.ts'
import { releaseParked } from './answers.ts'
import { CONTROLLER, PRODUCER_CLIENT, type BrokerState, NO_LEADER } from './codes.ts'
import type { LaneContext } from './context.ts'
import { ask, backOff, beginFollowing, onEpochEnd, onFetched } from './following.ts'
import { advanceHighWatermark, checkIsr, sendProposal } from './in-sync.ts'
import { beginLeading, fetch, produce, read, stopLeading } from './leading.ts'
import type { EpochRequest, Message, Metadata, PartitionState, Payload, Request, Timer } from './messages.ts'
import { Replica, type SavedReplica } from './replica.ts'

/** What comes to a frozen broker: it is all there when it goes on. */
type Backlog = { readonly message: Message } | { readonly timer: Timer }

export interface SavedBroker {
  readonly state: BrokerState
  readonly incarnation: number
  readonly inbox: readonly Backlog[]
  readonly metadata: Metadata
  readonly replicas: readonly (SavedReplica | null)[]
}

const NOTHING_KNOWN: Metadata = { version: -1, partitions: [], live: [], incarnations: [] }
/** A broker says that it lives several times a session (Kafka: every 2 s of 9). */
const HEARTBEATS_A_SESSION = 4.5

/** A broker: a process that may freeze or die, over logs that last. */
export class Broker {
  readonly id: number
  /** By partition; null where it holds none. */
  readonly replicas: readonly (Replica | null)[]
  state: BrokerState = 'up'
  incarnation = 0
  metadata: Metadata = NOTHING_KNOWN
  private inbox: Backlog[] = []

  constructor(id: number, assignments: readonly (readonly number[])[]) {
    this.id = id
    this.replicas = assignments.map((replicas, p) => (replicas.includes(id) ? new Replica(p) : null))
  }

  /** How much waits for a frozen broker. */
  get backlog(): number {
    return this.inbox.length
  }

  /** The process begins: at first, and again after `kill`. */
  start(ctx: LaneContext): void {
    this.heartbeat(ctx)
  }

  /** The process dies: all it knew is gone, and so is what waited for it. Returns the requests that were waiting. */
  kill(): readonly Message[] {
    const dropped = this.inbox.flatMap((entry) => ('message' in entry ? [entry.message] : []))
    this.inbox = []
    this.state = 'down'
    this.metadata = NOTHING_KNOWN
    for (const replica of this.replicas) replica?.forget()
    return dropped
  }

  restart(ctx: LaneContext): void {
    this.state = 'up'
    this.incarnation += 1
    for (const replica of this.replicas) replica?.log.reopen()
    this.heartbeat(ctx)
  }

  /** The process goes on, and finds everything that came meanwhile. */
  thaw(ctx: LaneContext): void {
    this.state = 'up'
    const { inbox } = this
    this.inbox = []
    for (const entry of inbox)
      if ('message' in entry) this.receive(ctx, entry.message)
      else this.ring(ctx, entry.timer)
  }

  receive(ctx: LaneContext, message: Message): void {
    const { payload } = message
    if (this.state === 'frozen') this.inbox.push({ message })
    else if (payload.kind === 'fetched' && payload.blocks.length > 0 && this.isSlow(ctx))
      this.hold(ctx, message, payload.partition)
    else this.handle(ctx, message.from, payload)
  }

  ring(ctx: LaneContext, timer: Timer): void {
    if (this.state === 'down' || timer.incarnation !== this.incarnation) return
    if (this.state === 'frozen') this.inbox.push({ timer })
    else this.onTimer(ctx, timer)
  }

  /** Takes in what the controller says, where it is news. */
  learn(ctx: LaneContext, metadata: Metadata): void {
    if (metadata.version <= this.metadata.version) return
    this.metadata = metadata
    metadata.partitions.forEach((known, p) => {
      const replica = this.replicas[p]
      if (replica === undefined || replica === null) return
      replica.state.live = [...metadata.live]
      this.apply(ctx, replica, known)
      // A fenced broker no longer holds the high watermark back.
      if (replica.isLeader && ctx.policy.isKafka) advanceHighWatermark(ctx, this.id, replica)
    })
  }

  save(): SavedBroker {
    const { state, incarnation, metadata } = this
    const replicas = this.replicas.map((replica) => replica?.save() ?? null)
    return { state, incarnation, inbox: this.inbox.slice(), metadata, replicas }
  }

  restore(saved: SavedBroker): void {
    this.state = saved.state
    this.incarnation = saved.incarnation
    this.inbox = saved.inbox.slice()
    this.metadata = saved.metadata
    saved.replicas.forEach((replica, p) => {
      if (replica !== null) this.replicas[p]?.restore(replica)
    })
  }

  private isSlow({ settings }: LaneContext): boolean {
    return settings.slow === this.id && settings.slowMs > 0
  }

  /** A slow broker is at work on it for a while. */
  private hold(ctx: LaneContext, message: Message, partition: number): void {
    const replica = this.replicas[partition]
    if (replica !== undefined && replica !== null) replica.state.isWriting = true
    ctx.after(fromMs(ctx.settings.slowMs), this.id, 'apply', partition, 0, message)
  }

  private apply(ctx: LaneContext, replica: Replica, known: PartitionState): void {
    const { state } = replica
    if (known.partitionEpoch <= state.partitionEpoch) return
    const isNewEpoch = known.leaderEpoch > state.leaderEpoch
    if (isNewEpoch && replica.isLeader) stopLeading(ctx, this.id, replica)
    state.leader = known.leader
    state.leaderEpoch = known.leaderEpoch
    state.partitionEpoch = known.partitionEpoch
    state.isr = [...known.isr]
    state.proposal = null
    if (!isNewEpoch) return
    state.generation += 1
    if (known.leader === this.id) beginLeading(ctx, this.id, replica, known)
    else if (known.leader === NO_LEADER) state.role = 'none'
    else beginFollowing(ctx, this.id, replica)
  }

  private heartbeat(ctx: LaneContext): void {
    const { incarnation, metadata } = this
    // News for all may come before the controller has heard of this process: only its own name there is an answer.
    if (metadata.incarnations[this.id - 1] !== incarnation)
      ctx.send(this.id, CONTROLLER, { kind: 'register', incarnation })
    else ctx.send(this.id, CONTROLLER, { kind: 'heartbeat', incarnation, version: metadata.version })
    ctx.after(fromMs(ctx.settings.session / HEARTBEATS_A_SESSION), this.id, 'heartbeat', 0, 0)
  }

  private handle(ctx: LaneContext, from: number, payload: Payload): void {
    const replica = 'partition' in payload ? (this.replicas[payload.partition] ?? null) : null
    switch (payload.kind) {
      case 'produce':
        if (replica !== null) return produce(ctx, this.id, replica, payload)
        if (payload.acks === '0') ctx.authorities.dropped(payload.partition, payload.batch.ids)
        return ctx.send(this.id, PRODUCER_CLIENT, {
          kind: 'produced',
          request: payload.request,
          error: 'NotLeaderOrFollower',
          base: -1,
        })
      case 'fetch':
        return replica === null ? undefined : fetch(ctx, this.id, replica, from, payload)
      case 'read':
        if (replica !== null) return read(ctx, this.id, replica, payload)
        return ctx.send(this.id, from, {
          kind: 'records',
          partition: payload.partition,
          generation: payload.generation,
          error: 'NotLeaderOrFollower',
          blocks: [],
          resetTo: null,
        })
      case 'epoch-ask':
        return replica === null ? undefined : this.tellEpochEnd(ctx, replica, from, payload)
      case 'fetched':
        return replica === null ? undefined : onFetched(ctx, this.id, replica, payload)
      case 'epoch-end':
        return replica === null ? undefined : onEpochEnd(ctx, this.id, replica, payload)
      case 'altered':
        return replica === null ? undefined : this.onAltered(ctx, replica, payload.proposal, payload.state)
      case 'metadata':
        return this.learn(ctx, payload.metadata)
      case 'ask-metadata':
        return ctx.send(this.id, from, {
          kind: 'client-metadata',
          generation: payload.generation,
          leaders: this.metadata.partitions.map(({ leader, leaderEpoch }) => ({
            leader,
            epoch: leaderEpoch,
          })),
        })
      case 'refused':
        return this.onRefused(ctx, payload.what)
      case 'reset':
        return this.onReset(ctx, from)
      case 'heartbeat':
      case 'register':
      case 'alter':
      case 'produced':
      case 'records':
      case 'client-metadata':
        return undefined // meant for others
      default:
        return unreachable(payload)
    }
  }

  private tellEpochEnd(ctx: LaneContext, replica: Replica, from: number, request: EpochRequest): void {
    const { partition, generation, leaderEpoch, epoch } = request
    const { state, log } = replica
    const isOurs = replica.isLeader && leaderEpoch === state.leaderEpoch
    const error = isOurs ? 'None' : replica.isLeader ? 'FencedLeaderEpoch' : 'NotLeaderOrFollower'
    const end = isOurs ? log.endOfEpoch(epoch) : null
    ctx.send(this.id, from, { kind: 'epoch-end', partition, generation, error, end })
  }

  private onAltered(ctx: LaneContext, replica: Replica, proposal: number, known: PartitionState): void {
    const { state } = replica
    if (known.partitionEpoch > state.partitionEpoch) this.apply(ctx, replica, known)
    // Refused as it was: nothing of it is under way any more.
    else if (known.leaderEpoch === state.leaderEpoch && proposal === state.proposals) state.proposal = null
    if (replica.isLeader) advanceHighWatermark(ctx, this.id, replica)
  }

  private onRefused(ctx: LaneContext, what: Request): void {
    if (what.kind !== 'fetch' && what.kind !== 'epoch-ask') return
    const replica = this.replicas[what.partition]
    if (replica?.state.role === 'follower' && replica.state.generation === what.generation)
      backOff(ctx, this.id, replica)
  }

  private onReset(ctx: LaneContext, from: number): void {
    for (const replica of this.replicas)
      if (replica?.state.role === 'follower' && replica.state.leader === from && !replica.state.isWriting)
        backOff(ctx, this.id, replica)
  }

  private onTimer(ctx: LaneContext, { name, key, stamp, held }: Timer): void {
    if (name === 'heartbeat') return this.heartbeat(ctx)
    if (name === 'apply') return held === undefined ? undefined : this.handle(ctx, held.from, held.payload)
    const replica = this.replicas[key]
    if (replica === undefined || replica === null) return
    const isCurrent = replica.state.generation === stamp && !replica.state.isWriting
    if (name === 'parked') releaseParked(ctx, this.id, replica, stamp)
    if (name === 'isr-check') checkIsr(ctx, this.id, replica, stamp)
    if (name === 'alter-retry' && replica.state.proposals === stamp) sendProposal(ctx, this.id, replica)
    if (name === 'fetch-retry' && isCurrent) ask(ctx, this.id, replica)
    if (name === 'fetch-timeout' && isCurrent && replica.state.role === 'follower') ask(ctx, this.id, replica)
  }
}
