import { simulation } from '../../src/labs/trending/scenario.ts'
import type { PartitionFiles } from '../../src/engine/kernel/simulation.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'

/** Partitions of each topic: all of them would not fit into a command line. */
const SHOWN = 12

/** What the trending lab keeps of its events after a minute in which a title drew many of them: partitions with segments. */
export function keptEvents(): readonly PartitionFiles[] {
  const params = { viewers: 3_000, titles: 100, malformed: 5, offline: 20, lateness: 0, watermark: 0 }
  const run = simulation.create({ scenario: 'evening', seed: 3, params, attachment: null })
  run.advance(100 * SECOND)
  run.apply({ kind: 'set', key: 'keying', value: 'title' })
  run.advance(160 * SECOND)
  const partitions = simulation.partitionFiles?.(run) ?? []
  return partitions.filter((_, place) => place % 50 < SHOWN)
}
