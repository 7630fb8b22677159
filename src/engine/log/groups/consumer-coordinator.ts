import { at } from '../../../shared/assert.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { Assign } from './assignors/assignment.ts'
import type { GroupError } from './codes.ts'
import type { Beat, Coordinator, JoinRequest, Listeners, Told } from './protocol.ts'
import type { GroupSettings } from './settings.ts'

interface Known {
  readonly id: string
  readonly slot: number
  /** What it is to have in the end. */
  target: readonly number[]
  /** What it may have now: nobody else gets it before the member has let go of it. */
  granted: readonly number[]
  epoch: number
  expires: SimTime
  /** Until when it has to let go of what it must; null when it must not. */
  letGoBy: SimTime | null
}

interface State {
  epoch: number
  members: Known[]
  isRebalancing: boolean
}

/**
 * The consumer protocol (KIP-848): the broker decides who reads what, and each member moves towards that on its own, by
 * heartbeats: first it lets go, and only then another one gets it. There is no barrier; who keeps a partition never
 * stops reading it (https://kafka.apache.org/40/operations/consumer-rebalance-protocol/).
 */
export class ConsumerCoordinator implements Coordinator {
  private readonly session: SimTime
  private readonly patience: SimTime
  private readonly assign: Assign
  private readonly partitions: number
  private readonly tell: Listeners
  private state: State = { epoch: 0, members: [], isRebalancing: false }

  constructor(settings: GroupSettings, assign: Assign, tell: Listeners) {
    this.session = Math.round(settings.session * SECOND)
    this.patience = Math.round(settings.maxPollInterval * SECOND)
    this.assign = assign
    this.partitions = settings.partitions
    this.tell = tell
  }

  get generation(): number {
    return this.state.epoch
  }

  get isRebalancing(): boolean {
    return this.state.isRebalancing
  }

  get memberIds(): readonly string[] {
    return this.state.members.map(({ id }) => id)
  }

  get due(): SimTime | null {
    const times = this.state.members.flatMap(({ expires, letGoBy }) =>
      letGoBy === null ? [expires] : [expires, letGoBy],
    )
    return times.length === 0 ? null : Math.min(...times)
  }

  ring(now: SimTime): void {
    for (const { id, expires, letGoBy } of this.state.members) {
      if (expires <= now) this.leave(id, `member ${id} was not heard of for a session timeout`, now)
      else if (letGoBy !== null && letGoBy <= now)
        this.leave(id, `member ${id} did not let go of its partitions in time`, now)
    }
  }

  join({ id, slot }: JoinRequest, now: SimTime): void {
    const expires = now + this.session
    this.state.members.push({ id, slot, target: [], granted: [], epoch: 0, expires, letGoBy: null })
    this.aim(`member ${id} joined`, now)
    const told = this.reconcile(at(this.state.members, this.state.members.length - 1), now)
    if (told !== null) this.tell.told(id, told, now)
  }

  leave(id: string, cause: string, now: SimTime): void {
    if (!this.knows(id)) return
    this.state.members = this.state.members.filter((member) => member.id !== id)
    this.aim(cause, now)
  }

  heartbeat(id: string, _generation: number, owned: readonly number[], now: SimTime): Beat {
    const known = this.state.members.find((member) => member.id === id)
    if (known === undefined) return { error: 'UnknownMemberId', told: null }
    known.expires = now + this.session
    // What it has let go of is free.
    if (known.letGoBy !== null && owned.every((partition) => known.target.includes(partition))) {
      known.granted = known.granted.filter((partition) => known.target.includes(partition))
      known.letGoBy = null
    }
    return { error: null, told: this.reconcile(known, now) }
  }

  refusal(id: string): GroupError | null {
    return this.knows(id) ? null : 'UnknownMemberId'
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

  /** A new epoch, with a new aim for everybody. */
  private aim(cause: string, now: SimTime): void {
    const { members } = this.state
    this.state.epoch += 1
    const candidates = members.map(({ id, target }) => ({
      id,
      owned: target.map((partition) => ({ topic: 0, partition })),
    }))
    const given = this.assign(candidates, [this.partitions])
    for (const member of members)
      member.target = (given.get(member.id) ?? []).map(({ partition }) => partition)
    if (!this.state.isRebalancing) {
      this.state.isRebalancing = true
      this.tell.begins(cause, now)
    }
    for (const member of members)
      if (member.letGoBy !== null && member.granted.every((one) => member.target.includes(one)))
        member.letGoBy = null
    this.settleIfDone(now)
  }

  /** One step of a member towards its aim; null when there is none to take. */
  private reconcile(member: Known, now: SimTime): Told | null {
    const keeps = member.granted.filter((partition) => member.target.includes(partition))
    if (keeps.length < member.granted.length) {
      member.letGoBy ??= now + this.patience
      return { generation: member.epoch, partitions: keeps }
    }
    const isFree = (partition: number): boolean =>
      !this.state.members.some((other) => other !== member && other.granted.includes(partition))
    const granted = member.target.filter((one) => member.granted.includes(one) || isFree(one))
    const isNews = granted.length > member.granted.length || member.epoch !== this.state.epoch
    member.granted = granted
    member.epoch = this.state.epoch
    this.settleIfDone(now)
    return isNews ? { generation: member.epoch, partitions: granted } : null
  }

  private settleIfDone(now: SimTime): void {
    const { members, epoch, isRebalancing } = this.state
    const isDone = members.every(
      ({ target, granted }) =>
        target.length === granted.length && target.every((one) => granted.includes(one)),
    )
    if (!isRebalancing || !isDone) return
    this.state.isRebalancing = false
    this.tell.settled(epoch, now)
  }
}

/** The lists in it are replaced, never written to. */
const copyOf = (state: State): State => ({
  ...state,
  members: state.members.map((member) => ({ ...member })),
})
