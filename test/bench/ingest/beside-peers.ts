import { loadKernels } from '../../../src/cli/kernels.ts'
import { at } from '../../../src/shared/assert.ts'
import { figure, type Figure } from '../measure.ts'
import { quietRounds } from './calibrate.ts'
import { chromiumArena } from './chromium-arena.ts'
import { contestConfig, type Input } from './contest.ts'
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
  readonly events: number
  readonly isInNode: boolean
  readonly isInChromium: boolean
}

/** Ours beside the peers, on the same events; what cannot run is left out, and said on stderr. */
export async function besidePeers(options: ContestOptions): Promise<Contest[]> {
  if (!options.isInNode && !options.isInChromium) return []
  const hasPeers = ensurePeers()
  if (!hasPeers) console.error('The peers could not be got: ours beside plain objects only.')
  const input = recordEvents(contestConfig(), options.events, await loadKernels())
  const node = nodeArena(input)
  const contests: Contest[] = []
  try {
    const exact = await node.run(EXACT)
    const names = [FLAT_OUT, OURS, ...OTHER_OURS, EXACT, ...(hasPeers ? NODE_PEERS : []), GENERATION]
    if (options.isInNode) contests.push(await contestIn(node, names, input, exact, options.runs))
    await node.close()
    const browser = options.isInChromium && hasPeers ? await chromiumArena(input) : null
    if (browser !== null) {
      const some = [FLAT_OUT, OURS, ...OTHER_OURS, ...DUCKDB, GENERATION]
      try {
        contests.push(await contestIn(browser, some, input, exact, options.runs))
      } finally {
        await browser.close()
      }
    }
  } finally {
    await node.close()
  }
  return contests
}

async function contestIn(
  arena: Arena,
  names: readonly string[],
  input: Input,
  exact: Result,
  runs: number,
): Promise<Contest> {
  const rounds = await playRounds(arena, names, runs)
  for (const { results } of rounds)
    for (const [name, result] of results) if (name !== GENERATION) mustBalance(name, result, exact)
  const isQuiet = quietRounds(rounds.map(({ calibration }) => calibration))
  const counted = rounds.filter((_, i) => isQuiet?.[i] ?? true)
  const calibrated = (unit: string, of: (round: Round) => number): Figure => figure('', unit, rounds.map(of))
  const { population } = input.config
  return {
    arena: arena.name,
    events: input.events,
    viewers: population.viewers,
    titles: population.titles,
    boards: exact.boards.length,
    rounds: rounds.length,
    countedRounds: counted.length,
    isFiltered: isQuiet !== null,
    load: calibrated('', ({ calibration }) => calibration.load),
    copy: calibrated('GB/s', ({ calibration }) => calibration.copy),
    random: calibrated('ns', ({ calibration }) => calibration.random),
    standings: names.map((name) => standing(name, counted, input.events, exact)),
  }
}

function standing(name: string, rounds: readonly Round[], events: number, exact: Result): Standing {
  const all = (of: (seconds: (other: string) => Result) => number): number[] =>
    rounds.map(({ results }) => of((other) => results.get(other) ?? missing(other)))
  const rate = figure(
    name,
    'M/s',
    all((of) => events / of(name).seconds / MILLION),
  )
  const first = at(rounds, 0).results.get(name) ?? missing(name)
  if (name === GENERATION)
    return { name, rate, board: null, ratio: null, ratioIncluded: null, ratioCpu: null }
  const board = figure(
    name,
    'ms',
    all((of) => (1_000 * of(name).boardSeconds) / exact.boards.length),
  )
  const isOurs = name === OURS || name === FLAT_OUT
  const beside = (of: (seconds: (other: string) => Result) => number): Figure | null =>
    isOurs ? null : figure(name, '×', all(of))
  return {
    name,
    rate,
    board,
    ratio: beside((of) => of(name).seconds / of(OURS).seconds),
    ratioIncluded: beside((of) => (of(GENERATION).seconds + of(name).seconds) / of(FLAT_OUT).seconds),
    ratioCpu: beside((of) => of(name).cpuSeconds / of(OURS).cpuSeconds),
    ...likeness(first.boards, exact.boards),
  }
}

const missing = (name: string): never => {
  throw new Error(`no result of ${name}`)
}
