import * as v from 'valibot'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { DELIVERY } from '../../engine/log/keys/codes.ts'
import type { KeysCommand } from '../../engine/log/keys/config.ts'
import type { KeysFrame } from '../../engine/log/keys/frame.ts'
import { KeysEngine, type SavedKeysEngine } from '../../engine/log/keys/keys-engine.ts'
import type { Lane } from '../../engine/log/keys/lane.ts'
import { keyName } from '../../engine/log/keys/placement.ts'
import { KEYS_SETTINGS } from '../../engine/log/keys/settings.ts'
import { KEYS_SCENARIOS } from './scenarios.ts'

const createKeysEngine = (spec: RunSpec<never>): KeysEngine =>
  new KeysEngine({ seed: spec.seed, settings: valuesOf(KEYS_SETTINGS, spec.params) })

type OwnCommand = Exclude<KeysCommand, { kind: 'set' }>

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('add-partition') }),
  v.object({ kind: v.literal('remove-partition') }),
  v.object({ kind: v.literal('restart'), producer: v.picklist([0, 1]) }),
])

/** `add-partition`, `remove-partition`, `restart.1`, `restart.2` */
const printCommand = (command: OwnCommand): string =>
  command.kind === 'restart' ? `restart.${command.producer + 1}` : command.kind

function parseCommand(token: string): Outcome<OwnCommand> {
  if (token === 'add-partition' || token === 'remove-partition') return accept({ kind: token })
  const restart = /^restart\.([12])$/.exec(token)
  if (restart !== null) return accept({ kind: 'restart', producer: Number(restart[1]) - 1 })
  return unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

const DELIVERY_NAMES = {
  [DELIVERY.unread]: 'unread',
  [DELIVERY.inOrder]: 'in order',
  [DELIVERY.outOfOrder]: 'out of order',
} as const

/** A row a record: who sent it when with which key, and for each lane where it went and what became of it. */
function* exportRows({ source, lanes }: KeysEngine): Generator<string> {
  const own = lanes.flatMap(({ id }) => [`${id}_partition`, `${id}_delivery`, `${id}_delivered_ms`])
  yield ['record', 'sent_ms', 'producer', 'key', ...own].join(',')
  for (let record = 0; record < source.sent; record++) {
    const key = source.key.get(record)
    yield [
      record,
      toMs(source.time.get(record)),
      source.producer.get(record) + 1,
      key < 0 ? '' : keyName(key),
      ...lanes.flatMap((lane) => cellsOf(lane, record)),
    ].join(',')
  }
}

function cellsOf(lane: Lane, record: number): (string | number)[] {
  const delivery = lane.deliveryOf(record)
  const time = delivery === DELIVERY.unread ? '' : toMs(lane.deliveredAt.get(record))
  return [lane.sentTo.get(record), DELIVERY_NAMES[delivery], time]
}

export const simulation = anySimulation<OwnCommand, KeysFrame, SavedKeysEngine, never>({
  params: KEYS_SETTINGS,
  scenarios: KEYS_SCENARIOS,
  create: createKeysEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as KeysEngine), // `create` above makes no other engine
  files: null,
})
