import type { BatchHeader } from './batch-header.ts'
import type { Corruption } from './corruption.ts'
import { checkBatch } from './decode-batch.ts'

/** A batch in a file, and where it begins. */
export interface FoundBatch {
  readonly at: number
  readonly header: BatchHeader
}

/** A walk over the batches of a file. */
export interface Scan {
  readonly batches: readonly FoundBatch[]
  /** Where the last good batch ends. */
  readonly goodBytes: number
  /** Why the walk ended there; null at the end of the bytes. */
  readonly problem: Corruption | null
}

/** Walks over batches from `at` until the bytes end or one is bad: behind a bad batch nothing says where one begins. */
export function scanBatches(bytes: Uint8Array, at = 0): Scan {
  const batches: FoundBatch[] = []
  let goodBytes = at
  while (goodBytes < bytes.length) {
    const checked = checkBatch(bytes, goodBytes)
    if (!checked.ok) return { batches, goodBytes, problem: checked.problem }
    batches.push({ at: goodBytes, header: checked.value })
    goodBytes += checked.value.size
  }
  return { batches, goodBytes, problem: null }
}
