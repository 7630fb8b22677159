import * as v from 'valibot'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { DEEDS, FATE, memberName } from '../../engine/log/groups/codes.ts'
import type { MemberCommand } from '../../engine/log/groups/config.ts'
import type { GroupsFrame } from '../../engine/log/groups/frame.ts'
import { GroupsEngine, type SavedGroupsEngine } from '../../engine/log/groups/groups-engine.ts'
import type { Lane } from '../../engine/log/groups/lane.ts'
import { GROUP_SETTINGS, MAX_MEMBERS } from '../../engine/log/groups/settings.ts'
import { keyName } from '../../engine/log/groups/topic.ts'
import { GROUP_SCENARIOS } from './scenarios.ts'

const commandSchema = v.object({
  kind: v.literal('member'),
  deed: v.picklist(DEEDS),
  member: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_MEMBERS - 1)),
})

/** `crash.A` */
const printCommand = ({ deed, member }: MemberCommand): string => `${deed}.${memberName(member)}`

function parseCommand(token: string): Outcome<MemberCommand> {
  const [, word, letter] = /^([a-z]+)\.([A-H])$/.exec(token) ?? []
  const deed = DEEDS.find((one) => one === word)
  if (deed === undefined || letter === undefined) return unknownCommand(token)
  return accept({ kind: 'member', deed, member: letter.charCodeAt(0) - 65 })
}

const readCommand = (input: unknown): Outcome<MemberCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

const FATE_NAMES: Record<number, string> = {
  [FATE.waiting]: 'not yet delivered',
  [FATE.held]: 'in hand',
  [FATE.processed]: 'processed',
  [FATE.lost]: 'lost',
  [FATE.skipped]: 'skipped',
}

/** A row a record: where it stands in the log, and what became of it in each lane. */
function* exportRows({ topic, lanes }: GroupsEngine): Generator<string> {
  const own = lanes.flatMap(({ spec: { id } }) => [
    `${id}_fate`,
    `${id}_at_ms`,
    `${id}_by`,
    `${id}_handed_out`,
  ])
  yield ['record', 'produced_ms', 'key', 'partition', 'offset', ...own].join(',')
  for (let record = 0; record < topic.length; record++)
    yield [
      record,
      toMs(topic.time.get(record)),
      keyName(topic.key.get(record)),
      topic.partition.get(record),
      topic.offset.get(record),
      ...lanes.flatMap((lane) => cellsOf(lane, record)),
    ].join(',')
}

function cellsOf({ ledger }: Lane, record: number): (string | number)[] {
  const fate = ledger.fateOf(record)
  const ended = ledger.endedAt.get(record)
  return [
    FATE_NAMES[fate] ?? '',
    Number.isNaN(ended) ? '' : toMs(ended),
    fate === FATE.processed ? memberName(ledger.firstBy.get(record)) : '',
    ledger.handed.get(record),
  ]
}

export const simulation = anySimulation<MemberCommand, GroupsFrame, SavedGroupsEngine, never>({
  params: GROUP_SETTINGS,
  scenarios: GROUP_SCENARIOS,
  create: (spec: RunSpec<never>) =>
    new GroupsEngine({ seed: spec.seed, settings: valuesOf(GROUP_SETTINGS, spec.params) }),
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as GroupsEngine), // `create` above makes no other engine
  files: null,
})
