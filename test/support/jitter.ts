import * as fc from 'fast-check'
import type { JitterCommand, JitterConfig } from '../../src/engine/jitter/config.ts'
import { FATE } from '../../src/engine/jitter/fate.ts'
import type { JitterFrame } from '../../src/engine/jitter/frame.ts'
import { JitterEngine, type Lane } from '../../src/engine/jitter/jitter-engine.ts'
import type { RunSummary } from '../../src/engine/jitter/measures.ts'
import { POLICIES } from '../../src/engine/jitter/policies/index.ts'
import { POLICY_IDS, type PolicyId } from '../../src/engine/jitter/settings/policies.ts'
import { JITTER_SETTINGS, type JitterSettings } from '../../src/engine/jitter/settings.ts'
import type { Trace } from '../../src/engine/jitter/trace.ts'
import { Columns } from '../../src/engine/kernel/columns.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../src/engine/kernel/time.ts'
import { createJitterEngine } from '../../src/labs/jitter/scenario.ts'
import { JITTER_SCENARIOS } from '../../src/labs/jitter/scenarios.ts'
import { assert, at } from '../../src/shared/assert.ts'
import { valuesOf, type Params, type ParamSpec, type ParamValue } from '../../src/shared/params.ts'

/** A perfect line and one player of each kind, written out: defaults and scenarios may change, tests must not. */
const PLAIN: JitterSettings = {
  fps: 30,
  for: 60,
  drift: 0,
  kind: 'path',
  calm: 10,
  bad: 4,
  badDelay: 60,
  badSpread: 20,
  stuck: 20,
  stuckFor: 120,
  bursts: 30,
  burstFor: 100,
  burstLoad: 3,
  queue: 250,
  contention: 7,
  cells: 8,
  cellGap: 250,
  cellStep: 60,
  slotSpike: 60,
  slotStep: 15,
  base: 40,
  shape: 'normal',
  form: 2,
  spread: 0,
  correlation: 0,
  loss: 0,
  burst: 1,
  duplicate: 0,
  order: true,
  detour: 0,
  hop: 0,
  spike: 0,
  spikeAt: 5,
  stall: 0,
  stallAt: 5,
  step: 0,
  stepAt: 5,
  policy: ['whiteboard', 'fixed'],
  delay: 100,
  capacity: 30,
  stretch: 10,
  pace: 'limit',
  late: 'skip',
  price: 20,
}

export const plainSettings = (params: Partial<JitterSettings>): JitterSettings => ({ ...PLAIN, ...params })

export const GATE_POLICIES = POLICY_IDS.filter((id) => POLICIES[id].kind === 'gate')
/** Those that know timestamps, whatever player they have. */
export const TIMESTAMP_POLICIES = POLICY_IDS.filter((id) => POLICIES[id].kind !== 'gate')
export const DELAY_POLICIES = POLICY_IDS.filter((id) => POLICIES[id].kind === 'delay')

/** A setting on the grid of its step; extremes as often as anything else. */
export function valueOf(spec: ParamSpec): fc.Arbitrary<ParamValue> {
  if (spec.kind === 'switch') return fc.boolean()
  if (spec.kind === 'choice') return fc.constantFrom(...spec.options.map(({ value }) => value))
  if (spec.kind === 'list')
    return fc.shuffledSubarray(
      spec.options.map(({ value }) => value),
      { minLength: 1 },
    )
  const { min, max, step } = spec
  const onGrid = (n: number): number => Number((n * step).toFixed(3))
  const steps = { min: Math.round(min / step), max: Math.round(max / step) }
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(spec.default) },
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
    { weight: 3, arbitrary: fc.integer(steps).map(onGrid) },
    { weight: 3, arbitrary: fc.integer({ ...steps, max: Math.min(steps.max, steps.min + 100) }).map(onGrid) },
  )
}

/** Any settings within the table's bounds, for runs of a few seconds at a few dozen frames a second. */
export const settingsArbitrary: fc.Arbitrary<JitterSettings> = fc
  .record({
    ...Object.fromEntries(JITTER_SETTINGS.map((spec) => [spec.key, valueOf(spec)])),
    for: fc.integer({ min: 1, max: 4 }),
    fps: fc.oneof(fc.constantFrom(5, 20, 30, 50), fc.integer({ min: 5, max: 90 })),
    spikeAt: fc.nat(3),
    stallAt: fc.nat(3),
    stepAt: fc.nat(3),
    capacity: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constantFrom(30, 1_000)),
  } satisfies Record<string, fc.Arbitrary<unknown>>)
  .map((params) => valuesOf(JITTER_SETTINGS, params as Params))

/** A recorded network: losses, copies, packets sent at one instant, silences, reordering. */
export const traceArbitrary: fc.Arbitrary<Trace> = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.constant(20_000), fc.nat(60_000), fc.constantFrom(0, 900_000)),
      delay: fc.oneof(fc.nat(60_000), fc.nat(500_000), fc.constantFrom(0, 40_000, null)),
      copy: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(300_000) }),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      interval: fc.integer({ min: MILLISECOND, max: 100_000 }),
      clockOffset: fc.constantFrom(0, 0, 7_500),
    }),
  )
  .map(({ rows, interval, clockOffset }) => {
    let now = 0
    const sent = rows.map(({ gap }, i) => (now += i === 0 ? 0 : gap))
    const arrived = rows.map(({ delay }, i) => (delay === null ? Number.NaN : at(sent, i) + delay))
    const copied = rows.flatMap(({ copy }, row) =>
      copy === null ? [] : [{ row, arrival: at(sent, row) + copy }],
    )
    return {
      name: 'random',
      sent: Float64Array.from(sent),
      arrived: Float64Array.from(arrived),
      copies: {
        row: Int32Array.from(copied, ({ row }) => row),
        arrived: Float64Array.from(copied, ({ arrival }) => arrival),
      },
      interval,
      clockOffset,
    }
  })

