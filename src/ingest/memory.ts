import type { IngestEngine } from '../engine/ingest/ingest-engine.ts'
import { RECORD_BYTES } from '../engine/ingest/record.ts'

const BATCH = 8_192

/** Bytes, by what they are for. */
export interface Memory {
  readonly viewers: number
  readonly dedupe: number
  readonly windows: number
  readonly other: number
}

/** What an engine keeps in typed arrays, and `more` beside it. */
export function memoryOf({ pipeline, population }: IngestEngine, more = 0): Memory {
  const { dedupe, windows, whiteboard } = pipeline.memory
  return { viewers: population.bytes, dedupe, windows, other: more + whiteboard + BATCH * RECORD_BYTES }
}

export const addMemory = (a: Memory, b: Memory): Memory => ({
  viewers: a.viewers + b.viewers,
  dedupe: a.dedupe + b.dedupe,
  windows: a.windows + b.windows,
  other: a.other + b.other,
})
