import * as v from 'valibot'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { printParam, valuesOf } from '../../shared/params.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { FATE } from '../../engine/pipeline/codes.ts'
import type { PipelineCommand } from '../../engine/pipeline/config.ts'
import type { PipelineFrame } from '../../engine/pipeline/frame.ts'
import type { Lane } from '../../engine/pipeline/lane.ts'
import { PipelineEngine, type SavedPipelineEngine } from '../../engine/pipeline/pipeline-engine.ts'
import { PIPELINE_SETTINGS } from '../../engine/pipeline/settings.ts'
import { PIPELINE_SCENARIOS } from './scenarios.ts'

/** What a run is created with, from what the page or the terminal asked for. */
export const createPipelineEngine = (spec: RunSpec<never>): PipelineEngine =>
  new PipelineEngine({ seed: spec.seed, settings: valuesOf(PIPELINE_SETTINGS, spec.params) })

type OwnCommand = Exclude<PipelineCommand, { kind: 'set' }>

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('lose'), what: v.picklist(['frame', 'key']) }),
  v.object({ kind: v.literal('pause-decoder'), paused: v.boolean() }),
  v.object({ kind: v.literal('hiccup') }),
])

/** `lose.frame`, `lose.key`, `pause.on`, `pause.off`, `hiccup` */
function printCommand(command: OwnCommand): string {
  switch (command.kind) {
    case 'lose':
      return `lose.${command.what}`
    case 'pause-decoder':
      return `pause.${printParam(command.paused)}`
    case 'hiccup':
      return 'hiccup'
  }
}

function parseCommand(token: string): Outcome<OwnCommand> {
  if (token === 'hiccup') return accept({ kind: 'hiccup' })
  const lose = /^lose\.(frame|key)$/.exec(token)
  if (lose !== null) return accept({ kind: 'lose', what: lose[1] === 'key' ? 'key' : 'frame' })
  const pause = /^pause\.(on|off)$/.exec(token)
  if (pause !== null) return accept({ kind: 'pause-decoder', paused: pause[1] === 'on' })
  return unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

const FATE_NAMES: Record<number, string> = {
  [FATE.underway]: 'not received',
  [FATE.held]: 'held',
  [FATE.shown]: 'shown',
  [FATE.skipped]: 'skipped',
  [FATE.droppedNetwork]: 'dropped by the network ring',
  [FATE.droppedDecoded]: 'dropped by the decode ring',
  [FATE.droppedRender]: 'dropped by the render ring',
  [FATE.undecodable]: 'undecodable',
}

const TIMES = ['arrived', 'decode', 'decoded', 'draw', 'drawn', 'end'] as const

/** A row a frame: what became of it in each lane, and when it came to each stage. */
function* exportRows({ lanes }: PipelineEngine): Generator<string> {
  const own = lanes.flatMap(({ id }) => [`${id}_fate`, ...TIMES.map((time) => `${id}_${time}_ms`)])
  yield ['frame', ...own].join(',')
  const frames = Math.max(...lanes.map(({ ledger }) => ledger.length))
  for (let frame = 0; frame < frames; frame++)
    yield [frame, ...lanes.flatMap((lane) => cellsOf(lane, frame))].join(',')
}

function cellsOf({ ledger }: Lane, frame: number): string[] {
  if (frame >= ledger.length) return ['', ...TIMES.map(() => '')]
  return [
    FATE_NAMES[ledger.fateOf(frame)] ?? '',
    ...TIMES.map((name) => {
      const time = ledger[`${name}At`].get(frame)
      return Number.isNaN(time) ? '' : String(toMs(time))
    }),
  ]
}

export const simulation = anySimulation<OwnCommand, PipelineFrame, SavedPipelineEngine, never>({
  params: PIPELINE_SETTINGS,
  scenarios: PIPELINE_SCENARIOS,
  create: createPipelineEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as PipelineEngine), // `create` above makes no other engine
  files: null,
})
