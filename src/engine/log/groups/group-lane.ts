import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { ASSIGNORS } from './assignors/index.ts'
import { ClassicCoordinator } from './classic-coordinator.ts'
import type { Deed } from './codes.ts'
import { ConsumerCoordinator } from './consumer-coordinator.ts'
import { carryOut } from './deeds.ts'
import { History, NO_OWNER } from './history.ts'
import type { Lane, LaneSpec, SavedLane } from './lane.ts'
import { Ledger } from './ledger.ts'
import { MemberLoop } from './member-loop.ts'
import { copyMember, earliest, newMember, ownershipOf, type MemberState } from './member.ts'
import type { Coordinator } from './protocol.ts'
import { MAX_MEMBERS, type GroupSettings } from './settings.ts'
import type { Topic } from './topic.ts'

/**
 * A group as Kafka has it: a coordinator gives each partition to exactly one member, members poll, process and commit,
 * and say by heartbeats that they live.
 */
export class GroupLane implements Lane {
  readonly spec: LaneSpec
  readonly ledger: Ledger
  readonly history: History
  members: MemberState[]
  overlaps = 0
  private readonly topic: Topic
  private readonly coordinator: Coordinator
  private readonly loop: MemberLoop
  private settings: GroupSettings

  constructor(spec: LaneSpec, settings: GroupSettings, topic: Topic) {
    this.spec = spec
    this.settings = settings
    this.topic = topic
    this.ledger = new Ledger(topic, settings.keys, spec.dedupes)
    this.history = new History(settings.partitions)
    this.members = Array.from({ length: MAX_MEMBERS }, (_, slot) => newMember(slot, settings.partitions))
    const Protocol = spec.assignor === 'consumer' ? ConsumerCoordinator : ClassicCoordinator
    this.coordinator = new Protocol(settings, ASSIGNORS[spec.assignor], {
      told: (id, told, now) => this.withId(id, (member) => this.loop.hear(member, told, now)),
      joined: (id, generation) => this.withId(id, (member) => (member.generation = generation)),
      joinAgain: (id, now) => this.withId(id, (member) => this.loop.mustJoin(member, now)),
      begins: (cause, now) => this.history.roundBegins(cause, now),
      settled: (generation, now) => this.history.roundEnds(generation, now),
    })
    this.loop = new MemberLoop(
      { spec, topic, coordinator: this.coordinator, ledger: this.ledger, history: this.history },
      settings,
    )
  }

  get generation(): number {
    return this.coordinator.generation
  }

  get isRebalancing(): boolean {
    return this.coordinator.isRebalancing
  }

  get due(): SimTime | null {
    return earliest(this.coordinator.due, ...this.members.map((member) => this.loop.dueOf(member)))
  }

  ring(now: SimTime): void {
    const member = this.members.find((one) => this.loop.dueOf(one) === now)
    const isMember = this.coordinator.due !== now && member !== undefined
    // Most events are these, and they change neither an owner nor a committed offset.
    if (isMember && this.loop.isWithinBatch(member, now)) return this.loop.work(member, now)
    this.accrue(now)
    if (isMember) this.loop.act(member, now)
    else this.coordinator.ring(now)
    this.noteOwners(now)
  }

  arrived(record: number, now: SimTime): void {
    this.accrue(now)
    this.ledger.add()
    const partition = this.topic.partition.get(record)
    for (const member of this.members) {
      const waits = member.pollAt !== null && member.life === 'running' && !member.paused
      if (waits && member.owned.includes(partition)) member.pollAt = now
    }
  }

  deed(deed: Deed, slot: number, now: SimTime): void {
    this.accrue(now)
    carryOut(deed, at(this.members, slot), this.ledger, now, (member) => this.loop.close(member, now))
    this.noteOwners(now)
  }

  reconfigure(settings: GroupSettings): void {
    this.settings = settings
    this.loop.reconfigure(settings)
  }

  knows({ id }: MemberState): boolean {
    return this.coordinator.knows(id)
  }

  unread(now: SimTime): number {
    return this.history.unread(now, (partition) => this.ledger.lagOf(partition))
  }

  save(): SavedLane {
    return {
      members: this.members.map(copyMember),
      coordinator: this.coordinator.save(),
      ledger: this.ledger.save(),
      history: this.history.save(),
      overlaps: this.overlaps,
    }
  }

  restore(saved: SavedLane): void {
    this.members = saved.members.map(copyMember)
    this.coordinator.restore(saved.coordinator)
    this.ledger.restore(saved.ledger)
    this.history.restore(saved.history)
    this.overlaps = saved.overlaps
  }

  private withId(id: string, then: (member: MemberState) => unknown): void {
    const member = this.members.find((one) => one.id === id)
    if (member !== undefined && (member.life === 'running' || member.life === 'frozen')) then(member)
  }

  private accrue(now: SimTime): void {
    this.history.accrue(now, (partition) => this.ledger.lagOf(partition))
  }

  private noteOwners(now: SimTime): void {
    for (let partition = 0; partition < this.settings.partitions; partition++) {
      const owners = this.members.filter((member) => member.owned.includes(partition) && this.knows(member))
      if (owners.length > 1) this.overlaps += 1
      const [owner] = owners
      this.history.own(partition, owner === undefined ? NO_OWNER : ownershipOf(owner), now)
    }
  }
}
