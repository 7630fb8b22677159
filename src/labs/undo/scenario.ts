import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { Columns } from '../../engine/kernel/columns.ts'
import { anySimulation, unknownCommand } from '../../engine/kernel/simulation.ts'
import type { SavedSteps } from '../../engine/kernel/step-engine.ts'
import type { SetCommand } from '../../engine/kernel/set-command.ts'
import { toMs } from '../../engine/kernel/time.ts'
import type { UndoFrame } from '../../engine/season/undo/frame.ts'
import { MOST_LINES, UNDO_SETTINGS } from '../../engine/season/undo/settings.ts'
import { createUndoEngine, type UndoCommand } from '../../engine/season/undo/undo-model.ts'
import { UNDO_SCENARIOS } from './scenarios.ts'

const steps = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))
const line = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_LINES))

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('change'), line }),
  v.object({ kind: v.literal('append') }),
  v.object({ kind: v.literal('undo'), steps }),
  v.object({ kind: v.literal('redo'), steps }),
])

/** `change.12` (the line, from 0), `append`, `undo.1`, `redo.2` */
function printCommand(command: UndoCommand): string {
  if (command.kind === 'append') return command.kind
  return `${command.kind}.${command.kind === 'change' ? command.line : command.steps}`
}

function parseCommand(token: string): Outcome<UndoCommand> {
  const [, kind, number] = /^(change|append|undo|redo)(?:\.(\d{1,4}))?$/.exec(token) ?? []
  const read = readCommand({
    kind,
    ...(number === undefined ? {} : { [kind === 'change' ? 'line' : 'steps']: Number(number) }),
  })
  return read.ok ? read : unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<UndoCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

/** A row after each thing done: when it was, and the bytes that each lane then kept. */
function* exportRows({ series }: UndoFrame): Generator<string> {
  yield 'time_ms,copies_bytes,sharing_bytes'
  for (const [row, time] of series.time.entries())
    yield [toMs(time), at(series.copies, row), at(series.sharing, row)].join(',')
}

export const simulation = anySimulation<UndoCommand, UndoFrame, SavedSteps<UndoCommand | SetCommand>, never>({
  params: UNDO_SETTINGS,
  scenarios: UNDO_SCENARIOS,
  create: ({ seed, params }) => createUndoEngine({ seed, settings: valuesOf(UNDO_SETTINGS, params) }),
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine.frame({ from: 0, to: engine.now }, new Columns())),
  files: null,
})
