import { NO_FAULTS, usualConfig, type Faults, type IngestConfig } from '../../../src/engine/ingest/config.ts'
import { TYPE } from '../../../src/engine/ingest/codes.ts'
import { createBatch, packDims, type Batch, type Dims } from '../../../src/engine/ingest/record.ts'

/** A small run: `viewers` / 10 events a second, 200 titles, a table that forgets nothing. */
export function smallConfig(
  seed: number,
  viewers: number,
  faults: Partial<Faults> = {},
  rest: Partial<IngestConfig> = {},
): IngestConfig {
  const usual = usualConfig(seed, viewers, 200)
  return {
    ...usual,
    population: { ...usual.population, faults: { ...NO_FAULTS, ...faults } },
    dedupe: { by: 'id', lines: 1 << 14 },
    sketches: { headPrecision: 10, headTitles: 20, tailPrecision: 6, promotedTitles: 10 },
    batchSize: 512,
    ...rest,
  }
}

export const ALL_FAULTS: Partial<Faults> = {
  offline: 0.1,
  replays: 0.05,
  malformed: 0.05,
  skew: 0.05,
  bots: 20,
  viral: { fromMs: 20_000, untilMs: 60_000, share: 0.3 },
  release: { fromMs: 40_000, untilMs: 80_000, share: 0.3 },
  outage: { fromMs: 10_000, untilMs: 50_000, region: 2 },
}

/** An event by hand. Times in ms; received when it happened, unless said otherwise. */
export interface HandMade {
  readonly id?: number
  readonly user?: number
  readonly title?: number
  readonly type?: number
  readonly time: number
  readonly received?: number
  readonly sent?: number
  readonly dims?: Partial<Dims>
}

const SOUND: Dims = {
  type: TYPE.heartbeat,
  deviceType: 0,
  region: 0,
  version: 2,
  country: 0,
  quality: 2,
  experiments: [1, 0],
}

/** A batch of such events, in this order. */
export function batchOf(events: readonly HandMade[], capacity = Math.max(1, events.length)): Batch {
  const batch = createBatch(capacity)
  events.forEach((event, i) => {
    const received = event.received ?? event.time
    batch.idHigh[i] = 1
    batch.idLow[i] = event.id ?? i + 1
    batch.user[i] = event.user ?? 1
    batch.device[i] = 4 * (event.user ?? 1)
    batch.session[i] = event.user ?? 1
    batch.title[i] = event.title ?? 0
    batch.eventTime[i] = event.time
    batch.sentTime[i] = event.sent ?? received
    batch.receivedTime[i] = received
    batch.dims[i] = packDims({ ...SOUND, type: event.type ?? TYPE.heartbeat, ...event.dims })
    batch.position[i] = 10
    batch.duration[i] = 7_200
  })
  batch.length = events.length
  return batch
}
