import { at } from '../../../../src/shared/assert.ts'
import { USUAL_LIMITS, type Limits } from '../../../../src/engine/ingest/json/dead-letters.ts'
import { EventImport, type ImportOptions } from '../../../../src/engine/ingest/json/event-import.ts'
import { ENVELOPE } from '../../../../src/engine/ingest/json/plan.ts'
import { numberedTitles } from '../../../../src/engine/ingest/json/titles.ts'
import {
  createBatch,
  readRow,
  RECORD_WORDS,
  writeRow,
  type Batch,
} from '../../../../src/engine/ingest/record.ts'

export const EPOCH = Date.UTC(2026, 0, 1)

/** An import that keeps what it made: the rows of all records, and the rule that each breaks. */
export function importing(options: Partial<ImportOptions> = {}) {
  const rows: number[][] = []
  const rules: number[] = []
  const source = new EventImport({
    plan: ENVELOPE,
    titles: numberedTitles(1_000),
    clock: 'correct',
    epochMs: EPOCH,
    batchSize: 7,
    limits: USUAL_LIMITS satisfies Limits,
    take(batch, ruleOf) {
      rows.push(...rowsOf(batch))
      for (let i = 0; i < batch.length; i++) rules.push(at(ruleOf, i))
    },
    ...options,
  })
  return { source, rows, rules }
}

export type Importing = ReturnType<typeof importing>

/** Reads a whole text, or bytes, in pieces of `step`. */
export function importAll(
  text: string | Uint8Array,
  options: Partial<ImportOptions> = {},
  step = 1 << 16,
): Importing & { readonly finished: ReturnType<EventImport['finish']> } {
  const one = importing(options)
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  for (let from = 0; from < bytes.length; from += step) one.source.push(bytes.subarray(from, from + step))
  return { ...one, finished: one.source.finish() }
}

export function rowsOf(batch: Batch): number[][] {
  const row = new Uint32Array(RECORD_WORDS)
  return Array.from({ length: batch.length }, (_, i) => {
    writeRow(batch, i, row, 0)
    return [...row]
  })
}

export function batchOfRows(rows: readonly (readonly number[])[]): Batch {
  const batch = createBatch(Math.max(1, rows.length))
  rows.forEach((row, i) => readRow(Uint32Array.from(row), 0, batch, i))
  batch.length = rows.length
  return batch
}

/** The example of the envelope, as the field draws it: an id that is no UUID, a region that is a state's. */
export const SAMPLE = {
  event_id: 'evt_abc123',
  event_type: 'playback.started',
  event_version: '2.1',
  event_time: '2026-01-01T14:30:00.123Z',
  received_time: '2026-01-01T14:30:00.456Z',
  user_id: 'usr_12345',
  device_id: 'dev_67890',
  session_id: 'sess_abcdef',
  device_type: 'mobile',
  app_version: '5.2.1',
  geo: { country: 'US', region: 'CA' },
  payload: {
    content_id: 'mov_789',
    content_type: 'movie',
    position_seconds: 0,
    duration_seconds: 7200,
    quality: '1080p',
    audio_language: 'en',
    subtitle_language: 'es',
  },
  experiments: { new_player_ui: 'variant_b', recommendation_algo: 'control' },
}
