import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { defaultsOf, type Params } from '../../shared/params.ts'
import { Columns } from '../../engine/kernel/columns.ts'
import { anySimulation } from '../../engine/kernel/simulation.ts'
import type { SavedSteps } from '../../engine/kernel/step-engine.ts'
import type { SetCommand } from '../../engine/kernel/set-command.ts'
import { toMs } from '../../engine/kernel/time.ts'
import type { UndoFrame } from '../../engine/season/undo/frame.ts'
import { MOST_LINES, UNDO_SETTINGS, type UndoSettings } from '../../engine/season/undo/settings.ts'
import { createUndoEngine, type UndoCommand } from '../../engine/season/undo/undo-model.ts'
import { UNDO_SCENARIOS } from './scenarios.ts'

/** Settings from parameters that went through the table: every key is there, and within its bounds. */
const settingsOf = (params: Params): UndoSettings =>
  ({ ...defaultsOf(UNDO_SETTINGS), ...params }) as unknown as UndoSettings

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
  const read = v.safeParse(commandSchema, {
    kind,
    ...(number === undefined ? {} : { [kind === 'change' ? 'line' : 'steps']: Number(number) }),
  })
  return read.success ? accept(read.output) : refuse(`"${token.slice(0, 40)}" is no change this lab knows`)
}

function readCommand(input: unknown): Outcome<UndoCommand> {
  const parsed = v.safeParse(commandSchema, input)
  return parsed.success ? accept(parsed.output) : refuse(at(parsed.issues, 0).message, 'command')
}

/** A row after each thing done: when it was, and the bytes that each lane then kept. */
function* exportRows({ series }: UndoFrame): Generator<string> {
  yield 'time_ms,copies_bytes,sharing_bytes'
  for (const [row, time] of series.time.entries())
    yield [toMs(time), at(series.copies, row), at(series.sharing, row)].join(',')
}

export const simulation = anySimulation<UndoCommand, UndoFrame, SavedSteps<UndoCommand | SetCommand>, never>({
  params: UNDO_SETTINGS,
  scenarios: UNDO_SCENARIOS,
  create: ({ seed, params }) => createUndoEngine({ seed, settings: settingsOf(params) }),
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine.frame({ from: 0, to: engine.now }, new Columns())),
  files: null,
})
