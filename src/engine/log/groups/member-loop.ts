import { at } from '../../../shared/assert.ts'
import { fromMs, SECOND, type SimTime } from '../../kernel/time.ts'
import { memberName } from './codes.ts'
import type { History } from './history.ts'
import type { LaneSpec } from './lane.ts'
import type { Ledger } from './ledger.ts'
import {
  dropBatch,
  earliest,
  finishRecord,
  newMember,
  start,
  stop,
  takeBatch,
  type MemberState,
} from './member.ts'
import type { Coordinator, Told } from './protocol.ts'
import type { GroupSettings } from './settings.ts'
import type { Topic } from './topic.ts'

/** An empty poll comes back after so long (fetch.max.wait.ms), or when a record arrives. */
const EMPTY_POLL: SimTime = fromMs(500)
/** How soon a commit that fell into a rebalance is tried again. */
const RETRY: SimTime = fromMs(100)

/** What the members of a group share. */
interface Group {
  readonly spec: LaneSpec
  readonly topic: Topic
  readonly coordinator: Coordinator
  readonly ledger: Ledger
  readonly history: History
}

/** What an application does with its consumer: it polls, processes and commits, and beside that sends heartbeats. */
export class MemberLoop {
  private readonly spec: LaneSpec
  private readonly topic: Topic
  private readonly coordinator: Coordinator
  private readonly ledger: Ledger
  private readonly history: History
  private settings: GroupSettings

  constructor({ spec, topic, coordinator, ledger, history }: Group, settings: GroupSettings) {
    this.spec = spec
    this.topic = topic
    this.coordinator = coordinator
    this.ledger = ledger
    this.history = history
    this.settings = settings
  }

  reconfigure(settings: GroupSettings): void {
    this.settings = settings
  }

  /** When a member does something next; null for not by itself. */
  dueOf(member: MemberState): SimTime | null {
    if (member.life !== 'running') return null
    return earliest(this.pollDeadline(member), member.beatAt, member.workAt, member.pollAt)
  }

  /** All that is due is a record of its batch, and not the last one. */
  isWithinBatch(member: MemberState, now: SimTime): boolean {
    const others = earliest(this.pollDeadline(member), member.beatAt, member.pollAt)
    return member.workAt === now && member.done < member.batch.length - 1 && (others === null || others > now)
  }

  /** Does what is due first. */
  act(member: MemberState, now: SimTime): void {
    const deadline = this.pollDeadline(member)
    if (deadline !== null && deadline <= now) this.giveUp(member, now)
    else if (member.beatAt !== null && member.beatAt <= now) this.beat(member, now)
    else if (member.workAt !== null && member.workAt <= now) this.work(member, now)
    else this.poll(member, now)
  }

  /** The group rebalances: it joins at its next poll. */
  mustJoin(member: MemberState, now: SimTime): void {
    member.mustJoin = true
    if (member.batch.length === 0) member.pollAt = now
  }

  /** It is told what to read; it acts on it at its next poll. */
  hear(member: MemberState, told: Told, now: SimTime): void {
    member.told = told
    member.generation = told.generation
    if (member.batch.length === 0) member.pollAt = now
  }

  /** A record is done; with the last one of its batch it polls. */
  work(member: MemberState, now: SimTime): void {
    if (!finishRecord(member, this.ledger, now)) {
      member.workAt = now + this.workTime(member)
      return
    }
    if (this.spec.commit === 'after') this.commit(member, now)
    member.pollAt = now
  }

  /** An orderly end: it has finished its batch, commits, and tells the group. */
  close(member: MemberState, now: SimTime): void {
    if (this.spec.commit === 'auto') this.commit(member, now)
    const { id, startsAgain } = member
    dropBatch(member, this.ledger, now)
    stop(member, 'absent', this.ledger, now)
    member.owned = []
    this.coordinator.leave(id, `member ${id} left`, now)
    if (startsAgain) start(member, now)
  }

  private get heartbeat(): SimTime {
    const { heartbeat, session } = this.settings
    return Math.round(Math.min(heartbeat, session / 3) * SECOND)
  }

