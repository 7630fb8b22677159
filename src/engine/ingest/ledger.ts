import { copyState } from '../kernel/copy-state.ts'
import { TOPICS } from './codes.ts'
import type { CollectorCounts } from './collector.ts'
import type { IngestEngine } from './ingest-engine.ts'
import type { Counts } from './pipeline.ts'
import type { Injected } from './population/state.ts'

/** Everything that was counted, of a run or of a part of one. Those of all parts add up to exactly the whole run's. */
export interface Ledger {
  readonly injected: Injected
  /** Events that came from others than the population. */
  readonly guests: number
  /** Events that somebody holds back by hand. */
  readonly heldBack: number
  readonly collected: CollectorCounts
  /** Clients that wait to send again. */
  readonly retrying: number
  /** As drawn: acknowledged, and in no log yet. */
  readonly drawnOpen: number
  readonly counts: Counts
  /** Records in each of TOPICS. */
  readonly records: readonly number[]
  /** By bucket of LATENESS_BUCKETS. */
  readonly lateness: readonly number[]
  /** Accepted events by REGIONS, and by EVENT_TYPES. */
  readonly byRegion: readonly number[]
  readonly byType: readonly number[]
  /** Ids that made room for newer ones. */
  readonly forgotten: number
}

type Run = Pick<IngestEngine, 'population' | 'collectors' | 'pipeline' | 'delays' | 'guests'>

/** The books of a run as they stand. */
export function ledgerOf({ population, collectors, pipeline, delays, guests }: Run): Ledger {
  return {
    injected: copyState(population.injected),
    guests: guests?.made ?? 0,
    heldBack: delays.waiting.length,
    collected: copyState(collectors.counts),
    retrying: collectors.waiting,
    drawnOpen: collectors.drawnOpen,
    counts: pipeline.counts,
    records: TOPICS.map((_, topic) => pipeline.logs.records(topic)),
    lateness: pipeline.windows.counts.lateness.slice(),
    byRegion: Array.from(pipeline.byRegion),
    byType: Array.from(pipeline.byType),
    forgotten: pipeline.dedupe.forgotten,
  }
}

/** The books of several parts, number by number. */
export const addLedgers = (ledgers: readonly [Ledger, ...Ledger[]]): Ledger =>
  ledgers.slice(1).reduce((sum, ledger) => added(sum, ledger), ledgers[0])

/** `a` with every number in it increased by `b`'s at its place. */
function added<T>(a: T, b: T): T
function added(a: unknown, b: unknown): unknown {
  if (typeof a === 'number') return a + Number(b)
  const other = Object(b) as Readonly<Record<string, unknown>> // of the same shape as `a`
  if (Array.isArray(a)) return a.map((value: unknown, i) => added(value, other[i]))
  return Object.fromEntries(
    Object.entries(Object(a) as object).map(([key, value]) => [key, added(value, other[key])]),
  )
}
