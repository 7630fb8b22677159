import { at } from '../../../shared/assert.ts'
import { fromMs, type SimTime } from '../../kernel/time.ts'
import { OWNER, type Deed } from './codes.ts'
import { carryOut } from './deeds.ts'
import { History, NO_OWNER, ownerCode } from './history.ts'
import type { Lane, LaneSpec, SavedLane } from './lane.ts'
import { Ledger } from './ledger.ts'
import {
  copyMember,
  earliest,
  finishRecord,
  newMember,
  start,
  stop,
  takeBatch,
  type MemberState,
} from './member.ts'
import { MAX_MEMBERS, type GroupSettings } from './settings.ts'
import type { Topic } from './topic.ts'

const EMPTY_POLL: SimTime = fromMs(500)

/**
 * A group as slide 10 draws it: one tail per group and partition, which begins at 0 and moves on as soon as a batch is
 * handed out. Nobody knows who belongs to the group; every instance takes from every partition.
 */
export class WhiteboardLane implements Lane {
  readonly spec: LaneSpec
  readonly ledger: Ledger
  readonly history: History
  readonly generation = 0
  readonly isRebalancing = false
  readonly overlaps = 0
  members: MemberState[]
  private readonly topic: Topic
  private settings: GroupSettings

  constructor(spec: LaneSpec, settings: GroupSettings, topic: Topic) {
    this.spec = spec
    this.settings = settings
    this.topic = topic
    this.ledger = new Ledger(topic, settings.keys, spec.dedupes)
    this.history = new History(settings.partitions)
    this.members = Array.from({ length: MAX_MEMBERS }, (_, slot) => newMember(slot, settings.partitions))
  }

  get due(): SimTime | null {
    return earliest(...this.members.map((member) => dueOf(member)))
  }

  ring(now: SimTime): void {
    const member = this.members.find((one) => dueOf(one) === now)
    if (member !== undefined) this.act(member, now)
    this.noteReaders(now)
  }

  arrived(_record: number, now: SimTime): void {
    this.ledger.add()
    for (const member of this.members)
      if (member.pollAt !== null && member.life === 'running' && !member.paused) member.pollAt = now
  }

  deed(deed: Deed, slot: number, now: SimTime): void {
    carryOut(deed, at(this.members, slot), this.ledger, now, (member) => this.close(member, now))
    this.noteReaders(now)
  }

  reconfigure(settings: GroupSettings): void {
    this.settings = settings
  }

  /** Nobody keeps a list. */
  knows({ life }: MemberState): boolean {
    return life === 'running' || life === 'frozen'
  }

  /** Any instance may come to any partition. */
  unread(): number {
    return 0
  }

  save(): SavedLane {
    return {
      members: this.members.map(copyMember),
      coordinator: null,
      ledger: this.ledger.save(),
      history: this.history.save(),
      overlaps: 0,
    }
  }

  restore(saved: SavedLane): void {
    this.members = saved.members.map(copyMember)
    this.ledger.restore(saved.ledger)
    this.history.restore(saved.history)
  }

  private act(member: MemberState, now: SimTime): void {
    if (member.workAt === null || member.workAt > now) return this.poll(member, now)
    if (finishRecord(member, this.ledger, now)) member.pollAt = now
    else member.workAt = now + this.workTime(member)
  }

  private poll(member: MemberState, now: SimTime): void {
    member.pollAt = null
    if (member.leaving) return this.close(member, now)
    const records = member.paused ? [] : this.take(member)
    if (records.length === 0) {
      member.pollAt = now + EMPTY_POLL
      return
    }
    takeBatch(member, records, this.ledger, now)
    member.workAt = now + this.workTime(member)
    // The tail has moved before anything is processed.
    for (const record of records)
      this.ledger.commit(this.topic.partition.get(record), this.topic.offset.get(record) + 1, now)
    this.ledger.counts.commits += 1
  }

  private take(member: MemberState): number[] {
    const { partitions, maxPoll } = this.settings
    const records: number[] = []
    for (let i = 0; i < partitions && records.length < maxPoll; i++) {
      const partition = (member.turn + member.slot + i) % partitions
      const tail = Math.max(0, this.ledger.committedOf(partition))
      const count = this.topic.fetch(partition, tail, maxPoll - records.length)
      for (let k = 0; k < count; k++) records.push(this.topic.recordAt(partition, tail + k))
    }
    member.turn = (member.turn + 1) % partitions
    return records
  }

  private workTime({ slow }: MemberState): SimTime {
    return fromMs(this.settings.work * (slow ? this.settings.slowness : 1))
  }

  private close(member: MemberState, now: SimTime): void {
    const { startsAgain } = member
    stop(member, 'absent', this.ledger, now)
    if (startsAgain) start(member, now)
  }

  /** Who took from a partition last and still works on that: there may be others as well. */
  private noteReaders(now: SimTime): void {
    for (let partition = 0; partition < this.settings.partitions; partition++) {
      const readers = this.members.filter(
        (member) =>
          this.knows(member) &&
          member.batch.some(
            (record, i) => i >= member.done && this.topic.partition.get(record) === partition,
          ),
      )
      const newest = readers.reduce<MemberState | null>(
        (best, member) => (best === null || (member.batch[0] ?? 0) > (best.batch[0] ?? 0) ? member : best),
        null,
      )
      const kind = newest?.life === 'frozen' ? OWNER.gone : OWNER.reading
      this.history.own(partition, newest === null ? NO_OWNER : ownerCode(newest.slot, kind), now)
    }
  }
}

const dueOf = ({ life, workAt, pollAt }: MemberState): SimTime | null =>
  life === 'running' ? earliest(workAt, pollAt) : null
