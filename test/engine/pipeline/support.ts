import * as fc from 'fast-check'
import { defaultsOf, type ParamSpec, type ParamValue } from '../../../src/shared/params.ts'
import { SECOND, type SimTime } from '../../../src/engine/kernel/time.ts'
import type { Check } from '../../../src/engine/kernel/engine.ts'
import type { PipelineCommand } from '../../../src/engine/pipeline/config.ts'
import type { Lane, LaneId } from '../../../src/engine/pipeline/lane.ts'
import type { LaneSummary } from '../../../src/engine/pipeline/measures.ts'
import { PipelineEngine } from '../../../src/engine/pipeline/pipeline-engine.ts'
import { PIPELINE_SETTINGS, type PipelineSettings } from '../../../src/engine/pipeline/settings.ts'

/** The defaults, but for `changes`. */
export const settingsWith = (changes: Partial<PipelineSettings>): PipelineSettings =>
  ({ ...defaultsOf(PIPELINE_SETTINGS), ...changes }) as unknown as PipelineSettings

/** Without chance: frames come like clockwork, and each is as hard as the next. */
export const CLOCKWORK = { spread: 0, decodeUneven: 0, keyCost: 1 } as const

/** A run of the defaults but for `changes`. */
export const createRun = (changes: Partial<PipelineSettings>, seed = 1): PipelineEngine =>
  new PipelineEngine({ seed, settings: settingsWith(changes) })

/** The same, gone on to its end. */
export function finishedRun(changes: Partial<PipelineSettings>, seed = 1): PipelineEngine {
  const engine = createRun(changes, seed)
  engine.advance(engine.extent)
  return engine
}

export function laneOf({ lanes }: PipelineEngine, id: LaneId): Lane {
  const lane = lanes.find((candidate) => candidate.id === id)
  if (lane === undefined) throw new Error(`there is no lane ${id}`)
  return lane
}

export function summaryOf(engine: PipelineEngine, id: LaneId): LaneSummary {
  const summary = engine.summaries().find(({ lane }) => lane === id)
  if (summary === undefined) throw new Error(`there is no lane ${id}`)
  return summary
}

export const failing = (checks: readonly Check[]): Check[] =>
  checks.filter(({ predicted, measured, tolerance }) => !(Math.abs(predicted - measured) <= tolerance))

/** A command and when it is given. */
export interface Given {
  readonly at: SimTime
  readonly command: PipelineCommand
}

/** Advances to `until`, giving the commands on the way; refused ones are left out. */
export function runWith(engine: PipelineEngine, given: readonly Given[], until: SimTime): void {
  for (const { at, command } of given) {
    engine.advance(at)
    engine.apply(command)
  }
  engine.advance(until)
}

/** Everything a run shows of itself, for comparing two runs. */
export const footprint = (engine: PipelineEngine): unknown => ({
  now: engine.now,
  next: engine.nextEventTime,
  hash: engine.traceHash(),
  measures: engine.measures(),
  checks: engine.checks(),
  landmarks: engine.landmarks(),
  outside: engine.lanes.map(({ outside }) => outside),
})

function valueOf(spec: ParamSpec): fc.Arbitrary<ParamValue> {
  if (spec.kind === 'choice') return fc.constantFrom(...spec.options.map(({ value }) => value))
  if (spec.kind !== 'number') return fc.boolean()
  // The default now and then, low values often: four in five of the others come from the lowest tenth of the range.
  const steps = Math.round((spec.max - spec.min) / spec.step)
  const step = fc.oneof(
    { weight: 1, arbitrary: fc.nat(steps) },
    { weight: 4, arbitrary: fc.nat(Math.ceil(steps / 10)) },
  )
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(spec.default) },
    { weight: 3, arbitrary: step.map((n) => Number((spec.min + n * spec.step).toFixed(2))) },
  )
}

/** How long the runs of `anySettings` are, in seconds. */
export const LENGTH = 3

/** Any settings of the table, but for the length; rings are mostly small, so that they fill up. */
export const anySettings: fc.Arbitrary<PipelineSettings> = fc
  .record(Object.fromEntries(PIPELINE_SETTINGS.map((spec) => [spec.key, valueOf(spec)])))
  .map((values) => settingsWith({ ...(values as Partial<PipelineSettings>), for: LENGTH }))

export const anyPlayer: fc.Arbitrary<PipelineSettings> = anySettings.map((settings) => ({
  ...settings,
  mode: 'player',
}))

const anySet: fc.Arbitrary<PipelineCommand> = fc
  .constantFrom(...PIPELINE_SETTINGS.filter(({ live }) => live))
  .chain((spec) => valueOf(spec).map((value) => ({ kind: 'set', key: spec.key, value })))

/** Any command that a run may accept at one time or another. */
export const anyCommand: fc.Arbitrary<PipelineCommand> = fc.oneof(
  fc.constantFrom<PipelineCommand>({ kind: 'lose', what: 'frame' }, { kind: 'lose', what: 'key' }),
  fc.boolean().map((paused): PipelineCommand => ({ kind: 'pause-decoder', paused })),
  fc.constant<PipelineCommand>({ kind: 'hiccup' }),
  anySet,
)

/** Some commands in order of time; often several at one moment. */
export const anyGiven: fc.Arbitrary<Given[]> = fc
  .array(
    fc.record({
      at: fc.oneof(
        fc.nat(LENGTH * SECOND),
        fc.nat(12).map((n) => n * 250_000),
      ),
      command: anyCommand,
    }),
    { maxLength: 15 },
  )
  .map((given) => given.sort((a, b) => a.at - b.at))

export const anySeed = fc.integer({ min: 0, max: 0xffff_ffff })
