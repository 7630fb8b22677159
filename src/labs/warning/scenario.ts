import { valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'
import { READINGS } from '../../engine/flow/warning/monitor.ts'
import { WARNING_SETTINGS } from '../../engine/flow/warning/settings.ts'
import { WarningEngine, type SavedWarningEngine } from '../../engine/flow/warning/warning-engine.ts'
import { WARNING_SCENARIOS } from './scenarios.ts'

const createWarningEngine = (spec: RunSpec<never>): WarningEngine =>
  new WarningEngine({ seed: spec.seed, settings: valuesOf(WARNING_SETTINGS, spec.params) })

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
  // The lab has no commands of its own.
  printCommand: () => '',
  parseCommand: unknownCommand,
  readCommand: (input) => unknownCommand(JSON.stringify(input) ?? 'nothing'),
  exportRows: (engine) => exportRows(engine as WarningEngine), // `create` above makes no other engine
  files: null,
})
