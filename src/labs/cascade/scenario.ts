import * as v from 'valibot'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { CascadeEngine, type SavedCascadeEngine } from '../../engine/flow/cascade/cascade-engine.ts'
import { FATE, PACES, type Pace } from '../../engine/flow/cascade/codes.ts'
import type { CascadeCommand } from '../../engine/flow/cascade/config.ts'
import type { CascadeFrame } from '../../engine/flow/cascade/frame.ts'
import type { Lane } from '../../engine/flow/cascade/lane.ts'
import { CASCADE_SETTINGS } from '../../engine/flow/cascade/settings.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { CASCADE_SCENARIOS } from './scenarios.ts'

/** What a run is created with, from what the page or the terminal asked for. */
export const createCascadeEngine = (spec: RunSpec<never>): CascadeEngine =>
  new CascadeEngine({ seed: spec.seed, settings: valuesOf(CASCADE_SETTINGS, spec.params) })

type OwnCommand = Exclude<CascadeCommand, { kind: 'set' }>

const commandSchema = v.variant('kind', [
  v.object({
    kind: v.literal('pace'),
    stage: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
    to: v.picklist(PACES),
  }),
  v.object({ kind: v.literal('blocker') }),
])

/** `pace.4.slow`, `blocker` */
const printCommand = (command: OwnCommand): string =>
  command.kind === 'pace' ? `pace.${command.stage}.${command.to}` : command.kind

function parseCommand(token: string): Outcome<OwnCommand> {
  if (token === 'blocker') return accept({ kind: 'blocker' })
  const [, stage, to] = /^pace\.([1-5])\.(normal|slow|stopped)$/.exec(token) ?? []
  if (stage !== undefined && to !== undefined)
    return accept({ kind: 'pace', stage: Number(stage), to: to as Pace }) // the expression allows no others
  return unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

const FATE_NAMES: Readonly<Record<number, string>> = {
  [FATE.waiting]: 'waiting at its source',
  [FATE.inside]: 'inside',
  [FATE.out]: 'out',
  [FATE.shed]: 'turned away',
  [FATE.droppedNewest]: 'dropped newest',
  [FATE.droppedOldest]: 'dropped oldest',
}

/** A row an item: its source, key and offer; in each lane its fate, the stage it came to, and when it left. */
function* exportRows({ input, lanes }: CascadeEngine): Generator<string> {
  const own = lanes.flatMap(({ id }) => [`${id}_fate`, `${id}_stage`, `${id}_left_ms`, `${id}_behind`])
  yield ['item', 'source', 'key', 'offered_ms', ...own].join(',')
  for (let item = 0; item < input.count; item++)
    yield [
      item,
      input.source.get(item) + 1,
      input.key.get(item),
      toMs(input.at.get(item)),
      ...lanes.flatMap((lane) => cellsOf(lane, item)),
    ].join(',')
}

function cellsOf({ ledger }: Lane, item: number): string[] {
  const left = ledger.leftAt.get(item)
  const behind = ledger.behind.get(item)
  return [
    FATE_NAMES[ledger.fateOf(item)] ?? '',
    String(ledger.place.get(item) + 1),
    Number.isNaN(left) ? '' : String(toMs(left)),
    behind < 0 ? '' : String(behind),
  ]
}

export const simulation = anySimulation<OwnCommand, CascadeFrame, SavedCascadeEngine, never>({
  params: CASCADE_SETTINGS,
  scenarios: CASCADE_SCENARIOS,
  create: createCascadeEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as CascadeEngine), // `create` above makes no other engine
  files: null,
})
