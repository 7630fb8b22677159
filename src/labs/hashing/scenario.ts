import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { StepEngine, type SavedSteps } from '../../engine/kernel/step-engine.ts'
import { serverName } from '../../engine/season/hashing/codes.ts'
import type { HashingCommand } from '../../engine/season/hashing/config.ts'
import type { HashingFrame } from '../../engine/season/hashing/frame.ts'
import { HashingModel } from '../../engine/season/hashing/hashing-model.ts'
import { HASHING_SETTINGS } from '../../engine/season/hashing/settings.ts'
import { HASHING_SCENARIOS } from './scenarios.ts'

type HashingEngine = StepEngine<HashingCommand, HashingFrame>
type OwnCommand = Exclude<HashingCommand, { kind: 'set' }>

const create = ({ seed, params }: RunSpec<never>): HashingEngine =>
  new StepEngine(() => new HashingModel({ seed, settings: valuesOf(HASHING_SETTINGS, params) }))

const server = v.pipe(v.number(), v.integer(), v.minValue(0))
const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('add') }),
  v.object({ kind: v.picklist(['remove', 'fail', 'back']), server }),
])

/** `add`, `remove.2`, `fail.2`, `back.2` */
const printCommand = (command: OwnCommand): string =>
  command.kind === 'add' ? 'add' : `${command.kind}.${command.server}`

function parseCommand(token: string): Outcome<OwnCommand> {
  if (token === 'add') return accept({ kind: 'add' })
  const [, kind, number] = /^(remove|fail|back)\.(\d{1,2})$/.exec(token) ?? []
  if (kind === 'remove' || kind === 'fail' || kind === 'back') return accept({ kind, server: Number(number) })
  return unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

/** A row a key: its hash, its slot, and its server by each rule. */
function* exportRows({ keys, lanes }: HashingModel): Generator<string> {
  yield ['key', 'hash', 'slot', ...lanes.map(({ id }) => id)].join(',')
  for (const [key, name] of keys.names.entries()) {
    const owners = lanes.map((lane) => serverName(at(lane.owners, key)))
    yield [name, at(keys.hashes, key), at(keys.slots, key), ...owners].join(',')
  }
}

export const simulation = anySimulation<OwnCommand, HashingFrame, SavedSteps<HashingCommand>, never>({
  params: HASHING_SETTINGS,
  scenarios: HASHING_SCENARIOS,
  create,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows((engine as HashingEngine).model as HashingModel), // `create` above makes no other
  files: null,
})
