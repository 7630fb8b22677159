import * as fc from 'fast-check'
import { CascadeEngine } from '../../../../src/engine/flow/cascade/cascade-engine.ts'
import { PACES } from '../../../../src/engine/flow/cascade/codes.ts'
import type { CascadeCommand } from '../../../../src/engine/flow/cascade/config.ts'
import { CASCADE_SETTINGS, type CascadeSettings } from '../../../../src/engine/flow/cascade/settings.ts'
import { Columns } from '../../../../src/engine/kernel/columns.ts'
import type { SimTime } from '../../../../src/engine/kernel/time.ts'
import { valuesOf } from '../../../../src/shared/params.ts'

export const DEFAULTS: CascadeSettings = valuesOf(CASCADE_SETTINGS)

export const createRun = (settings: Partial<CascadeSettings>, seed = 1): CascadeEngine =>
  new CascadeEngine({ seed, settings: { ...DEFAULTS, ...settings } })

export const anySeed = fc.integer({ min: 0, max: 0xffff_ffff })

const policy = fc.constantFrom('block' as const, 'drop-newest' as const, 'drop-oldest' as const)
const workers = fc.integer({ min: 1, max: 4 })
const slots = fc.integer({ min: 1, max: 9 })
const time = fc.double({ min: 0.5, max: 12, noNaN: true }).map((ms) => Math.round(10 * ms) / 10)

/** Small pipelines under load: what is rare elsewhere happens all the time. */
export const anySettings: fc.Arbitrary<CascadeSettings> = fc
  .record({
    rate: fc.integer({ min: 20, max: 500 }),
    arrivals: fc.constantFrom('poisson' as const, 'constant' as const),
    rate2: fc.constantFrom(0, 60, 300),
    join: fc.integer({ min: 1, max: 5 }),
    keys: fc.constantFrom(1, 3, 100),
    hot: fc.constantFrom(0, 50),
    burst: fc.constantFrom('none' as const, 'first' as const, 'second' as const),
    burstTimes: fc.constantFrom(1, 4),
    burstAt: fc.constantFrom(0, 1),
    burstFor: fc.constantFrom(0.3, 1),
    stages: fc.integer({ min: 1, max: 5 }),
    service: fc.constantFrom('constant' as const, 'exponential' as const, 'heavy' as const),
    blockers: fc.constantFrom(0, 5),
    blockMs: fc.constantFrom(20, 200),
    blockAt: fc.integer({ min: 1, max: 5 }),
    fault: fc.constantFrom('none' as const, 'slow' as const, 'stall' as const),
    faultStage: fc.integer({ min: 1, max: 5 }),
    faultAt: fc.constantFrom(0, 1),
    faultFor: fc.constantFrom(0.2, 1),
    edge: fc.constantFrom('shed' as const, 'wait' as const, 'open' as const),
    credit: fc.constantFrom(1, 7, 40),
    workers1: workers,
    workers2: workers,
    workers3: workers,
    workers4: workers,
    workers5: workers,
    slots1: slots,
    slots2: slots,
    slots3: slots,
    slots4: slots,
    slots5: slots,
    time1: time,
    time2: time,
    time3: time,
    time4: time,
    time5: time,
  })
  .chain((base) =>
    fc
      .record({ full1: policy, full2: policy, full3: policy, full4: policy, full5: policy })
      .map((full) => ({ ...DEFAULTS, ...base, ...full, for: 3 })),
  )

/** A command and when it is given. */
export interface Given {
  readonly at: SimTime
  readonly command: CascadeCommand
}

const anyCommand: fc.Arbitrary<CascadeCommand> = fc.oneof(
  fc.record({
    kind: fc.constant('pace' as const),
    stage: fc.integer({ min: 1, max: 5 }),
    to: fc.constantFrom(...PACES),
  }),
  fc.constant({ kind: 'blocker' as const }),
  fc.record({ kind: fc.constant('set' as const), key: fc.constant('rate'), value: fc.constantFrom(10, 400) }),
  fc.record({
    kind: fc.constant('set' as const),
    key: fc.constantFrom('full1', 'full2', 'full5'),
    value: fc.constantFrom('block', 'drop-newest', 'drop-oldest'),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    key: fc.constant('edge'),
    value: fc.constantFrom('shed', 'wait', 'open'),
  }),
  fc.record({ kind: fc.constant('set' as const), key: fc.constant('credit'), value: fc.constantFrom(1, 30) }),
)

export const anyGiven: fc.Arbitrary<Given[]> = fc
  .array(fc.record({ at: fc.integer({ min: 0, max: 2_900_000 }), command: anyCommand }), { maxLength: 6 })
  .map((list) => list.sort((a, b) => a.at - b.at))

export function runWith(engine: CascadeEngine, given: readonly Given[], end: SimTime): void {
  for (const { at, command } of given) {
    engine.advance(at)
    engine.apply(command)
  }
  engine.advance(end)
}

/** Everything that can be seen of an engine. */
export const footprint = (engine: CascadeEngine): unknown => ({
  hash: engine.traceHash(),
  measures: engine.measures(),
  landmarks: engine.landmarks(),
  checks: engine.checks(),
  frame: engine.frame({ from: 0, to: engine.now }, new Columns()),
})
