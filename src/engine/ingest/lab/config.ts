import { valuesOf } from '../../../shared/params.ts'
import type { SetCommand } from '../../kernel/set-command.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { configOf } from '../config-of.ts'
import { HEARTBEAT_MS, type Faults, type IngestConfig } from '../config.ts'
import type { DelayCommand } from '../plane/delays.ts'
import { INGEST_SETTINGS } from '../settings.ts'
import { GUEST_PRODUCERS } from './guests.ts'
import { SEQUENCE_WINDOW } from './onlooker.ts'
import type { TrendingSettings } from './settings.ts'

export interface TrendingConfig {
  readonly seed: number
  readonly settings: TrendingSettings
}

/** What a person can do to a run while it goes on. */
export type TrendingCommand =
  | SetCommand
  | { readonly kind: 'viral'; readonly on: boolean }
  | { readonly kind: 'release' }
  | { readonly kind: 'bots'; readonly on: boolean }
  | { readonly kind: 'crash'; readonly collector: number }
  | { readonly kind: 'outage'; readonly region: number }
  | { readonly kind: 'flight' }
  | { readonly kind: 'film' }
  | DelayCommand

/** Titles with the head's registers, slots for others that rise, and log2 of the registers of all others. */
const HEAD = 24
const PROMOTED = 8
const TAIL_PRECISION = 5
/** Saved states a run is divided into at most: each has a megabyte or two. */
const MOST_SAVED = 60
const MOST_SAVED_EXACT = 12

/** The share of all choices that a viral title draws, and of all viewers that change to a new one. */
export const VIRAL_SHARE = 0.1
export const RELEASE_SHARE = 0.25
export const OUTAGE_MS = 120_000
/** Whoever is out of reach is visited once within a lap, and finds the network again. */
export const LANDING_MS = HEARTBEAT_MS
export const FOR_EVER_MS = 2 ** 31

/** The whole run of the pipeline that the lab's settings ask for; its faults come by commands. */
export function ingestConfigOf({ seed, settings }: TrendingConfig): IngestConfig {
  const { dedupe, ...others } = settings
  const usual = configOf(seed, { ...valuesOf(INGEST_SETTINGS), ...others, dedupe })
  return {
    ...usual,
    population: { ...usual.population, mostBots: settings.botAccounts },
    // One a region: with a hundred for so few events none of them would ever hold more than one.
    collector: { ...usual.collector, perRegion: 1 },
    dedupe: { ...usual.dedupe, guests: GUEST_PRODUCERS, window: SEQUENCE_WINDOW },
    sketches: {
      headPrecision: settings.precision,
      headTitles: Math.min(HEAD, settings.titles),
      tailPrecision: TAIL_PRECISION,
      promotedTitles: PROMOTED,
    },
    exact: settings.exact,
    batchSize: 1024,
  }
}

/** The faults that are drawn event by event, from the settings in force now. */
export const drawnFaultsOf = ({ offline, replays, malformed, skew }: TrendingSettings): Partial<Faults> => ({
  offline: offline / 100,
  replays: replays / 100,
  malformed: malformed / 100,
  skew: skew / 100,
})

/** How far apart saved states lie. */
export function spacingOf({ for: length, exact }: TrendingSettings): SimTime {
  const parts = exact ? MOST_SAVED_EXACT : MOST_SAVED
  return Math.max(1, Math.ceil(length / 60 / parts)) * 60 * SECOND
}
