import { usualConfig, type IngestConfig } from '../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../src/engine/ingest/ingest-engine.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { loadKernels } from '../../src/cli/kernels.ts'
import { median } from '../bench/measure.ts'
import { compareBoards } from './accuracy.ts'
import type { Finding } from './finding.ts'

/**
 * npm run soak [-- --part day|titles|boards|deck] [--events N] [--tours N] [--plain] [--json]: what takes too long for a test. `day` runs 200 million
 * events over 24 simulated hours and asks whether memory and the cost of an event stay what they are; `titles` asks the
 * latter from 1,000 to 500,000 titles; `boards` holds the boards of a million viewers against exact ones; `deck` goes through
 * all slides a hundred times in Chromium and asks whether the page holds on to more and more. `--plain` does without WebAssembly. It fails where one of them does not hold.
 */
const EVENTS = 200e6
const HOURS = 24
const HOUR_S = 3_600
const MB = 2 ** 20
const NS_A_MS = 1e6
/** How far memory may grow after the first hours: what the process has, and what is in use. */
const PROCESS_GROWTH = 1.25
const USE_GROWTH = 1.05
/** The cost of an event, the most over the least. */
const COST_SPREAD = 1.5
/** Runs of the same work lie this far apart on a busy machine: each cost is the median of so many. */
const ROUNDS = 5

const config = (viewers: number, titles: number): IngestConfig => ({
  ...usualConfig(1, viewers, titles),
  dedupe: { by: 'sequence', lines: 1 },
})

const argv = process.argv.slice(2)
const kernels = argv.includes('--plain') ? undefined : await loadKernels()

async function main(): Promise<void> {
  const part = option('--part')
  const events = Number(option('--events')) || EVENTS
  const found = [
    ...(part === null || part === 'day' ? soakDay(events) : []),
    ...(part === null || part === 'titles' ? soakTitles() : []),
    ...(part === null || part === 'boards' ? soakBoards() : []),
    ...(part === null || part === 'deck' ? await deck() : []),
  ]
  const isWell = ({ value, most }: Finding): boolean => value <= most
  if (argv.includes('--json')) console.log(JSON.stringify(found, null, 2))
  else
    for (const one of found)
      console.log(
        `${isWell(one) ? 'holds' : 'FAILS'}  ${one.what}: ${round(one.value)} ${one.unit} (at most ${one.most})`,
      )
  if (!found.every(isWell)) process.exitCode = 1
}

/** Loaded only where it is asked for: it needs Chromium and the built app. */
async function deck(): Promise<Finding[]> {
  const { soakDeck } = await import('./deck.ts')
  return soakDeck(Number(option('--tours')) || 100, tell)
}

/** A day of event time: after it every window that there is has been filled and emptied. */
function soakDay(events: number): Finding[] {
  const viewers = Math.ceil(events / (HOURS * HOUR_S) / 0.1 / 100) * 100
  const engine = new IngestEngine(config(viewers, Math.max(1_000, Math.round(viewers / 20))), kernels)
  const hours = Array.from({ length: HOURS }, (_, hour) => {
    const before = engine.pipeline.counts.received
    const start = process.cpuUsage()
    let most = 0
    for (let tenth = 1; tenth <= 10; tenth++) {
      engine.advance((hour + tenth / 10) * HOUR_S * SECOND)
      most = Math.max(most, process.memoryUsage().rss)
    }
    const made = engine.pipeline.counts.received - before
    const ns = nsSince(start) / made
    const inUse = used()
    tell(
      `hour ${hour + 1}: ${round(made / 1e6)} M events, ${round(ns)} ns each, ${round(most / MB)} MB, ${round(inUse / MB)} MB in use`,
    )
    return { rss: most / MB, inUse: inUse / MB, ns }
  })
  const later = hours.slice(2)
  const broken = engine.checks().filter(({ predicted, measured }) => predicted !== measured)
  const { received } = engine.pipeline.counts
  return [
    { what: 'laws broken after a day', value: broken.length, unit: 'laws', most: 0 },
    {
      what: 'events of the day, short of what was asked',
      value: Math.max(0, events - received),
      unit: 'events',
      most: 0.02 * events,
    },
    growth(
      'memory of the process from the third hour on',
      later.map(({ rss }) => rss),
      PROCESS_GROWTH,
    ),
    growth(
      'memory in use from the third hour on',
      later.map(({ inUse }) => inUse),
      USE_GROWTH,
    ),
    spread('cost of an event by the hour, last six over first six', [
      median(hours.slice(0, 6).map(({ ns }) => ns)),
      median(hours.slice(-6).map(({ ns }) => ns)),
    ]),
  ]
}

