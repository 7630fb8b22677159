import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { STATUS } from '../../engine/log/replication/codes.ts'
import type { ReplicationCommand } from '../../engine/log/replication/config.ts'
import type { ReplicationFrame } from '../../engine/log/replication/frame.ts'
import type { Lane } from '../../engine/log/replication/lane.ts'
import {
  ReplicationEngine,
  type SavedReplicationEngine,
} from '../../engine/log/replication/replication-engine.ts'
import { MAX_BROKERS, REPLICATION_SETTINGS } from '../../engine/log/replication/settings.ts'
import { REPLICATION_SCENARIOS } from './scenarios.ts'

const createReplicationEngine = (spec: RunSpec<never>): ReplicationEngine =>
  new ReplicationEngine({ seed: spec.seed, settings: valuesOf(REPLICATION_SETTINGS, spec.params) })

type OwnCommand = Exclude<ReplicationCommand, { kind: 'set' }>

const ACTS = ['kill', 'restart', 'freeze', 'thaw', 'cut-off', 'reconnect'] as const
const broker = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_BROKERS))
const node = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_BROKERS))

const commandSchema = v.variant('kind', [
  v.object({ kind: v.picklist(ACTS), broker }),
  v.object({ kind: v.picklist(['cut', 'heal']), a: node, b: node }),
  v.object({ kind: v.literal('break') }),
])

/** `kill.1`, `cut.0.2` (0 is the controller), `break` */
function printCommand(command: OwnCommand): string {
  if (command.kind === 'break') return command.kind
  if ('broker' in command) return `${command.kind}.${command.broker}`
  return `${command.kind}.${command.a}.${command.b}`
}

function parseCommand(token: string): Outcome<OwnCommand> {
  const [kind, ...numbers] = token.split('.')
  const [first, second] = numbers.map((text) => (/^\d$/.test(text) ? Number(text) : Number.NaN))
  const input = kind === 'cut' || kind === 'heal' ? { kind, a: first, b: second } : { kind, broker: first }
  const read = readCommand(input)
  return read.ok && printCommand(read.value) === token ? read : unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

const STATUS_WORDS = {
  [STATUS.waiting]: 'not answered',
  [STATUS.ok]: 'ok',
  [STATUS.failed]: 'failed',
}

/** A row a record: when it was handed over, and what the client of each lane was told, when, and what came of it. */
function* exportRows({ lanes }: ReplicationEngine): Generator<string> {
  const own = lanes.flatMap(({ id }) =>
    ['told', 'told_ms', 'error', 'offset', 'ok_by', 'lost_ms', 'times_read'].map((name) => `${id}_${name}`),
  )
  yield ['record', 'partition', 'handed_over_ms', ...own].join(',')
  const { ledger } = at(lanes, 0)
  for (let id = 0; id < ledger.counts.sent; id++)
    yield [
      id,
      ledger.partition.get(id),
      toMs(ledger.sentAt.get(id)),
      ...lanes.flatMap((lane) => cellsOf(lane, id)),
    ].join(',')
}

function cellsOf({ ledger }: Lane, id: number): string[] {
  const clock = (time: number): string => (Number.isNaN(time) ? '' : String(toMs(time)))
  const known = (value: number): string => (value < 0 ? '' : String(value))
  const error = ledger.errorOf(id)
  return [
    STATUS_WORDS[ledger.statusOf(id)],
    clock(ledger.endedAt.get(id)),
    error === 'None' ? '' : error,
    known(ledger.offset.get(id)),
    known(ledger.okBy.get(id)),
    clock(ledger.lostAt.get(id)),
    String(ledger.timesRead(id)),
  ]
}

export const simulation = anySimulation<OwnCommand, ReplicationFrame, SavedReplicationEngine, never>({
  params: REPLICATION_SETTINGS,
  scenarios: REPLICATION_SCENARIOS,
  create: createReplicationEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as ReplicationEngine), // `create` above makes no other engine
  files: null,
})
