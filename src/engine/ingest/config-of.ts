import { USUAL_FAULTS, usualConfig, type Faults, type IngestConfig, type Spell } from './config.ts'
import type { IngestSettings } from './settings.ts'

const SECOND_MS = 1_000
const FOR_EVER_MS = 2 ** 31
const LINES_A_MB = 2 ** 20 / 64
const VIRAL_SHARE = 0.1
const RELEASE_SHARE = 0.25
const OUTAGE_MS = 120 * SECOND_MS
const OUTAGE_REGION = 1

const spell = (at: number, lengthMs: number): Spell | null =>
  at === 0 ? null : { fromMs: at * SECOND_MS, untilMs: Math.min(FOR_EVER_MS, at * SECOND_MS + lengthMs) }

/** The faults that the settings ask for. */
export function faultsOf(settings: IngestSettings): Faults {
  const viral = spell(settings.viralAt, FOR_EVER_MS)
  const release = spell(settings.releaseAt, FOR_EVER_MS)
  const outage = spell(settings.outageAt, OUTAGE_MS)
  return {
    ...USUAL_FAULTS,
    offline: settings.offline / 100,
    replays: settings.replays / 100,
    malformed: settings.malformed / 100,
    skew: settings.skew / 100,
    bots: settings.bots,
    viral: viral && { ...viral, share: VIRAL_SHARE },
    release: release && { ...release, share: RELEASE_SHARE },
    outage: outage && { ...outage, region: OUTAGE_REGION },
  }
}

/** The run that the settings ask for. The table of ids is the largest power of two of lines within its memory. */
export function configOf(seed: number, settings: IngestSettings): IngestConfig {
  const usual = usualConfig(seed, settings.viewers, settings.titles)
  return {
    ...usual,
    population: { ...usual.population, startHour: settings.startHour, faults: faultsOf(settings) },
    clock: settings.clock,
    dedupe: { by: settings.dedupe, lines: 2 ** Math.floor(Math.log2(settings.dedupeMB * LINES_A_MB)) },
    keying: settings.keying,
    windows: {
      ...usual.windows,
      watermarkMs: settings.watermark * SECOND_MS,
      latenessMs: settings.lateness * SECOND_MS,
    },
    sketches: { ...usual.sketches, headPrecision: settings.precision },
    score: { shrink: settings.shrink, guard: settings.guard },
    whiteboard: settings.whiteboard,
  }
}
