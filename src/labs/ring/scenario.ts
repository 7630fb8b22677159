import * as v from 'valibot'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { printParam, valuesOf } from '../../shared/params.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { FATE } from '../../engine/ring/codes.ts'
import type { RingCommand } from '../../engine/ring/config.ts'
import type { RingFrame } from '../../engine/ring/frame.ts'
import type { Lane } from '../../engine/ring/lane.ts'
import { RingEngine, type SavedRingEngine } from '../../engine/ring/ring-engine.ts'
import { RING_SETTINGS } from '../../engine/ring/settings.ts'
import { RING_SCENARIOS } from './scenarios.ts'

/** What a run is created with, from what the page or the terminal asked for. */
export const createRingEngine = (spec: RunSpec<never>): RingEngine =>
  new RingEngine({ seed: spec.seed, settings: valuesOf(RING_SETTINGS, spec.params) })

type OwnCommand = Exclude<RingCommand, { kind: 'set' }>

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('push') }),
  v.object({ kind: v.literal('pop') }),
  v.object({ kind: v.literal('pause-consumer'), paused: v.boolean() }),
])

/** `push`, `pop`, `pause.on`, `pause.off` */
const printCommand = (command: OwnCommand): string =>
  command.kind === 'pause-consumer' ? `pause.${printParam(command.paused)}` : command.kind

function parseCommand(token: string): Outcome<OwnCommand> {
  if (token === 'push' || token === 'pop') return accept({ kind: token })
  const pause = /^pause\.(on|off)$/.exec(token)
  if (pause !== null) return accept({ kind: 'pause-consumer', paused: pause[1] === 'on' })
  return unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

const FATE_NAMES: Record<number, string> = {
  [FATE.waiting]: 'waiting to get in',
  [FATE.held]: 'in the buffer',
  [FATE.consumed]: 'consumed',
  [FATE.overwritten]: 'overwritten',
  [FATE.rejected]: 'turned away',
}

/** A row an item: when each lane's producer made it, when it got in, what became of it, and when that was. */
function* exportRows({ lanes }: RingEngine): Generator<string> {
  const own = lanes.flatMap(({ id }) => [`${id}_produced_ms`, `${id}_in_ms`, `${id}_fate`, `${id}_out_ms`])
  yield ['item', ...own].join(',')
  const items = Math.max(...lanes.map(({ ledger }) => ledger.counts.produced))
  for (let item = 0; item < items; item++)
    yield [item, ...lanes.flatMap((lane) => cellsOf(lane, item))].join(',')
}

function cellsOf({ ledger }: Lane, item: number): string[] {
  if (item >= ledger.counts.produced) return ['', '', '', '']
  const clock = (time: number): string => (Number.isNaN(time) ? '' : String(toMs(time)))
  return [
    clock(ledger.madeAt.get(item)),
    clock(ledger.enteredAt.get(item)),
    FATE_NAMES[ledger.fateOf(item)] ?? '',
    clock(ledger.leftAt.get(item)),
  ]
}

export const simulation = anySimulation<OwnCommand, RingFrame, SavedRingEngine, never>({
  params: RING_SETTINGS,
  scenarios: RING_SCENARIOS,
  create: createRingEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as RingEngine), // `create` above makes no other engine
  files: null,
})
