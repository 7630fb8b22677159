import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { StepEngine, type SavedSteps } from '../../engine/kernel/step-engine.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { CacheModel } from '../../engine/season/cache/cache-model.ts'
import { nameKey } from '../../engine/season/cache/codes.ts'
import type { CacheCommand } from '../../engine/season/cache/config.ts'
import type { CacheFrame } from '../../engine/season/cache/frame.ts'
import { CACHE_SETTINGS } from '../../engine/season/cache/settings.ts'
import { CACHE_SCENARIOS } from './scenarios.ts'

type CacheEngine = StepEngine<CacheCommand, CacheFrame>
type OwnCommand = Exclude<CacheCommand, { kind: 'set' }>

const create = ({ seed, params }: RunSpec<never>): CacheEngine =>
  new StepEngine(() => new CacheModel({ seed, settings: valuesOf(CACHE_SETTINGS, params) }))

const commandSchema = v.object({
  kind: v.literal('ask'),
  key: v.pipe(v.number(), v.integer(), v.minValue(0)),
})

/** `ask.6` */
function parseCommand(token: string): Outcome<OwnCommand> {
  const ask = /^ask\.(\d{1,6})$/.exec(token)
  if (ask !== null) return accept({ kind: 'ask', key: Number(ask[1]) })
  return unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

/** A row a request: its time, its key, and what came of it in each lane. */
function* exportRows(model: CacheModel): Generator<string> {
  const lanes = model.lanes()
  const name = (key: number): string => nameKey(key, model.settings.keys)
  yield ['time_ms', 'key', ...lanes.flatMap(({ id }) => [`${id}_hit`, `${id}_evicted`])].join(',')
  for (const [i, key] of model.asked.entries()) {
    const cells = lanes.flatMap(({ served }) => {
      const { hit, evicted } = at(served, i)
      return [hit ? 1 : 0, evicted < 0 ? '' : name(evicted)]
    })
    yield [toMs(at(model.askedAt, i)), name(key), ...cells].join(',')
  }
}

export const simulation = anySimulation<OwnCommand, CacheFrame, SavedSteps<CacheCommand>, never>({
  params: CACHE_SETTINGS,
  scenarios: CACHE_SCENARIOS,
  create,
  printCommand: ({ key }) => `ask.${key}`,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows((engine as CacheEngine).model as CacheModel), // `create` above makes no other
  files: null,
})
