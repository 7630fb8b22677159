import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { printParam, valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { REGIONS } from '../../engine/ingest/codes.ts'
import { titleName } from '../../engine/ingest/lab/codes.ts'
import type { TrendingCommand } from '../../engine/ingest/lab/config.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import { TRENDING_SETTINGS } from '../../engine/ingest/lab/settings.ts'
import { TrendingEngine, type SavedTrending } from '../../engine/ingest/lab/trending-engine.ts'
import { keptFiles } from '../../records/kept-files.ts'
import { TRENDING_SCENARIOS } from './scenarios.ts'

const createTrendingEngine = (spec: RunSpec<never>): TrendingEngine =>
  new TrendingEngine({ seed: spec.seed, settings: valuesOf(TRENDING_SETTINGS, spec.params) })

type OwnCommand = Exclude<TrendingCommand, { kind: 'set' }>

const region = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(REGIONS.length - 1))

const word = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('viral'), on: v.boolean() }),
  v.object({ kind: v.literal('bots'), on: v.boolean() }),
  v.object({ kind: v.literal('release') }),
  v.object({ kind: v.literal('flight') }),
  v.object({ kind: v.literal('film') }),
  v.object({ kind: v.literal('crash'), collector: region }),
  v.object({ kind: v.literal('outage'), region }),
  v.object({ kind: v.literal('delay'), idHigh: word, idLow: word, delayMs: v.number() }),
])

/** `viral.on`, `bots.off`, `release`, `flight`, `film`, `crash.0`, `outage.1`, `delay.17.4.60000` */
function printCommand(command: OwnCommand): string {
  switch (command.kind) {
    case 'viral':
    case 'bots':
      return `${command.kind}.${printParam(command.on)}`
    case 'crash':
      return `crash.${command.collector}`
    case 'outage':
      return `outage.${command.region}`
    case 'delay':
      return `delay.${command.idHigh}.${command.idLow}.${command.delayMs}`
    case 'release':
    case 'flight':
    case 'film':
      return command.kind
  }
}

function parseCommand(token: string): Outcome<OwnCommand> {
  const [kind, first = '', second, third] = token.split('.')
  const read = v.safeParse(commandSchema, {
    kind,
    on: first === 'on',
    collector: Number(first),
    region: Number(first),
    idHigh: Number(first),
    idLow: Number(second),
    delayMs: Number(third),
  })
  // What the command does not have must not stand in its token.
  return read.success && printCommand(read.output) === token ? accept(read.output) : unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

/** A row a rank, for the newest board of each kind: the whiteboard's and the corrected one. */
function* exportRows({ history }: TrendingEngine): Generator<string> {
  yield 'board,event_time_ms,rank,title,name,score,viewers_hour,viewers_day,error_percent,views,percentile,rank_before'
  const newest = history.boards.at(-1)
  if (newest === undefined) return
  for (const [name, board] of [
    ['as drawn', newest.drawn],
    ['corrected', newest.corrected],
  ] as const)
    for (let rank = 0; rank < board.length; rank++) {
      const title = at(board.title, rank)
      const round = (value: number): number => Math.round(1e6 * value) / 1e6
      yield [
        name,
        board.timeMs,
        rank + 1,
        title,
        titleName(title),
        round(at(board.score, rank)),
        Math.round(at(board.hour, rank)),
        Math.round(at(board.day, rank)),
        round(100 * at(board.error, rank)),
        at(board.views, rank),
        round(at(board.percentile, rank)),
        at(board.before, rank) < 0 ? '' : at(board.before, rank) + 1,
      ].join(',')
    }
}

export const simulation = anySimulation<OwnCommand, TrendingFrame, SavedTrending, never>({
  params: TRENDING_SETTINGS,
  scenarios: TRENDING_SCENARIOS,
  create: createTrendingEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as TrendingEngine), // `create` above makes no other engine
  partitionFiles: (engine) => keptFiles(engine as TrendingEngine),
  files: null,
})
