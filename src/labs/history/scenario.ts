import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { Columns } from '../../engine/kernel/columns.ts'
import { anySimulation, unknownCommand } from '../../engine/kernel/simulation.ts'
import type { SavedSteps } from '../../engine/kernel/step-engine.ts'
import { toMs } from '../../engine/kernel/time.ts'
import type { HistoryFrame } from '../../engine/season/history/frame.ts'
import { createHistoryEngine, type HistoryCommand } from '../../engine/season/history/history-model.ts'
import type { Navigation } from '../../engine/season/history/plan.ts'
import { HISTORY_SETTINGS } from '../../engine/season/history/settings.ts'
import { HISTORY_SCENARIOS } from './scenarios.ts'

const MOST_STEPS = 2_000
const steps = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_STEPS))
const delta = v.pipe(v.number(), v.integer(), v.minValue(-MOST_STEPS), v.maxValue(MOST_STEPS))

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('visit') }),
  v.object({ kind: v.literal('replace') }),
  v.object({ kind: v.literal('back'), steps }),
  v.object({ kind: v.literal('forward'), steps }),
  v.object({ kind: v.literal('go'), delta }),
])

/** `visit`, `replace`, `back.2`, `forward.1`, `go.-3` */
function printCommand(command: Navigation): string {
  if (command.kind === 'go') return `go.${command.delta}`
  return 'steps' in command ? `${command.kind}.${command.steps}` : command.kind
}

function parseCommand(token: string): Outcome<Navigation> {
  const [, kind, number] = /^(visit|replace|back|forward|go)(?:\.(-?\d{1,4}))?$/.exec(token) ?? []
  const read = readCommand({
    kind,
    ...(number === undefined ? {} : { [kind === 'go' ? 'delta' : 'steps']: Number(number) }),
  })
  return read.ok ? read : unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<Navigation> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

/** A row an operation: when it was, what was done, and the page that each way to keep a history then showed. */
function* exportRows({ lanes }: HistoryFrame): Generator<string> {
  yield ['time_ms', 'did', ...lanes.map(({ lane }) => `${lane}_shows`)].join(',')
  for (const [row, { time, did }] of at(lanes, 0).way.entries())
    yield [toMs(time), did, ...lanes.map(({ way }) => at(way, row).shown)].join(',')
}

export const simulation = anySimulation<Navigation, HistoryFrame, SavedSteps<HistoryCommand>, never>({
  params: HISTORY_SETTINGS,
  scenarios: HISTORY_SCENARIOS,
  create: ({ seed, params }) => createHistoryEngine({ seed, settings: valuesOf(HISTORY_SETTINGS, params) }),
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine.frame({ from: 0, to: engine.now }, new Columns())),
  files: null,
})