  /** Whether a member gives up everything before it joins a rebalance. */
  private get isEager(): boolean {
    return this.spec.assignor !== 'cooperative-sticky' && this.spec.assignor !== 'consumer'
  }

  /** Until when it has to poll again, while it works on a batch. */
  private pollDeadline(member: MemberState): SimTime | null {
    if (member.batch.length === 0 || member.fenced) return null
    const due = member.polledAt + Math.round(this.settings.maxPollInterval * SECOND)
    return Math.max(due, member.goesOnSince)
  }

  /** The thread that sends heartbeats sees that nobody polls, and leaves the group. */
  private giveUp(member: MemberState, now: SimTime): void {
    const cause = `member ${member.id} did not poll for max.poll.interval.ms`
    this.fence(member)
    this.say(member, 'trouble', `${cause}, and left the group while it still works on its batch`, now)
    this.coordinator.leave(member.id, cause, now)
  }

  private beat(member: MemberState, now: SimTime): void {
    member.beatAt = now + this.heartbeat
    const { error, told } = this.coordinator.heartbeat(member.id, member.generation, member.owned, now)
    if (error === 'RebalanceInProgress') this.mustJoin(member, now)
    else if (error !== null) {
      this.fence(member)
      this.say(member, 'trouble', `heartbeat of member ${member.id} refused: ${error}`, now)
      if (member.batch.length === 0) member.pollAt = now
    }
    if (told !== null) this.hear(member, told, now)
  }

  private fence(member: MemberState): void {
    member.fenced = true
    member.beatAt = null
  }

  private workTime({ slow }: MemberState): SimTime {
    return fromMs(this.settings.work * (slow ? this.settings.slowness : 1))
  }

  /** What an application's loop does: everything happens in here, but for the work itself. */
  private poll(member: MemberState, now: SimTime): void {
    member.pollAt = null
    member.polledAt = now
    if (member.leaving) return this.close(member, now)
    if (member.fenced) this.beginAnew(member)
    if (this.spec.commit === 'auto' && now >= member.nextAutoCommit) this.autoCommit(member, now)
    if (member.told !== null && !member.fenced) this.follow(member, member.told, now)
    if (member.mustJoin && !member.fenced) this.join(member, now)
    // The consumer protocol may answer at once.
    if (member.fenced || member.told !== null) member.pollAt = now
    else if (!member.joining || !this.isEager) this.fetch(member, now)
  }

  /** The group went on without it: it forgets what it had and joins under a new name. */
  private beginAnew(member: MemberState): void {
    const { slot, incarnation, paused, slow, turn, polledAt, goesOnSince, nextAutoCommit } = member
    Object.assign(member, newMember(slot, member.positions.length), {
      life: 'running',
      mustJoin: true,
      paused,
      slow,
      turn,
      polledAt,
      goesOnSince,
      nextAutoCommit,
      incarnation: incarnation + 1,
      id: `${memberName(slot)}-${incarnation + 1}`,
    })
  }

  private autoCommit(member: MemberState, now: SimTime): void {
    member.nextAutoCommit = now + Math.round(this.settings.autoCommit * SECOND)
    this.commit(member, now)
  }

  private join(member: MemberState, now: SimTime): void {
    if (this.spec.commit === 'auto') this.commit(member, now)
    if (member.fenced) return
    member.mustJoin = false
    member.joining = true
    member.beatAt = now + this.heartbeat
    if (this.isEager) {
      if (member.owned.length > 0) member.previous = member.owned
      this.read(member, [])
    }
    const owned = this.isEager ? member.previous : member.owned
    this.coordinator.join({ id: member.id, slot: member.slot, owned }, now)
  }

  private follow(member: MemberState, told: Told, now: SimTime): void {
    const isLess = member.owned.some((partition) => !told.partitions.includes(partition))
    if (isLess && this.spec.commit === 'auto') this.commit(member, now)
    if (member.fenced) return
    member.told = null
    member.joining = false
    this.read(member, told.partitions)
    if (!isLess) return
    // Who lets go says so at once: by joining again, or in the consumer protocol by a heartbeat.
    if (this.spec.assignor === 'cooperative-sticky') member.mustJoin = true
    if (this.spec.assignor === 'consumer') member.beatAt = now
  }

