import { at } from '../../../shared/assert.ts'
import { fromMs, type SimTime } from '../../kernel/time.ts'
import { CONTROLLER, NO_LEADER } from './codes.ts'
import type { LaneContext } from './context.ts'
import type { AlterRequest, Metadata, PartitionState, Payload, Timer } from './messages.ts'

interface Registered {
  live: boolean
  incarnation: number
  heardAt: SimTime
}

export interface SavedController {
  readonly brokers: readonly Registered[]
  readonly partitions: readonly PartitionState[]
  readonly version: number
  readonly proposals: readonly string[]
}

/** The controller: knows who lives, says who leads, and agrees to changes of the in-sync replicas. It never fails here. */
export class Controller {
  private brokers: Registered[]
  private states: PartitionState[]
  private version = 0
  /** By partition: the newest proposal dealt with, with its leader's epoch. */
  private proposals: string[]

  constructor(count: number, assignments: readonly (readonly number[])[]) {
    this.brokers = Array.from({ length: count }, () => ({ live: true, incarnation: 0, heardAt: 0 }))
    this.states = assignments.map((replicas) => ({
      replicas,
      leader: at(replicas, 0),
      leaderEpoch: 0,
      isr: replicas,
      partitionEpoch: 0,
    }))
    this.proposals = assignments.map(() => '')
  }

  get partitions(): readonly PartitionState[] {
    return this.states
  }

  get metadata(): Metadata {
    const incarnations = this.brokers.map(({ incarnation }) => incarnation)
    return { version: this.version, partitions: this.states.slice(), live: this.live, incarnations }
  }

  isLive(broker: number): boolean {
    return this.registered(broker).live
  }

  start(ctx: LaneContext): void {
    for (const broker of this.ids) this.watch(ctx, broker, fromMs(ctx.settings.session))
  }

  receive(ctx: LaneContext, from: number, payload: Payload): void {
    if (payload.kind === 'heartbeat') this.onHeartbeat(ctx, from, payload.incarnation, payload.version)
    if (payload.kind === 'register') this.onRegister(ctx, from, payload.incarnation)
    if (payload.kind === 'alter') this.onAlter(ctx, from, payload)
  }

  /** A session may have run out. */
  ring(ctx: LaneContext, { key }: Timer): void {
    const registered = this.registered(key)
    if (!registered.live) return
    const session = fromMs(ctx.settings.session)
    const due = registered.heardAt + session
    if (due > ctx.now) return this.watch(ctx, key, due - ctx.now)
    ctx.journal.add(
      ctx.now,
      'fenced',
      CONTROLLER,
      `broker ${key} fenced: no heartbeat for ${ctx.settings.session} ms`,
    )
    this.fence(ctx, key)
  }

  /** A setting has changed that may let someone lead a partition that nobody leads. */
  reconsider(ctx: LaneContext): void {
    this.electWhereNeeded(ctx)
  }

  save(): SavedController {
    return {
      brokers: this.brokers.map((broker) => ({ ...broker })),
      partitions: this.states.slice(),
      version: this.version,
      proposals: this.proposals.slice(),
    }
  }

  restore(saved: SavedController): void {
    this.brokers = saved.brokers.map((broker) => ({ ...broker }))
    this.states = saved.partitions.slice()
    this.version = saved.version
    this.proposals = saved.proposals.slice()
  }

  private get ids(): number[] {
    return this.brokers.map((_, i) => i + 1)
  }

  private get live(): number[] {
    return this.ids.filter((id) => this.isLive(id))
  }

  private registered(broker: number): Registered {
    return at(this.brokers, broker - 1)
  }

  private watch(ctx: LaneContext, broker: number, delay: SimTime): void {
    ctx.after(delay, CONTROLLER, 'session', broker, 0)
  }

  private onHeartbeat(ctx: LaneContext, from: number, incarnation: number, version: number): void {
    const registered = this.registered(from)
    if (incarnation !== registered.incarnation) return
    registered.heardAt = ctx.now
    if (!registered.live) this.unfence(ctx, from)
    else if (version < this.version) this.tell(ctx, from)
  }

  /** A process that begins anew was gone, whether or not anybody has noticed. */
  private onRegister(ctx: LaneContext, from: number, incarnation: number): void {
    const registered = this.registered(from)
    if (incarnation <= registered.incarnation) return this.onHeartbeat(ctx, from, incarnation, -1)
    if (registered.live) this.fence(ctx, from)
    registered.incarnation = incarnation
    registered.heardAt = ctx.now
    this.unfence(ctx, from)
  }

