import * as fc from 'fast-check'
import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { loadKernels } from '../../../src/cli/kernels.ts'
import type { IngestConfig } from '../../../src/engine/ingest/config.ts'
import { conservation } from '../../../src/engine/ingest/conservation.ts'
import type { IngestCommand } from '../../../src/engine/ingest/command.ts'
import { IngestEngine } from '../../../src/engine/ingest/ingest-engine.ts'
import { ledgerOf, type Ledger } from '../../../src/engine/ingest/ledger.ts'
import type { Pipeline } from '../../../src/engine/ingest/pipeline.ts'
import { Leader } from '../../../src/engine/ingest/shards/leader.ts'
import type { ShardLink } from '../../../src/engine/ingest/shards/messages.ts'
import { Shard } from '../../../src/engine/ingest/shards/shard.ts'
import { sharesOf } from '../../../src/engine/ingest/shards/share.ts'
import { registersOf } from '../../../src/engine/ingest/sketches/layout.ts'
import type { KernelModule } from '../../../src/engine/ingest/wasm/open-store.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import { ALL_FAULTS, smallConfig } from './support.ts'

let kernels: KernelModule | undefined
beforeAll(async () => {
  kernels = await loadKernels()
})

/** A worker that is none: its answers come later, as a worker's do. */
function linkTo(shard: Shard): ShardLink {
  const later = async <T>(run: () => T): Promise<T> => {
    await Promise.resolve()
    return structuredClone(run())
  }
  return {
    run: (order) => later(() => shard.run(order)),
    panes: () => later(() => shard.panes()),
    gatherCrash: (order) => later(() => shard.gatherCrash(order)),
    settleCrash: (fate) => later(() => shard.settleCrash(fate)),
  }
}

interface Timed {
  readonly second: number
  readonly command: IngestCommand
}

/** What a run comes to: its books, its windows with every register, its boards. */
interface Result {
  readonly ledger: Ledger
  readonly boards: Pipeline['corrected']['board']
  readonly final: Pipeline['corrected']['board']
  readonly firings: readonly object[]
  readonly state: string
}

function resultOf(ledger: Ledger, pipeline: Pipeline): Result {
  const { counts: _, heavy: __, controls: ___, ...windows } = pipeline.windows.save()
  const { corrected } = pipeline
  return {
    ledger,
    boards: corrected.board,
    final: corrected.final.board,
    firings: pipeline.windows.firings,
    state: fingerprint({ windows, corrected: corrected.save(), boards: pipeline.boards }),
  }
}

function fingerprint(value: unknown): string {
  const hash = createHash('sha256')
  const add = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
    else if (typeof part === 'object' && part !== null)
      for (const [key, inner] of Object.entries(part)) {
        hash.update(key)
        add(inner)
      }
    else hash.update(`${String(part)};`)
  }
  add(value)
  return hash.digest('hex')
}

function alone(config: IngestConfig, seconds: number, script: readonly Timed[]): Result {
  const engine = new IngestEngine(config)
  for (const { second, command } of script) {
    engine.advance(second * SECOND)
    engine.apply(command)
  }
  engine.advance(seconds * SECOND)
  return resultOf(ledgerOf(engine), engine.pipeline)
}

async function shared(
  config: IngestConfig,
  seconds: number,
  script: readonly Timed[],
  workers: number,
  steps: number,
): Promise<Result> {
  // Shares of different sizes.
  const shares = sharesOf(workers, config.population, registersOf(200, config.sketches))
  const shards = Array.from(
    { length: workers },
    (_, index) => new Shard(config, at(shares, index), index === 0 ? undefined : kernels),
  )
  const links = shards.map(linkTo)
  const own = workers === 3 ? (links.pop() ?? null) : null
  const leader = new Leader(config, links, workers === 2 ? kernels : undefined, own)
  const runTo = async (second: number): Promise<void> => {
    while (leader.tick < 10 * second) {
      const left = 10 * second - leader.tick
      const most = Math.min(steps, left)
      await leader.step(most, Math.min(4 * steps, left - most))
    }
  }
  for (const { second, command } of script) {
    await runTo(second)
    leader.apply(command)
  }
  await runTo(seconds)
  await leader.absorbPanes()
  if (leader.ledger === null) throw new Error('no tick')
  return resultOf(leader.ledger, leader.pipeline)
}

