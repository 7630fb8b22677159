import type { SimTime } from '../../kernel/time.ts'
import type { GroupError } from './codes.ts'

/** What a member asks of its coordinator when it joins. */
export interface JoinRequest {
  readonly id: string
  readonly slot: number
  /** The partitions it has, or had last. */
  readonly owned: readonly number[]
}

/** What a member is told to read, and in which generation. */
export interface Told {
  readonly generation: number
  readonly partitions: readonly number[]
}

/** What a coordinator tells those around it; it decides, they carry out. */
export interface Listeners {
  /** Members get their partitions. */
  told(id: string, told: Told, now: SimTime): void
  /** A member's join is answered: a new generation has begun, and what to read is about to be told. */
  joined(id: string, generation: number): void
  /** A round that was nearly done begins anew. */
  joinAgain(id: string, now: SimTime): void
  /** The group begins to rebalance, and why. */
  begins(cause: string, now: SimTime): void
  /** It has: who reads what is settled. */
  settled(generation: number, now: SimTime): void
}

/** What comes back to a heartbeat. */
export interface Beat {
  readonly error: GroupError | null
  /** Only the consumer protocol tells partitions here. */
  readonly told: Told | null
}

/** The broker's part of a group: who belongs to it, in which generation it is, and who reads what. */
export interface Coordinator {
  readonly generation: number
  readonly isRebalancing: boolean
  readonly memberIds: readonly string[]
  /** When it does something by itself next. */
  readonly due: SimTime | null
  ring(now: SimTime): void
  join(request: JoinRequest, now: SimTime): void
  leave(id: string, cause: string, now: SimTime): void
  heartbeat(id: string, generation: number, owned: readonly number[], now: SimTime): Beat
  /** Why a commit of a member is refused; null when it is not. */
  refusal(id: string, generation: number): GroupError | null
  knows(id: string): boolean
  save(): unknown
  restore(saved: unknown): void
}
