import type { Block } from './block.ts'
import type { Ledger } from './ledger.ts'

/** What is in the log that counts, beside what the clients know. */
export interface Survey {
  /** Different records in it, and those of them below the high watermark. */
  readonly present: number
  readonly committed: number
  /** Records that are in it once more. */
  readonly duplicates: number
  /** Records behind one with a higher number. */
  readonly reordered: number
  /** Records in it of which the application was told that they failed. */
  readonly failedPresent: number
  /** Records that a consumer was given and that are not in it. */
  readonly phantom: number
}

/** The records of a log. */
export const idsIn = (blocks: readonly Block[]): ReadonlySet<number> =>
  new Set(blocks.flatMap(({ ids }) => ids))

/** Goes through one partition's log and the ledger. */
export function surveyPartition(
  blocks: readonly Block[],
  highWatermark: number,
  ledger: Ledger,
  partition: number,
  failed: number,
): Survey {
  const seen = new Set<number>()
  let committed = 0
  let duplicates = 0
  let reordered = 0
  let highest = -1
  for (const { base, ids } of blocks)
    for (const [i, id] of ids.entries()) {
      if (seen.has(id)) {
        duplicates += 1
        continue
      }
      seen.add(id)
      if (base + i < highWatermark) committed += 1
      if (id < highest) reordered += 1
      highest = Math.max(highest, id)
    }
  let failedPresent = 0
  let phantom = 0
  for (let id = 0; id < ledger.counts.sent; id++) {
    if (ledger.partition.get(id) !== partition) continue
    if (seen.has(id)) failedPresent += ledger.statusOf(id) === failed ? 1 : 0
    else phantom += ledger.timesRead(id) > 0 ? 1 : 0
  }
  return { present: seen.size, committed, duplicates, reordered, failedPresent, phantom }
}

/** Offsets at which two logs hold different records. */
export function disagreements(one: readonly Block[], other: readonly Block[]): number {
  // A follower that is in step has the very same batches: then there is nothing to compare.
  if (other.every((block, i) => one[i] === block)) return 0
  const idAt = new Map<number, number>()
  for (const { base, ids } of one) ids.forEach((id, i) => idAt.set(base + i, id))
  let count = 0
  for (const { base, ids } of other)
    ids.forEach((id, i) => {
      const here = idAt.get(base + i)
      if (here !== undefined && here !== id) count += 1
    })
  return count
}