const share = fc.double({ min: 0, max: 0.2, noNaN: true })
const RUN = fc.record({
  seed: fc.nat(0x7fff_ffff),
  viewers: fc.integer({ min: 100, max: 1_000 }),
  offline: share,
  replays: share,
  malformed: share,
  skew: share,
  bots: fc.nat(50),
  collector: fc.nat(99),
  perRegion: fc.constantFrom(1, 20),
  durableMs: fc.constantFrom(10, 1_000),
  clock: fc.constantFrom('trust', 'correct'),
  by: fc.constantFrom('id', 'sequence'),
  watermarkMs: fc.constantFrom(0, 2_500, 10_000),
  latenessMs: fc.constantFrom(0, 45_000),
  // With more registers than a tick slides, boards are made some ticks after their time.
  headPrecision: fc.constantFrom(10, 15),
  laterMs: fc.constantFrom(0, 2_500, 20_000, 100_000),
  steps: fc.constantFrom(1, 7, 64),
  batches: fc.constantFrom(13, 512),
})

/** The lateness that is allowed falls to nothing, and panes close with the next tick, at no minute's end. */
const CLOSING = {
  seed: 0,
  viewers: 100,
  offline: 0,
  replays: 0,
  malformed: 0,
  skew: 0.04505902074743062,
  bots: 0,
  collector: 0,
  perRegion: 1,
  durableMs: 10,
  clock: 'trust',
  by: 'id',
  watermarkMs: 0,
  latenessMs: 45_000,
  headPrecision: 10,
  laterMs: 0,
  steps: 1,
  batches: 13,
} as const

test('one, two or three workers, in steps and batches of any size: the same books, windows, registers and boards', async () => {
  await fc.assert(
    fc.asyncProperty(RUN, async (run) => {
      const base = smallConfig(run.seed, run.viewers, { ...ALL_FAULTS, ...run }, { whiteboard: false })
      const config: IngestConfig = {
        ...base,
        clock: run.clock,
        sketches: { ...base.sketches, headPrecision: run.headPrecision, headTitles: 40 },
        collector: { ...base.collector, perRegion: run.perRegion, durableMs: run.durableMs },
        dedupe: { by: run.by, lines: 1 << 16 },
        windows: { ...base.windows, watermarkMs: run.watermarkMs, latenessMs: run.latenessMs },
      }
      const script: Timed[] = [
        { second: 20, command: { kind: 'crash', collector: run.collector % (5 * run.perRegion) } },
        { second: 70, command: { kind: 'faults', faults: { bots: 90, viral: null } } },
        { second: 80, command: { kind: 'windows', watermarkMs: run.laterMs, latenessMs: run.laterMs } },
        {
          second: 90,
          command: { kind: 'faults', faults: { landing: { fromMs: 90_000, untilMs: 100_000 } } },
        },
      ]
      const whole = alone(config, 120, script)
      for (const workers of [1, 2, 3]) {
        const result = await shared({ ...config, batchSize: run.batches }, 120, script, workers, run.steps)
        expect(result).toEqual(whole)
      }
      expect(conservation(whole.ledger).filter(({ predicted, measured }) => predicted !== measured)).toEqual(
        [],
      )
    }),
    { numRuns: 4, examples: [[CLOSING]] },
  )
})

test('a slot that changes hands is emptied for its new title, though workers were told of it late', async () => {
  const release = { fromMs: 62_000, untilMs: 90_000, share: 0.3 }
  const base = smallConfig(8, 3_000, { ...ALL_FAULTS, release }, { whiteboard: false })
  const config: IngestConfig = {
    ...base,
    dedupe: { by: 'sequence', lines: 1 },
    // More registers than a tick slides: the board is made some ticks after the minute's end.
    sketches: { headPrecision: 15, headTitles: 33, tailPrecision: 6, promotedTitles: 1 },
  }
  const engine = new IngestEngine(config)
  const [first, last] = [100, 200].map((second) => {
    engine.advance(second * SECOND)
    return engine.pipeline.windows.promotions.save().titleIn[0]
  })
  const released = engine.catalogue.special.release
  expect(first).toBeGreaterThanOrEqual(0)
  expect(first).not.toBe(released)
  expect(last).toBe(released)
  expect(await shared(config, 200, [], 2, 64)).toEqual(alone(config, 200, []))
})
