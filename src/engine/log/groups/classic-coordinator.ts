import { fromMs, SECOND, type SimTime } from '../../kernel/time.ts'
import type { Assign } from './assignors/assignment.ts'
import type { GroupError } from './codes.ts'
import type { Beat, Coordinator, JoinRequest, Listeners } from './protocol.ts'
import type { GroupSettings } from './settings.ts'

/** From the last join until everybody has heard what to read: two trips to the broker. */
const SYNC: SimTime = fromMs(40)

/** How long an empty group waits for more members before its first generation: group.initial.rebalance.delay.ms, 3 s in Kafka. */
const FIRST_WAIT: SimTime = fromMs(100)

interface Known {
  readonly id: string
  readonly slot: number
  owned: readonly number[]
  /** It is dead to the group from then on, unless it is heard of. */
  expires: SimTime
  /** It has joined this round and waits for the others. */
  joined: boolean
}

interface State {
  phase: 'empty' | 'preparing' | 'completing' | 'stable'
  generation: number
  members: Known[]
  /** Until when a round waits for members that have not joined. */
  deadline: SimTime
  /** Until when a round goes on in any case. */
  holdUntil: SimTime
  syncAt: SimTime
}

/**
 * The classic protocol: a rebalance is a barrier. Every member has to join again, or to be given up, before a new
 * generation begins and anybody is told what to read
 * (https://kafka.apache.org/40/design/design/#group-membership; states as in its GroupMetadata).
 */
export class ClassicCoordinator implements Coordinator {
  private readonly session: SimTime
  private readonly patience: SimTime
  private readonly assign: Assign
  private readonly partitions: number
  private readonly tell: Listeners
  private state: State = { phase: 'empty', generation: 0, members: [], deadline: 0, holdUntil: 0, syncAt: 0 }

  constructor(settings: GroupSettings, assign: Assign, tell: Listeners) {
    this.session = Math.round(settings.session * SECOND)
    this.patience = Math.round(settings.maxPollInterval * SECOND)
    this.assign = assign
    this.partitions = settings.partitions
    this.tell = tell
  }

  get generation(): number {
    return this.state.generation
  }

  get isRebalancing(): boolean {
    return this.state.phase === 'preparing' || this.state.phase === 'completing'
  }

  get memberIds(): readonly string[] {
    return this.state.members.map(({ id }) => id)
  }

  get due(): SimTime | null {
    const { phase, members, deadline, holdUntil, syncAt } = this.state
    const times = members.filter((member) => this.canExpire(member)).map(({ expires }) => expires)
    if (phase === 'preparing') times.push(this.allJoined ? holdUntil : deadline)
    if (phase === 'completing') times.push(syncAt)
    return times.length === 0 ? null : Math.min(...times)
  }

  ring(now: SimTime): void {
    const { phase, deadline, syncAt } = this.state
    if (phase === 'completing' && syncAt <= now) this.sync(now)
    if (phase === 'preparing' && deadline <= now) this.beginGeneration(now)
    else this.completeIfAllJoined(now)
    const gone = this.state.members.filter((member) => this.canExpire(member) && member.expires <= now)
    for (const { id } of gone) this.leave(id, `member ${id} was not heard of for a session timeout`, now)
  }

  join({ id, slot, owned }: JoinRequest, now: SimTime): void {
    const known = this.state.members.find((member) => member.id === id)
    const expires = now + this.session
    if (this.state.phase === 'completing' && known !== undefined) {
      // Asked once more in a round that is about to end: the same answer.
      known.expires = expires
      this.tell.joined(id, this.state.generation)
      return
    }
    if (known === undefined) this.state.members.push({ id, slot, owned, expires, joined: true })
    else Object.assign(known, { owned, expires, joined: true })
    if (!this.isPreparing) {
      this.prepare(known === undefined ? `member ${id} joined` : `member ${id} joined again`, now, id)
      for (const member of this.state.members) member.joined ||= member.id === id
    }
    this.completeIfAllJoined(now)
  }

  leave(id: string, cause: string, now: SimTime): void {
    if (!this.knows(id)) return
    this.state.members = this.state.members.filter((member) => member.id !== id)
    if (!this.isPreparing) this.prepare(cause, now)
    this.completeIfAllJoined(now)
  }

  heartbeat(id: string, generation: number, _owned: readonly number[], now: SimTime): Beat {
    const known = this.state.members.find((member) => member.id === id)
    if (known === undefined) return { error: 'UnknownMemberId', told: null }
    if (generation !== this.state.generation && !(this.isPreparing && known.joined))
      return { error: 'IllegalGeneration', told: null }
    known.expires = now + this.session
    return { error: this.isPreparing && !known.joined ? 'RebalanceInProgress' : null, told: null }
  }

  refusal(id: string, generation: number): GroupError | null {
    if (!this.knows(id)) return 'UnknownMemberId'
    if (generation !== this.state.generation) return 'IllegalGeneration'
    return this.state.phase === 'completing' ? 'RebalanceInProgress' : null
  }

  knows(id: string): boolean {
    return this.state.members.some((member) => member.id === id)
  }

  save(): unknown {
    return copyOf(this.state)
  }

  restore(saved: unknown): void {
    this.state = copyOf(saved as State) // the lane hands back what `save` gave it
  }

  private get isPreparing(): boolean {
    return this.state.phase === 'preparing'
  }

  /** Whoever waits at the barrier is taken for alive. */
  private canExpire({ joined }: Known): boolean {
    return !(this.isPreparing && joined)
  }

  private prepare(cause: string, now: SimTime, joiner: string | null = null): void {
    const interrupted = this.state.phase === 'completing' ? this.state.members : []
    const isNew = !this.isRebalancing
    this.state.holdUntil = this.state.phase === 'empty' ? now + FIRST_WAIT : now
    this.state.phase = 'preparing'
    this.state.deadline = now + this.patience
    for (const member of this.state.members) member.joined = false
    if (isNew) this.tell.begins(cause, now)
    for (const { id } of interrupted) if (id !== joiner) this.tell.joinAgain(id, now)
  }

  private completeIfAllJoined(now: SimTime): void {
    if (this.isPreparing && this.allJoined && now >= this.state.holdUntil) this.beginGeneration(now)
  }

  private get allJoined(): boolean {
    return this.state.members.every(({ joined }) => joined)
  }

  /** The barrier opens: who has not come is given up. */
  private beginGeneration(now: SimTime): void {
    this.state.members = this.state.members.filter(({ joined }) => joined)
    this.state.generation += 1
    for (const member of this.state.members) member.expires = now + this.session
    if (this.state.members.length === 0) {
      this.state.phase = 'empty'
      this.tell.settled(this.state.generation, now)
      return
    }
    this.state.phase = 'completing'
    this.state.syncAt = now + SYNC
    for (const { id } of this.state.members) this.tell.joined(id, this.state.generation)
  }

  /** The members' leader has divided the partitions, and each hears its part. */
  private sync(now: SimTime): void {
    const { members, generation } = this.state
    const candidates = members.map(({ id, owned }) => ({
      id,
      owned: owned.map((partition) => ({ topic: 0, partition })),
    }))
    const given = this.assign(candidates, [this.partitions])
    this.state.phase = 'stable'
    this.tell.settled(generation, now)
    for (const { id } of members) {
      const partitions = (given.get(id) ?? []).map(({ partition }) => partition)
      this.tell.told(id, { generation, partitions }, now)
    }
  }
}

/** The lists in it are replaced, never written to. */
const copyOf = (state: State): State => ({
  ...state,
  members: state.members.map((member) => ({ ...member })),
})
