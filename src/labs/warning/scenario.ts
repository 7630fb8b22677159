import { refuse, type Outcome } from '../../shared/outcome.ts'
import { defaultsOf, type Params } from '../../shared/params.ts'
import { anySimulation, type RunSpec } from '../../engine/kernel/simulation.ts'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'
import { READINGS } from '../../engine/flow/warning/monitor.ts'
import { WARNING_SETTINGS, type WarningSettings } from '../../engine/flow/warning/settings.ts'
import { WarningEngine, type SavedWarningEngine } from '../../engine/flow/warning/warning-engine.ts'
import { WARNING_SCENARIOS } from './scenarios.ts'

/** Settings from parameters that went through the table: every key is there, and within its bounds. */
const settingsOf = (params: Params): WarningSettings =>
  ({ ...defaultsOf(WARNING_SETTINGS), ...params }) as unknown as WarningSettings

const createWarningEngine = (spec: RunSpec<never>): WarningEngine =>
  new WarningEngine({ seed: spec.seed, settings: settingsOf(spec.params) })

/** The lab has no commands of its own. */
const noCommand = (what: string): Outcome<never> =>
  refuse(`"${what.slice(0, 40)}" is no change this lab knows`)

/** A row a second and run: everything the monitors read. */
function* exportRows({ failing, calm }: WarningEngine): Generator<string> {
  yield ['run', 'second', ...READINGS].join(',')
  for (const run of [failing, calm])
    for (let row = 0; row < run.count; row++) {
      const cells = READINGS.map((name) => run.column(name).get(row))
      yield [
        run.pipeline.run,
        row + 1,
        ...cells.map((value) => (Number.isFinite(value) ? Math.round(value * 1e6) / 1e6 : '')),
      ].join(',')
    }
}

export const simulation = anySimulation<never, WarningFrame, SavedWarningEngine, never>({
  params: WARNING_SETTINGS,
  scenarios: WARNING_SCENARIOS,
  create: createWarningEngine,
  printCommand: () => '',
  parseCommand: noCommand,
  readCommand: (input) => noCommand(JSON.stringify(input) ?? 'nothing'),
  exportRows: (engine) => exportRows(engine as WarningEngine), // `create` above makes no other engine
  files: null,
})
