import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { loadKernels } from '../../../src/cli/kernels.ts'
import { KEYINGS } from '../../../src/engine/ingest/codes.ts'
import type { IngestConfig } from '../../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../../src/engine/ingest/ingest-engine.ts'
import type { KernelModule } from '../../../src/engine/ingest/wasm/open-store.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { ALL_FAULTS, smallConfig } from './support.ts'

let kernels: KernelModule | undefined
beforeAll(async () => {
  kernels = await loadKernels()
})

/** A hash of each part of what an engine holds, by its path. */
function hashes(value: unknown, path = '', found: Record<string, string> = {}): Record<string, string> {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    found[path] = createHash('sha1').update(bytes).digest('hex')
  } else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) hashes(part, `${path}.${key}`, found)
  else found[path] = String(value)
  return found
}

const CONFIGS = fc.record({
  seed: fc.nat(0x7fff_ffff),
  viewers: fc.integer({ min: 300, max: 3_000 }),
  titles: fc.integer({ min: 100, max: 400 }),
  batchSize: fc.constantFrom(7, 64, 1_000, 8_192),
  otherSize: fc.constantFrom(7, 64, 1_000, 8_192),
  by: fc.constantFrom('fingerprint', 'id', 'sequence', 'off'),
  lines: fc.constantFrom(1, 64, 4_096),
  clock: fc.constantFrom('trust', 'correct'),
  guard: fc.boolean(),
  watermarkMs: fc.constantFrom(0, 3_000, 70_000),
  latenessMs: fc.constantFrom(0, 30_000, 300_000),
  headPrecision: fc.integer({ min: 10, max: 13 }),
  tailPrecision: fc.integer({ min: 4, max: 9 }),
  promotedTitles: fc.nat(8),
  keying: fc.constantFrom(...KEYINGS),
})

/** A device's clock puts its events before the run's beginning, and the kernel takes them in another order. */
const EARLY = {
  seed: 0,
  viewers: 1_347,
  titles: 100,
  batchSize: 7,
  otherSize: 8_192,
  by: 'fingerprint',
  lines: 1,
  clock: 'correct',
  guard: false,
  watermarkMs: 0,
  latenessMs: 30_000,
  headPrecision: 10,
  tailPrecision: 4,
  promotedTitles: 0,
  keying: 'user',
} as const

test('in WebAssembly and in this language a run comes to the same, to the last bit, whatever the settings and the size of batches', () => {
  fc.assert(
    fc.property(CONFIGS, (drawn) => {
      const { seed, viewers, titles, batchSize, otherSize, by, lines, clock, guard } = drawn
      const base = smallConfig(seed, viewers, ALL_FAULTS)
      const { headPrecision, tailPrecision, promotedTitles } = drawn
      const config: IngestConfig = {
        ...base,
        clock,
        keying: drawn.keying,
        batchSize,
        population: { ...base.population, titles },
        dedupe: { by, lines },
        windows: { ...base.windows, watermarkMs: drawn.watermarkMs, latenessMs: drawn.latenessMs },
        sketches: { headPrecision, headTitles: 30, tailPrecision, promotedTitles },
        score: { ...base.score, guard },
        whiteboard: false,
      }
      const here = new IngestEngine(config)
      const there = new IngestEngine({ ...config, batchSize: otherSize }, kernels)
      expect(there.pipeline.store.kernels).not.toBeNull()
      for (const second of [70, 150, 400]) {
        here.advance(second * SECOND)
        there.advance(second * SECOND)
        expect(hashes(there.save())).toEqual(hashes(here.save()))
        const to = here.pipeline.windows.firstUnfired
        const counted = ({ pipeline }: IngestEngine): unknown =>
          Array.from({ length: 40 }, (_, title) => pipeline.corrected.viewers.upTo(title, to))
        expect(counted(there)).toEqual(counted(here))
        // Each goes on from what the other has saved.
        if (second === 150) {
          const saved = here.save()
          here.restore(there.save())
          there.restore(saved)
        }
      }
      expect(here.pipeline.counts.unique).toBeGreaterThan(1_000)
      expect(here.pipeline.windows.counts.finals).toBeGreaterThan(0)
    }),
    { numRuns: 8, examples: [[EARLY]] },
  )
})
