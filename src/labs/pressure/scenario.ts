import * as v from 'valibot'
import { outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { COUNT_OF, type Fate } from '../../engine/flow/pressure/codes.ts'
import { LONGEST_STALL, type PressureCommand } from '../../engine/flow/pressure/config.ts'
import type { PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { PressureEngine, type SavedPressureEngine } from '../../engine/flow/pressure/pressure-engine.ts'
import { PRESSURE_SETTINGS } from '../../engine/flow/pressure/settings.ts'
import { NEVER } from '../../engine/flow/station/ledger.ts'
import { PRESSURE_SCENARIOS } from './scenarios.ts'

/** What a run is created with, from what the page or the terminal asked for. */
export const createPressureEngine = (spec: RunSpec<never>): PressureEngine =>
  new PressureEngine({ seed: spec.seed, settings: valuesOf(PRESSURE_SETTINGS, spec.params) })

type OwnCommand = Exclude<PressureCommand, { kind: 'set' }>

const commandSchema = v.object({
  kind: v.literal('stall'),
  ms: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LONGEST_STALL)),
})

/** `stall.500` */
const printCommand = ({ ms }: OwnCommand): string => `stall.${ms}`

function parseCommand(token: string): Outcome<OwnCommand> {
  const [, ms] = /^stall\.(\d{1,6})$/.exec(token) ?? []
  if (ms === undefined) return unknownCommand(token)
  return readCommand({ kind: 'stall', ms: Number(ms) })
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

/** A row a message of a lane: what it is, when it was offered, taken up and ended, and how. */
function* exportRows({ lanes }: PressureEngine): Generator<string> {
  yield 'lane,message,item,session,bytes,offered_ms,begun_ms,ended_ms,fate'
  const clock = (time: number): string => (time === NEVER ? '' : String(toMs(time)))
  for (const { id, station } of lanes) {
    const { ledger, messages } = station
    for (let message = 0; message < ledger.offered; message++) {
      const item = station.itemOf(message)
      yield [
        id,
        message,
        item,
        messages.key.get(item),
        messages.bytes.get(item),
        clock(station.offeredAt(message)),
        clock(ledger.begunAt.get(message)),
        clock(ledger.endedAt.get(message)),
        COUNT_OF[ledger.fate.get(message) as Fate], // only codes of FATE are written
      ].join(',')
    }
  }
}

export const simulation = anySimulation<OwnCommand, PressureFrame, SavedPressureEngine, never>({
  params: PRESSURE_SETTINGS,
  scenarios: PRESSURE_SCENARIOS,
  create: createPressureEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as PressureEngine), // `create` above makes no other engine
  files: null,
})
