import { SECOND } from '../../kernel/time.ts'
import { INCIDENT, type LaneId, type Loss } from './codes.ts'
import type { DeathsEngine } from './deaths-engine.ts'
import { MIB } from './settings.ts'

/** The numbers of one store: produced = consumed + held + what was lost, by reason. */
export interface LaneSummary {
  readonly lane: LaneId
  readonly produced: number
  readonly consumed: number
  /** In the store and unread: the lag in messages. */
  readonly held: number
  /** How old the message is that is read next, in seconds: the lag in time. */
  readonly lag: number
  readonly longestLag: number
  /** Lost in all. */
  readonly lost: number
  /** Of what was produced, in per cent; 0 before there was anything. */
  readonly lostShare: number
  readonly losses: Readonly<Record<Loss, number>>
  /** Memory, or disk, in use now. */
  readonly mib: number
  /** Crashes of the list, times the ring began to overwrite, times an offset was out of range. */
  readonly deaths: number
  /** When the first message was lost, in seconds; NaN before. */
  readonly firstLoss: number
}

const DEATH_OF = { list: INCIDENT.crash, ring: INCIDENT.overwrite, log: INCIDENT.reset } as const

type AnyLane = DeathsEngine['lanes'][number]

/** A store's numbers as they stand at the engine's last tick. */
export function summarise({ settings }: DeathsEngine, lane: AnyLane): LaneSummary {
  const { produced, consumed, lost: losses } = lane.counts
  const lost = lane.lostTotal
  return {
    lane: lane.id,
    produced,
    consumed,
    held: lane.held,
    lag: lane.history.newest.lag / SECOND,
    longestLag: lane.longestLag / SECOND,
    lost,
    lostShare: produced === 0 ? 0 : (100 * lost) / produced,
    losses: { ...losses },
    mib: lane.store.bytes(settings) / MIB,
    deaths: lane.incidents.total(DEATH_OF[lane.id]),
    firstLoss: lane.firstLoss === null ? Number.NaN : lane.firstLoss / SECOND,
  }
}

/** A store's numbers for charts over time, in the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.produced,
  run.consumed,
  run.held,
  run.lag,
  run.lost,
  run.lostShare,
  run.firstLoss,
  run.deaths,
  run.losses.crashed,
  run.losses.refused,
  run.losses.overwritten,
  run.losses.deleted,
  run.losses.skipped,
  run.longestLag,
  run.mib,
]
