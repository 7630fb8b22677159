import { valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { FATE_LABELS, type Fate } from '../../engine/flow/pressure/codes.ts'
import type { MatrixFrame } from '../../engine/flow/matrix/frame.ts'
import { MatrixEngine, type SavedMatrixEngine } from '../../engine/flow/matrix/matrix-engine.ts'
import { NEVER } from '../../engine/flow/station/ledger.ts'
import { MATRIX_SETTINGS } from '../../engine/flow/matrix/settings.ts'
import { MATRIX_SCENARIOS } from './scenarios.ts'

const createMatrixEngine = (spec: RunSpec<never>): MatrixEngine =>
  new MatrixEngine({ seed: spec.seed, settings: valuesOf(MATRIX_SETTINGS, spec.params) })

/** A row a message and cell: when it was offered, how it ended, and when. */
function* exportRows({ cells }: MatrixEngine): Generator<string> {
  yield 'row,column,manner,message,offered_ms,fate,ended_ms'
  const clock = (time: number): string => (time === NEVER ? '' : String(toMs(time)))
  for (const { row, column, manner, station } of cells) {
    const { ledger } = station
    for (let message = 0; message < ledger.offered; message++) {
      const fate = ledger.fate.get(message) as Fate // the column holds codes of FATE
      const ended = clock(ledger.endedAt.get(message))
      yield [row, column, manner, message, toMs(station.offeredAt(message)), FATE_LABELS[fate], ended].join(
        ',',
      )
    }
  }
}

export const simulation = anySimulation<never, MatrixFrame, SavedMatrixEngine, never>({
  params: MATRIX_SETTINGS,
  scenarios: MATRIX_SCENARIOS,
  create: createMatrixEngine,
  // The lab has no commands of its own.
  printCommand: () => '',
  parseCommand: unknownCommand,
  readCommand: (input) => unknownCommand(JSON.stringify(input) ?? 'nothing'),
  exportRows: (engine) => exportRows(engine as MatrixEngine), // `create` above makes no other engine
  files: null,
})
