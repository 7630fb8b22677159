import { setImmediate } from 'node:timers/promises'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { defaultsOf, type Params, type ParamValue } from '../../shared/params.ts'
import { configOf } from '../../engine/ingest/config-of.ts'
import { loadKernels } from '../kernels.ts'
import { IngestEngine } from '../../engine/ingest/ingest-engine.ts'
import { STAGES, type Stage } from '../../engine/ingest/pipeline.ts'
import { INGEST_SETTINGS, type IngestSettings } from '../../engine/ingest/settings.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { Printed } from '../log/printed.ts'
import { parseArgs, type Option } from '../parse-args.ts'
import type { Progress } from '../progress.ts'
import { readSetting } from '../read-settings.ts'
import { styleFor } from '../style.ts'
import type { Terminal } from '../terminal.ts'
import { quote, wrap } from '../words.ts'
import { ingestJson, ingestLines, type IngestRun } from './report.ts'

const OPTIONS: readonly Option[] = [
  { name: 'seed', value: 'N', help: 'The seed of all chance in the run [1].' },
  { name: 'top', value: 'N', help: 'How many titles of each board to print, up to 100 [10].' },
  {
    name: 'json',
    value: null,
    help: 'Prints one JSON object: every counter, the boards, the times of the stages.',
  },
]
const MOST_SEED = 0x7fff_ffff
const MOST_ROWS = 100
/** Ticks between two looks at Ctrl-C. */
const TICKS_A_SLICE = 10
const WIDTH = 110
const INDENT = 18

/** Whether the words are for this command rather than for a lab. */
export const isIngestCommand = ([first]: readonly string[]): boolean => first === 'ingest'

/** `ingest`: a population, the whole pipeline, and the boards at its end. */
export async function ingestCommand(
  [, ...words]: readonly string[],
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<Printed>> {
  const settingOptions = INGEST_SETTINGS.map(({ key, help }): Option => ({ name: key, value: 'VALUE', help }))
  const given = parseArgs(words, [...OPTIONS, ...settingOptions], 'sim ingest')
  if (!given.ok) return given
  const values = new Map(given.value.map(({ name, value }) => [name, value]))
  const seed = readWhole('seed', values.get('seed') ?? '1', 0, MOST_SEED)
  if (!seed.ok) return seed
  const top = readWhole('top', values.get('top') ?? '10', 1, MOST_ROWS)
  if (!top.ok) return top
  const settings = readAll(values)
  if (!settings.ok) return settings
  const run = await carryOut(seed.value, settings.value, terminal, progress)
  const text = values.has('json')
    ? JSON.stringify(ingestJson(run, top.value))
    : ingestLines(run, top.value, styleFor(terminal)).join('\n')
  return accept({ text: `${text}\n`, isDamaged: false })
}

function readWhole(name: string, text: string, least: number, most: number): Outcome<number> {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isInteger(value) && value >= least && value <= most
    ? accept(value)
    : refuse(`"${quote(text)}" is not a whole number from ${least} to ${most}`, `--${name}`)
}

function readAll(given: ReadonlyMap<string, string>): Outcome<IngestSettings> {
  const params: Record<string, ParamValue> = { ...defaultsOf(INGEST_SETTINGS) }
  for (const spec of INGEST_SETTINGS) {
    const text = given.get(spec.key)
    if (text === undefined) continue
    const read = readSetting(spec, text)
    if (!read.ok) return refuse(`"${quote(text)}" ${read.problem.what}`, `--${spec.key}`)
    params[spec.key] = read.value
  }
  return accept(typed(params))
}

/** Every value came from the table's own reader or is its default. */
const typed = (params: Params): IngestSettings => params as IngestSettings

async function carryOut(
  seed: number,
  settings: IngestSettings,
  terminal: Terminal,
  progress: Progress,
): Promise<IngestRun> {
  const config = configOf(seed, settings)
  const engine = new IngestEngine(config, await loadKernels())
  const stages: Record<Stage, number> = {
    generate: 0,
    collect: 0,
    validate: 0,
    whiteboard: 0,
    deduplicate: 0,
    route: 0,
    windows: 0,
    board: 0,
  }
  let seconds = 0
  let boardMs = 0
  const end = settings.for * SECOND
  const crash = settings.crashAt * SECOND
  let mark = performance.now()
  engine.pipeline.watch = (stage) => {
    const now = performance.now()
    stages[stage] += now - mark
    if (stage === 'board') boardMs = Math.max(boardMs, now - mark)
    mark = now
  }
  while (engine.now < end) {
    mark = performance.now()
    const from = mark
    const isBefore = crash > 0 && engine.now < crash && crash < end
    engine.advance(isBefore ? crash : end, TICKS_A_SLICE)
    if (crash > 0 && engine.now === crash) engine.apply({ kind: 'crash', collector: 0 })
    seconds += (performance.now() - from) / 1_000
    progress.show('running', engine.now / end)
    await setImmediate() // lets a signal be heard
    terminal.interrupted.throwIfAborted()
  }
  return { seed, settings, config, engine, stages, seconds, boardMs }
}

/** Its part of the usage. */
export const ingestUsage = (): string[] => [
  '',
  'ingest: a million events a second, from viewers to the trending board; each setting is an option',
  '',
  ...[
    ...OPTIONS,
    ...INGEST_SETTINGS.map(({ key, help, ...spec }) => ({
      name: key,
      value: null,
      help: `${help} [${String(spec.default)}]`,
    })),
  ].flatMap(({ name, value, help }) =>
    wrap(help, WIDTH - INDENT - 2).map(
      (line, i) =>
        `  ${(i === 0 ? `--${name}${value === null ? '' : ` ${value}`}` : '').padEnd(INDENT)}${line}`,
    ),
  ),
  `  the stages timed: ${STAGES.join(', ')}`,
]
