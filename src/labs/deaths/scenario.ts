import * as v from 'valibot'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { printParam, valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { DeathsCommand } from '../../engine/flow/deaths/config.ts'
import { DeathsEngine, type SavedDeathsEngine } from '../../engine/flow/deaths/deaths-engine.ts'
import type { DeathsFrame } from '../../engine/flow/deaths/frame.ts'
import { DEATHS_SETTINGS } from '../../engine/flow/deaths/settings.ts'
import { DEATHS_SCENARIOS } from './scenarios.ts'

const createDeathsEngine = (spec: RunSpec<never>): DeathsEngine =>
  new DeathsEngine({ seed: spec.seed, settings: valuesOf(DEATHS_SETTINGS, spec.params) })

type OwnCommand = Exclude<DeathsCommand, { kind: 'set' }>

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('stall'), stalled: v.boolean() }),
  v.object({ kind: v.literal('restart') }),
  v.object({ kind: v.literal('clean-up') }),
])

/** `stall.on`, `stall.off`, `restart`, `clean-up` */
const printCommand = (command: OwnCommand): string =>
  command.kind === 'stall' ? `stall.${printParam(command.stalled)}` : command.kind

function parseCommand(token: string): Outcome<OwnCommand> {
  if (token === 'restart' || token === 'clean-up') return accept({ kind: token })
  const stall = /^stall\.(on|off)$/.exec(token)
  if (stall !== null) return accept({ kind: 'stall', stalled: stall[1] === 'on' })
  return unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

/** A row for each moment of history, store by store: what it held unread, how old that was, what was lost so far. */
function* exportRows({ lanes }: DeathsEngine): Generator<string> {
  yield 'store,time_s,held,lag_s,lost'
  for (const { id, history } of lanes)
    for (let row = 0; row < history.time.length; row++)
      yield [
        id,
        history.time.get(row) / SECOND,
        history.held.get(row),
        history.lag.get(row) / SECOND,
        history.lost.get(row),
      ].join(',')
}

export const simulation = anySimulation<OwnCommand, DeathsFrame, SavedDeathsEngine, never>({
  params: DEATHS_SETTINGS,
  scenarios: DEATHS_SCENARIOS,
  create: createDeathsEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as DeathsEngine), // `create` above makes no other engine
  files: null,
})