/** The same viewers before catalogues of different sizes, in turn. */
function soakTitles(): Finding[] {
  const sizes = [1_000, 10_000, 50_000, 500_000]
  const engines = sizes.map((titles) => {
    const engine = new IngestEngine({ ...config(1_000_000, titles), whiteboard: false }, kernels)
    engine.advance(70 * SECOND)
    return engine
  })
  const costs: number[][] = sizes.map(() => [])
  for (let turn = 0; turn < ROUNDS; turn++)
    engines.forEach((engine, place) => {
      const before = engine.pipeline.counts.received
      const start = process.cpuUsage()
      // A whole minute, so that what happens once a minute has its share.
      engine.advance(engine.now + 60 * SECOND)
      costs[place]?.push(nsSince(start) / (engine.pipeline.counts.received - before))
    })
  const medians = costs.map((one) => median(one))
  sizes.forEach((titles, place) => tell(`${titles} titles: ${round(medians[place] ?? 0)} ns an event`))
  return [spread('cost of an event from 1,000 to 500,000 titles', medians)]
}

/** A million viewers and 50,000 titles, more than twenty boards. */
function soakBoards(): Finding[] {
  const boards = compareBoards({ ...config(1_000_000, 50_000), whiteboard: false }, 700, 24)
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  for (const { timeMs, recall, error, watched, missedBy } of boards)
    tell(
      `${timeMs} ms: recall ${recall}, error ${round(100 * error)} %, missed by ${round(missedBy)}; of the most watched ${watched.recall}, ${round(100 * watched.error)} %`,
    )
  return [
    { what: 'boards too few', value: Math.max(0, 20 - boards.length), unit: 'boards', most: 0 },
    {
      what: 'the hundred most watched: missed',
      value: 100 * (1 - mean(boards.map(({ watched }) => watched.recall))),
      unit: '%',
      most: 1,
    },
    {
      what: 'the hundred most watched: mean error',
      value: 100 * mean(boards.map(({ watched }) => watched.error)),
      unit: '%',
      most: 1,
    },
    {
      what: 'the board: the most wrongly missed, above the last place',
      value: Math.max(...boards.map((one) => one.missedBy)),
      unit: 'standard errors',
      most: 4,
    },
    {
      what: 'the board: missed (its last places lie closer together than any sketch can tell)',
      value: 100 * (1 - mean(boards.map(({ recall }) => recall))),
      unit: '%',
      most: 4,
    },
    {
      what: 'the board: mean error',
      value: 100 * mean(boards.map(({ error }) => error)),
      unit: '%',
      most: 1,
    },
  ]
}

/** What is still referred to; node must be started with --expose-gc. */
function used(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const growth = (what: string, values: readonly number[], most: number): Finding => ({
  what: `${what}, most over first`,
  value: Math.max(...values) / (values[0] ?? 0),
  unit: '×',
  most,
})

const spread = (what: string, costs: readonly number[]): Finding => ({
  what,
  value: Math.max(...costs) / Math.min(...costs),
  unit: '×',
  most: COST_SPREAD,
})

const nsSince = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start)
  return (user + system) * (NS_A_MS / 1_000)
}

function option(name: string): string | null {
  const place = argv.indexOf(name)
  return place < 0 ? null : (argv[place + 1] ?? null)
}

const round = (value: number): string => value.toPrecision(4)
const tell = (line: string): void => console.error(line)

await main()