  /** From now on it reads these; where it went on it stays. */
  private read(member: MemberState, partitions: readonly number[]): void {
    member.positions = member.positions.map((position, partition) =>
      partitions.includes(partition) && member.owned.includes(partition) ? position : -1,
    )
    member.owned = [...partitions]
  }

  private fetch(member: MemberState, now: SimTime): void {
    const before = member.positions.slice()
    const records = member.paused ? [] : this.take(member, now)
    if (member.life !== 'running') return
    takeBatch(member, records, this.ledger, now)
    const commits = this.spec.commit === 'before' || (this.spec.commit === 'after' && records.length === 0)
    if (commits && !this.commit(member, now)) {
      // What it may not commit it must not process.
      dropBatch(member, this.ledger, now)
      member.positions = before
      member.pollAt = member.fenced ? now : now + RETRY
      return
    }
    if (records.length === 0) member.pollAt = now + EMPTY_POLL
    else member.workAt = now + this.workTime(member)
  }

  /** The next records of its partitions, in turns; moves its position past them. */
  private take(member: MemberState, now: SimTime): number[] {
    const records: number[] = []
    const { owned } = member
    for (let i = 0; i < owned.length && records.length < this.settings.maxPoll; i++) {
      const partition = at(owned, (member.turn + i) % owned.length)
      const position = this.positionOf(member, partition, now)
      if (position === null) return []
      const count = this.topic.fetch(partition, position, this.settings.maxPoll - records.length)
      for (let k = 0; k < count; k++) records.push(this.topic.recordAt(partition, position + k))
      member.positions[partition] = position + count
    }
    member.turn = owned.length === 0 ? 0 : (member.turn + 1) % owned.length
    return records
  }

  /** Where it is in a partition: where it was, where the group has committed, or what auto.offset.reset says. */
  private positionOf(member: MemberState, partition: number, now: SimTime): number | null {
    const here = at(member.positions, partition)
    if (here >= 0) return here
    const committed = this.ledger.committedOf(partition)
    if (committed >= 0) return committed
    if (this.settings.reset === 'earliest') return 0
    if (this.settings.reset === 'latest') {
      const end = this.topic.endOf(partition)
      this.ledger.pass(partition, end, now)
      return end
    }
    this.fail(member, `NoOffsetForPartition: nothing is committed in partition ${partition}`, now)
    return null
  }

  private fail(member: MemberState, trouble: string, now: SimTime): void {
    const { id } = member
    stop(member, 'failed', this.ledger, now)
    member.owned = []
    member.trouble = trouble
    this.say(member, 'trouble', `member ${id} stopped: ${trouble}`, now)
    this.coordinator.leave(id, `member ${id} stopped`, now)
  }

  /** Commits its position in what it reads; false when that is refused. */
  private commit(member: MemberState, now: SimTime): boolean {
    const moved = member.owned.filter(
      (partition) => at(member.positions, partition) > this.ledger.committedOf(partition),
    )
    const error = member.fenced ? 'UnknownMemberId' : this.coordinator.refusal(member.id, member.generation)
    // With nothing new to say it says nothing, but for one who does not know that the group has gone on.
    if (moved.length === 0 && (error === null || error === 'RebalanceInProgress')) return true
    if (member.owned.length === 0) return true
    if (error === null) {
      for (const partition of moved) this.ledger.commit(partition, at(member.positions, partition), now)
      this.ledger.counts.commits += 1
      return true
    }
    this.ledger.counts.refused += 1
    this.say(member, 'refused', `commit of member ${member.id} refused: ${error}`, now)
    if (error !== 'RebalanceInProgress') this.fence(member)
    return false
  }

  private say(member: MemberState, kind: 'refused' | 'trouble', text: string, now: SimTime): void {
    this.history.note({ time: now, member: member.slot, kind, text })
  }
}