  private fence(ctx: LaneContext, broker: number): void {
    this.registered(broker).live = false
    if (ctx.policy.isKafka)
      this.states.forEach((state, p) => {
        if (!state.isr.includes(broker) || state.isr.length === 1) return
        this.change(
          p,
          state.isr.filter((id) => id !== broker),
          state.leader,
        )
        this.sayIsr(ctx, p, state.isr)
      })
    this.electWhereNeeded(ctx)
    this.publish(ctx)
  }

  private unfence(ctx: LaneContext, broker: number): void {
    this.registered(broker).live = true
    this.watch(ctx, broker, fromMs(ctx.settings.session))
    ctx.journal.add(ctx.now, 'repair', CONTROLLER, `broker ${broker} is registered and unfenced`)
    this.electWhereNeeded(ctx)
    this.publish(ctx)
  }

  private onAlter(ctx: LaneContext, from: number, request: AlterRequest): void {
    const { partition, leaderEpoch, partitionEpoch, isr, proposal } = request
    const state = at(this.states, partition)
    const name = `${leaderEpoch}/${proposal}`
    const isNew = this.proposals[partition] !== name
    const fits =
      state.leader === from && state.leaderEpoch === leaderEpoch && state.partitionEpoch === partitionEpoch
    if (isNew && fits) this.proposals[partition] = name
    if (isNew && fits && isr.every((id) => this.isLive(id))) {
      this.change(partition, isr, state.leader)
      this.sayIsr(ctx, partition, state.isr)
      this.publish(ctx)
    }
    ctx.send(CONTROLLER, from, { kind: 'altered', partition, proposal, state: at(this.states, partition) })
  }

  private electWhereNeeded(ctx: LaneContext): void {
    let changed = false
    this.states.forEach((state, p) => {
      if (state.leader !== NO_LEADER && this.isLive(state.leader)) return
      const live = state.replicas.filter((id) => this.isLive(id))
      const clean = ctx.policy.isKafka ? live.find((id) => state.isr.includes(id)) : live[0]
      const unclean = ctx.policy.isKafka && ctx.settings.unclean ? live[0] : undefined
      const leader = clean ?? unclean ?? NO_LEADER
      if (leader === state.leader) return
      changed = true
      this.change(p, clean === undefined && leader !== NO_LEADER ? [leader] : state.isr, leader)
      this.sayLeader(ctx, p, clean === undefined)
    })
    if (changed) this.publish(ctx)
  }

  private change(partition: number, isr: readonly number[], leader: number): void {
    const state = at(this.states, partition)
    const leaderEpoch = state.leaderEpoch + (leader === state.leader ? 0 : 1)
    this.states[partition] = {
      ...state,
      leader,
      leaderEpoch,
      isr,
      partitionEpoch: state.partitionEpoch + 1,
    }
  }

  private sayLeader(ctx: LaneContext, p: number, isUnclean: boolean): void {
    const { leader, leaderEpoch, isr } = at(this.states, p)
    const where = this.where(p)
    if (leader === NO_LEADER)
      return ctx.journal.add(
        ctx.now,
        'offline',
        CONTROLLER,
        `${where}no leader: none of the in-sync replicas ${listed(isr)} is alive. The partition is offline`,
      )
    ctx.counters.LeaderElections += 1
    if (isUnclean) ctx.counters.UncleanLeaderElections += 1
    ctx.journal.add(
      ctx.now,
      isUnclean ? 'unclean' : 'leader',
      CONTROLLER,
      isUnclean
        ? `${where}unclean election: broker ${leader} leads, epoch ${leaderEpoch}, though it was not in sync`
        : `${where}broker ${leader} is elected leader, epoch ${leaderEpoch}`,
    )
  }

  private sayIsr(ctx: LaneContext, p: number, before: readonly number[]): void {
    const { isr } = at(this.states, p)
    const grew = isr.length > before.length
    if (grew) ctx.counters.IsrExpands += 1
    else ctx.counters.IsrShrinks += 1
    ctx.journal.add(
      ctx.now,
      grew ? 'isr-expand' : 'isr-shrink',
      CONTROLLER,
      `${this.where(p)}in-sync replicas ${listed(before)} → ${listed(isr)}`,
    )
  }

  private where(p: number): string {
    return this.states.length > 1 ? `partition ${p}: ` : ''
  }

  private publish(ctx: LaneContext): void {
    this.version += 1
    for (const broker of this.ids) this.tell(ctx, broker)
  }

  private tell(ctx: LaneContext, broker: number): void {
    ctx.send(CONTROLLER, broker, { kind: 'metadata', metadata: this.metadata })
  }
}

const listed = (ids: readonly number[]): string => `{${ids.join(', ')}}`
