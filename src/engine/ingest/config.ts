import { SECOND } from '../kernel/time.ts'
import type { Keying } from './codes.ts'

export const TICK_MS = 100
/** A tick in simulated time. The whole pipeline works tick by tick; between two ticks nothing is under way. */
export const TICK = SECOND / 10
/** A player says every ten seconds that it plays. */
export const HEARTBEAT_MS = 10_000
export const TICKS_A_LAP = HEARTBEAT_MS / TICK_MS
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

/** Something that lasts from one time to another, in ms since the epoch; null: never. */
export interface Spell {
  readonly fromMs: number
  readonly untilMs: number
}

/** What goes wrong, or is out of the ordinary. Each is drawn by itself and can be changed while a run goes on. */
export interface Faults {
  /** The share of mobile players that are out of reach and will deliver later, 0..0.2. */
  readonly offline: number
  /** The share of events that are sent again later, with the same id. */
  readonly replays: number
  /** The share of events that break one of the rules. */
  readonly malformed: number
  /** The share of devices with a wrong clock. */
  readonly skew: number
  /** Accounts that start and stop one title for ever; at most MOST_BOTS, or as many as the run began with. */
  readonly bots: number
  /** A share of all choices falls on one title meanwhile. */
  readonly viral: (Spell & { readonly share: number }) | null
  /** A title appears, and many change to it within its first ten seconds. */
  readonly release: (Spell & { readonly share: number }) | null
  /** Nothing arrives from this region meanwhile. */
  readonly outage: (Spell & { readonly region: number }) | null
  /** Whoever is out of reach is back at once, with all that it owes: a flight has landed. */
  readonly landing: Spell | null
}

/** How the population is drawn. */
export interface PopulationConfig {
  readonly seed: number
  /** Concurrent viewers. Each makes an event every ten seconds: a tenth of them is the events a second. */
  readonly viewers: number
  readonly subscribers: number
  readonly titles: number
  /** The hour of the day, UTC, at the epoch. */
  readonly startHour: number
  readonly faults: Faults
  /** How many bots it can be given while it goes on, where that is not as many as usual. */
  readonly mostBots?: number
}

/** How many bots a run can usually be given while it goes on. */
const MOST_BOTS = 50_000

/** How many bots there is room for in a run of this population. */
export const mostBots = ({ faults, mostBots: most = MOST_BOTS }: PopulationConfig): number =>
  Math.max(faults.bots, most)

/** Who sends events: numbers from 1 to this. */
export const producersOf = ({ population, dedupe }: IngestConfig): number =>
  population.viewers + mostBots(population) + (dedupe.guests ?? 0)

/** Its batches leave when they are full, and at each tick's end: none is older than 100 ms. */
export interface CollectorConfig {
  readonly perRegion: number
  readonly batchSize: number
  /** How long the log takes to make a batch durable. */
  readonly durableMs: number
  /** How long a client waits for an acknowledgement before it sends again. */
  readonly retryMs: number
  /** How long a crashed collector is away. */
  readonly restartMs: number
}

export interface DedupeConfig {
  /**
   * Fingerprints of 32 bits, whole ids of 64 bits, the sequence numbers of the population's producers, or nothing, as drawn
   * (Y29).
   */
  readonly by: 'fingerprint' | 'id' | 'sequence' | 'off'
  /** How many 64-byte lines the table has: a power of two. By sequence it has one entry a producer instead. */
  readonly lines: number
  /** Producers beside the population's, by sequence: numbers after its viewers and bots. */
  readonly guests?: number
  /** By sequence: how far a producer's events may be out of order, a multiple of 32; 32 where it is not said. */
  readonly window?: number
}

export interface SketchConfig {
  /** log2 of the registers of a title in the head, 10..14, and how many titles are in it. */
  readonly headPrecision: number
  readonly headTitles: number
  /** The same for all others, 4..10. */
  readonly tailPrecision: number
  /** The titles after the head, where some are to have more registers than the rest. */
  readonly middle?: { readonly titles: number; readonly precision: number }
  /** How many of the others may have the head's registers as well, while they are watched much. */
  readonly promotedTitles: number
}

export interface WindowConfig {
  /** How far the watermark stays behind the newest event: postpones every final number. */
  readonly watermarkMs: number
  /** How long after the watermark has passed it a pane still takes events, and fires again. */
  readonly latenessMs: number
  /** A region that has been silent this long no longer holds the watermark back. */
  readonly idleMs: number
  readonly boardEveryMs: number
}

export interface ScoreConfig {
  /** Viewers added above and below the line of the lift. */
  readonly shrink: number
  /** True: an account counts as a viewer once a heartbeat proves that it watches. */
  readonly guard: boolean
}

/** Everything a run follows from, but for its commands. */
export interface IngestConfig {
  readonly population: PopulationConfig
  readonly collector: CollectorConfig
  /** Whether event times are taken as they are or corrected by the sender's clock (Y52). */
  readonly clock: 'trust' | 'correct'
  readonly dedupe: DedupeConfig
  /** What the topics are keyed by when the run begins. */
  readonly keying: Keying
  readonly windows: WindowConfig
  readonly sketches: SketchConfig
  readonly score: ScoreConfig
  /** Whether the whiteboard's numbers are kept beside. */
  readonly whiteboard: boolean
  /** Whether exact sets are kept beside the sketches: slow, and as large as the audience. */
  readonly exact: boolean
  /** Events a batch. No number depends on it. */
  readonly batchSize: number
}

export const NO_FAULTS: Faults = {
  offline: 0,
  replays: 0,
  malformed: 0,
  skew: 0,
  bots: 0,
  viral: null,
  release: null,
  outage: null,
  landing: null,
}

export const USUAL_FAULTS: Faults = {
  ...NO_FAULTS,
  offline: 0.02,
  replays: 0.01,
  malformed: 0.005,
  skew: 0.01,
}

/** More titles than this have fewer registers each, or their sketches would not stay below 512 MB. */
const LARGE_CATALOGUE = 100_000

/** A run of `viewers` concurrent viewers, with what is usual in everything else. */
export function usualConfig(seed: number, viewers: number, titles: number): IngestConfig {
  const isLarge = titles > LARGE_CATALOGUE
  return {
    population: { seed, viewers, subscribers: 15 * viewers, titles, startHour: 2, faults: USUAL_FAULTS },
    collector: {
      perRegion: 20,
      batchSize: 100,
      durableMs: 10,
      retryMs: 1_000,
      restartMs: 5_000,
    },
    clock: 'correct',
    dedupe: { by: 'fingerprint', lines: 1 << 20 },
    keying: 'user',
    windows: { watermarkMs: 10_000, latenessMs: 5 * MINUTE_MS, idleMs: 30_000, boardEveryMs: 30_000 },
    sketches: {
      headPrecision: 12,
      headTitles: Math.min(titles, isLarge ? 512 : 1024),
      middle: { titles: 4096, precision: isLarge ? 9 : 10 },
      // In a large catalogue hardly anything in the tail is watched by more than a few: 16 registers each are enough.
      tailPrecision: isLarge ? 4 : 6,
      promotedTitles: 64,
    },
    score: { shrink: 500, guard: true },
    whiteboard: true,
    exact: false,
    batchSize: 8192,
  }
}