const row = fc.array(fc.nat(2 * SECOND), { minLength: 1, maxLength: 30 })

/** A run on a simulated network, a recorded one, or a row drawn on a slide. */
export const configArbitrary: fc.Arbitrary<JitterConfig> = fc.record({
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  settings: settingsArbitrary,
  trace: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: traceArbitrary }),
  row: fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: row }),
})

/** A command given at `time`; `packet` counts back from the newest one sent, and `arrival` on from then. */
export interface Deed {
  readonly time: SimTime
  readonly command: JitterCommand
}

const LIVE = JITTER_SETTINGS.filter(({ live }) => live)

export const deedsArbitrary: fc.Arbitrary<Deed[]> = fc
  .array(
    fc.oneof<fc.Arbitrary<Deed>[]>(
      fc.record({
        time: fc.nat(4 * SECOND),
        command: fc.record({
          kind: fc.constant('move' as const),
          packet: fc.nat(8),
          arrival: fc.oneof(fc.constantFrom(0, 0, 1), fc.nat(400_000)),
        }),
      }),
      fc.record({
        time: fc.nat(4 * SECOND),
        command: fc.record({ kind: fc.constant('lose' as const), packet: fc.nat(8) }),
      }),
      fc.record({
        time: fc.nat(4 * SECOND),
        command: fc
          .constantFrom(...LIVE)
          .chain((spec) => valueOf(spec).map((value) => ({ kind: 'set' as const, key: spec.key, value }))),
      }),
    ),
    { maxLength: 12 },
  )
  .map((deeds) => deeds.toSorted((a, b) => a.time - b.time))

/** The command as the engine takes it, given what has been sent so far. */
function resolve({ command }: Deed, engine: JitterEngine): JitterCommand {
  if (command.kind === 'set') return command
  const packet = Math.max(0, engine.passage.packets - 1 - command.packet)
  return command.kind === 'lose'
    ? { ...command, packet }
    : { ...command, packet, arrival: engine.now + command.arrival }
}

/** Carries the deeds out, each at its time, and goes on to `until`. `go` is how the engine gets there. */
export function runWith(
  engine: JitterEngine,
  deeds: readonly Deed[],
  until: SimTime,
  go: (engine: JitterEngine, time: SimTime) => void = (one, time) => void one.advance(time),
): JitterEngine {
  for (const deed of deeds.filter(({ time }) => time <= until && time >= engine.now)) {
    go(engine, deed.time)
    engine.apply(resolve(deed, engine))
  }
  go(engine, until)
  return engine
}

/** Past the last event of any run the arbitraries make. */
export const THE_END: SimTime = 400 * SECOND

/** The engine of a scenario, with some parameters changed. */
export function engineOf(scenario: string, params: Params = {}, seed?: number): JitterEngine {
  const found = JITTER_SCENARIOS.find(({ id }) => id === scenario)
  assert(found !== undefined, `there is no scenario ${scenario}`)
  const spec = {
    scenario,
    seed: seed ?? found.seed,
    params: { ...found.params, ...params },
    attachment: null,
  }
  return createJitterEngine(spec)
}

export const plainEngine = (params: Partial<JitterSettings>, seed = 1): JitterEngine =>
  new JitterEngine({ seed, settings: plainSettings(params), trace: null, row: null })

/** A run of plain settings, to its end. */
export function finished(params: Partial<JitterSettings>, seed = 1): JitterEngine {
  const engine = plainEngine(params, seed)
  engine.advance(THE_END)
  return engine
}

export function laneOf(engine: JitterEngine, policy: PolicyId): Lane {
  const lane = engine.lanes.find((one) => one.policy === policy)
  assert(lane !== undefined, `the run has no lane ${policy}`)
  return lane
}

export function summaryOf(engine: JitterEngine, policy: PolicyId): RunSummary {
  const summary = engine.summaries().find((one) => one.policy === policy)
  assert(summary !== undefined, `the run has no lane ${policy}`)
  return summary
}

/** The packets a lane has shown, in the order of showing; copies shown again are left out. */
export function shownBy(lane: Lane): { packet: number; shownAt: SimTime }[] {
  return Array.from({ length: lane.ledger.shownAt.length }, (_, packet) => packet)
    .filter((packet) => lane.ledger.fateOf(packet) === FATE.played)
    .map((packet) => ({ packet, shownAt: lane.ledger.shownAt.get(packet) }))
    .toSorted((a, b) => a.shownAt - b.shownAt || a.packet - b.packet)
}

/** A frame of everything, on a buffer of its own. */
export const frameOf = (engine: JitterEngine, from: SimTime = 0, to: SimTime = THE_END): JitterFrame =>
  engine.frame({ from, to }, new Columns())
