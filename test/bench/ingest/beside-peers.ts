import { loadKernels } from '../../../src/cli/kernels.ts'
import { TICKS_A_LAP, type IngestConfig } from '../../../src/engine/ingest/config.ts'
import { at } from '../../../src/shared/assert.ts'
import { figure, type Figure } from '../measure.ts'
import { quietRounds } from './calibrate.ts'
import { chromiumArena } from './chromium-arena.ts'
import { contestConfig, eventsOf, firstRow, type Board, type Input, type Part } from './contest.ts'
import { likeness, mustBalance, type Likeness } from './likeness.ts'
import { nodeArena } from './node-arena.ts'
import { ensurePeers } from './peers.ts'
import { recordEvents } from './record.ts'
import { playRounds, type Arena, type Round } from './rounds.ts'
import type { Result } from './run.ts'

const GENERATION = 'generation'
const FLAT_OUT = 'ours, generation included'
const OURS = 'ours'
const OTHER_OURS = ['ours by sequence', 'ours without WebAssembly']
const EXACT = 'plain objects'
const DUCKDB = ['DuckDB-WASM with dedupe', 'DuckDB-WASM without dedupe']
const NODE_PEERS = ['RxJS', ...DUCKDB, 'Perspective']
const MILLION = 1e6

/** How one fared. */
export interface Standing extends Partial<Likeness> {
  readonly name: string
  readonly rate: Figure
  /** A board, in ms; none are made by who only makes events. */
  readonly board: Figure | null
  /** Ours is so many times as fast, pair by pair: by the clock, with the events' making added, and in processor time. */
  readonly ratio: Figure | null
  readonly ratioIncluded: Figure | null
  readonly ratioCpu: Figure | null
}

export interface Contest {
  readonly arena: string
  /** Of the warm-up, and of the rounds. */
  readonly warm: number
  readonly events: number
  readonly viewers: number
  readonly titles: number
  readonly boards: number
  readonly rounds: number
  /** Those that count: the ones with the machine nearly at its best, or all if it hardly ever was. */
  readonly countedRounds: number
  readonly isFiltered: boolean
  readonly load: Figure
  readonly copy: Figure
  readonly random: Figure
  readonly standings: readonly Standing[]
}

export interface ContestOptions {
  readonly runs: number
  /** Events before the first round that counts. */
  readonly warm: number
  readonly isInNode: boolean
  readonly isInChromium: boolean
}

/** 30 s: a board. */
const ROUND_TICKS = 300

/** Ours beside the peers, on the same events; what cannot run is left out, and said on stderr. */
export async function besidePeers(options: ContestOptions): Promise<Contest[]> {
  if (!options.isInNode && !options.isInChromium) return []
  const hasPeers = ensurePeers()
  if (!hasPeers) console.error('The peers could not be got: ours beside plain objects only.')
  const config = contestConfig()
  const parts = partsOf(config, options)
  const input = recordEvents(config, parts.at(-1)?.to ?? 0, await loadKernels())
  const exact = await using(nodeArena(input), async (arena) => playRounds(arena, [EXACT], parts))
  const play = async (arena: Arena, names: readonly string[]): Promise<Contest> =>
    using(arena, async () =>
      contestIn(input, { names, rounds: await playRounds(arena, names, parts), arena: arena.name, exact }),
    )
  const contests: Contest[] = []
  const ours = [FLAT_OUT, OURS, ...OTHER_OURS]
  if (options.isInNode)
    contests.push(await play(nodeArena(input), [...ours, EXACT, ...(hasPeers ? NODE_PEERS : []), GENERATION]))
  const browser = options.isInChromium && hasPeers ? await chromiumArena(input) : null
  if (browser !== null) contests.push(await play(browser, [...ours, ...DUCKDB, GENERATION]))
  return contests
}

async function using<Value>(arena: Arena, use: (arena: Arena) => Promise<Value>): Promise<Value> {
  try {
    return await use(arena)
  } finally {
    await arena.close()
  }
}

/** The warm-up, and the rounds. */
function partsOf({ population }: IngestConfig, { runs, warm }: ContestOptions): Part[] {
  const perTick = population.viewers / TICKS_A_LAP
  const begin = Math.max(1, Math.ceil(warm / perTick))
  return Array.from({ length: runs + 1 }, (_, i) => ({
    from: i === 0 ? 0 : begin + (i - 1) * ROUND_TICKS,
    to: begin + i * ROUND_TICKS,
  }))
}

interface Played {
  readonly arena: string
  readonly names: readonly string[]
  readonly rounds: readonly Round[]
  /** The same rounds by the one that is exact. */
  readonly exact: readonly Round[]
}

function contestIn(input: Input, { arena, names, rounds, exact }: Played): Contest {
  rounds.forEach(({ results }, i) => {
    for (const [name, result] of results)
      if (name !== GENERATION) mustBalance(name, result, resultOf(at(exact, i), EXACT))
  })
  const isQuiet = quietRounds(rounds.map(({ calibration }) => calibration))
  const counted = rounds.filter((_, i) => isQuiet?.[i] ?? true)
  const calibrated = (unit: string, of: (round: Round) => number): Figure => figure('', unit, rounds.map(of))
  const { population } = input.config
  const boards = boardsOf(exact, EXACT)
  return {
    arena,
    warm: firstRow(input.ticks, at(rounds, 0).part.from),
    events: input.events - firstRow(input.ticks, at(rounds, 0).part.from),
    viewers: population.viewers,
    titles: population.titles,
    boards: boards.length,
    rounds: rounds.length,
    countedRounds: counted.length,
    isFiltered: isQuiet !== null,
    load: calibrated('', ({ calibration }) => calibration.load),
    copy: calibrated('GB/s', ({ calibration }) => calibration.copy),
    random: calibrated('ns', ({ calibration }) => calibration.random),
    standings: names.map((name) => ({
      ...standing(name, counted, input),
      ...(name === GENERATION ? {} : likeness(boardsOf(rounds, name), boards)),
    })),
  }
}

const resultOf = ({ results }: Round, name: string): Result => {
  const result = results.get(name)
  if (result === undefined) throw new Error(`no result of ${name}`)
  return result
}

const boardsOf = (rounds: readonly Round[], name: string): Board[] =>
  rounds.flatMap((round) => resultOf(round, name).boards)

function standing(name: string, rounds: readonly Round[], { ticks }: Input): Standing {
  const all = (unit: string, of: (result: (other: string) => Result) => number): Figure =>
    figure(
      name,
      unit,
      rounds.map((round) => of((other) => resultOf(round, other))),
    )
  const isOurs = name === OURS || name === FLAT_OUT || name === GENERATION
  const beside = (of: (result: (other: string) => Result) => number): Figure | null =>
    isOurs ? null : all('×', of)
  return {
    name,
    rate: figure(
      name,
      'M/s',
      rounds.map((round) => eventsOf(ticks, round.part) / resultOf(round, name).seconds / MILLION),
    ),
    board:
      name === GENERATION
        ? null
        : all('ms', (of) => (1_000 * of(name).boardSeconds) / of(name).boards.length),
    ratio: beside((of) => of(name).seconds / of(OURS).seconds),
    ratioIncluded: beside((of) => (of(GENERATION).seconds + of(name).seconds) / of(FLAT_OUT).seconds),
    ratioCpu: beside((of) => of(name).cpuSeconds / of(OURS).cpuSeconds),
  }
}
