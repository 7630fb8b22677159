import type { SimTime } from '../../kernel/time.ts'
import { memberName, OWNER, type Life } from './codes.ts'
import { ownerCode } from './history.ts'
import type { Ledger } from './ledger.ts'
import type { Told } from './protocol.ts'

/** One instance of the application that reads, in one lane: what it knows and what it is at. */
export interface MemberState {
  readonly slot: number
  life: Life
  /** How often it has begun anew; part of the name the coordinator knows it by. */
  incarnation: number
  /** The coordinator's name for it. */
  id: string
  generation: number
  owned: readonly number[]
  /** What it had before it gave up everything to join. */
  previous: readonly number[]
  /** By partition: the next offset it will fetch; -1 where it has not looked it up. */
  positions: number[]
  /** The records the last poll gave it, and how many of them are processed. */
  batch: readonly number[]
  done: number
  /** When the record at hand is processed, when it polls, when it sends a heartbeat; null for not. */
  workAt: SimTime | null
  pollAt: SimTime | null
  beatAt: SimTime | null
  polledAt: SimTime
  nextAutoCommit: SimTime
  /** What it has been told to read and has not acted on. */
  told: Told | null
  mustJoin: boolean
  /** It has joined and does not know yet what to read. */
  joining: boolean
  /** It knows that the group has gone on without it. */
  fenced: boolean
  paused: boolean
  slow: boolean
  leaving: boolean
  startsAgain: boolean
  frozenAt: SimTime
  /** Since when it goes on without a stop: what was due before is due then. */
  goesOnSince: SimTime
  /** The partition with which its next poll begins. */
  turn: number
  /** Why it stopped by itself. */
  trouble: string | null
}

export const newMember = (slot: number, partitions: number): MemberState => ({
  slot,
  life: 'absent',
  incarnation: 0,
  id: '',
  generation: 0,
  owned: [],
  previous: [],
  positions: Array.from({ length: partitions }, () => -1),
  batch: [],
  done: 0,
  workAt: null,
  pollAt: null,
  beatAt: null,
  polledAt: 0,
  nextAutoCommit: 0,
  told: null,
  mustJoin: false,
  joining: false,
  fenced: false,
  paused: false,
  slow: false,
  leaving: false,
  startsAgain: false,
  frozenAt: 0,
  goesOnSince: 0,
  turn: 0,
  trouble: null,
})

/** A copy for a checkpoint. Lists that are replaced and never written to are shared. */
export const copyMember = (member: MemberState): MemberState => ({
  ...member,
  positions: member.positions.slice(),
})

/** A new instance in this place: it remembers nothing. */
export function start(member: MemberState, now: SimTime): void {
  const { slot, incarnation } = member
  Object.assign(member, newMember(slot, member.positions.length), {
    life: 'running',
    incarnation: incarnation + 1,
    id: `${memberName(slot)}-${incarnation + 1}`,
    pollAt: now,
    polledAt: now,
    goesOnSince: now,
    mustJoin: true,
  })
}

/** It is gone, with all it knew; what was in its hands is dropped. */
export function stop(member: MemberState, life: Life, ledger: Ledger, now: SimTime): void {
  dropBatch(member, ledger, now)
  const { slot, incarnation, id, owned } = member
  Object.assign(member, newMember(slot, member.positions.length), { life, incarnation, id, owned })
}

/** Everything stands still: no work, no polls, no heartbeats. */
export function freeze(member: MemberState, now: SimTime): void {
  member.life = 'frozen'
  member.frozenAt = now
}

/** It goes on as if no time had passed, and its late heartbeat leaves at once. */
export function thaw(member: MemberState, now: SimTime): void {
  member.life = 'running'
  member.goesOnSince = now
  if (member.workAt !== null) member.workAt += now - member.frozenAt
  if (member.pollAt !== null) member.pollAt = Math.max(now, member.pollAt)
  if (member.beatAt !== null) member.beatAt = now
}

/** It works through these records, one after the other. */
export function takeBatch(member: MemberState, records: number[], ledger: Ledger, now: SimTime): void {
  member.batch = records
  member.done = 0
  for (const record of records) ledger.hand(record, now)
}

/** The record at hand is processed; true when it was the last one of the batch. */
export function finishRecord(member: MemberState, ledger: Ledger, now: SimTime): boolean {
  const record = member.batch[member.done]
  member.workAt = null
  if (record !== undefined) ledger.process(record, member.slot, now)
  member.done += 1
  if (member.done < member.batch.length) return false
  member.batch = []
  member.done = 0
  return true
}

export function dropBatch(member: MemberState, ledger: Ledger, now: SimTime): void {
  for (const record of member.batch.slice(member.done)) ledger.drop(record, now)
  member.batch = []
  member.done = 0
  member.workAt = null
}

/** The earliest of some moments, or null without any. */
export const earliest = (...times: readonly (SimTime | null)[]): SimTime | null => {
  let first: SimTime | null = null
  for (const time of times) if (time !== null && (first === null || time < first)) first = time
  return first
}

/** How it holds what it owns, as a history codes it. */
export function ownershipOf({ slot, life, paused }: MemberState): number {
  if (life !== 'running') return ownerCode(slot, OWNER.gone)
  return ownerCode(slot, paused ? OWNER.paused : OWNER.reading)
}
