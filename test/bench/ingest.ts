import { usualConfig, type IngestConfig } from '../../src/engine/ingest/config.ts'
import { createCatalogue } from '../../src/engine/ingest/catalogue.ts'
import { EVENT_TYPES, REGIONS, TYPE } from '../../src/engine/ingest/codes.ts'
import { IngestEngine } from '../../src/engine/ingest/ingest-engine.ts'
import { Pipeline, STAGES, type Stage } from '../../src/engine/ingest/pipeline.ts'
import { Population } from '../../src/engine/ingest/population/population.ts'
import { createBatch, NONE, regionOf, typeOf, type Batch } from '../../src/engine/ingest/record.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { figure, median, type Figure } from './measure.ts'

/**
 * Peers run beside ours, in turn: one object an event with Maps and Sets (below). DuckDB-WASM, RxJS and Perspective have
 * their place in PEERS once they are development dependencies.
 */
const VIEWERS = 1_000_000
const TITLES = 50_000
const WARM_SECONDS = 20
const ROUND_SECONDS = 20
const PEER_VIEWERS = 300_000
const PEER_SECONDS = 50
const NS = 1e9
const MILLION = 1e6
const MINUTE_MS = 60_000

const config = (viewers: number, by: IngestConfig['dedupe']['by']): IngestConfig => ({
  ...usualConfig(1, viewers, TITLES),
  dedupe: { by, lines: 2 ** 20 },
  whiteboard: false,
})

/** The whole pipeline flat out, generation included, and what each stage takes; and beside peers. */
export const ingestFigures = (runs: number): Figure[] => [
  ...flatOut(runs, 'fingerprint', 'ingestion'),
  ...flatOut(runs, 'sequence', 'ingestion, duplicates by sequence number'),
  ...peerFigures(runs),
]

function flatOut(runs: number, by: IngestConfig['dedupe']['by'], name: string): Figure[] {
  const engine = new IngestEngine(config(VIEWERS, by))
  engine.advance(WARM_SECONDS * SECOND)
  const total: number[] = []
  const boards: number[] = []
  const perStage = new Map<Stage, number[]>(STAGES.map((stage) => [stage, []]))
  for (let run = 0; run < runs; run++) {
    const spent = new Map<Stage, number>()
    const before = engine.pipeline.counts.received
    const start = performance.now()
    let mark = start
    engine.pipeline.watch = (stage) => {
      const now = performance.now()
      spent.set(stage, (spent.get(stage) ?? 0) + now - mark)
      if (stage === 'board') boards.push(now - mark)
      mark = now
    }
    engine.advance(engine.now + ROUND_SECONDS * SECOND)
    const seconds = (performance.now() - start) / 1_000
    const events = engine.pipeline.counts.received - before
    total.push(events / seconds / MILLION)
    for (const stage of STAGES) perStage.get(stage)?.push(((spent.get(stage) ?? 0) / 1_000 / events) * NS)
  }
  const stages = STAGES.filter((stage) => stage !== 'whiteboard')
  return [
    figure(`${name}, flat out, generation included: events`, 'M/s', total),
    ...stages.map((stage) => figure(`${name}: ${stage}`, 'ns/event', perStage.get(stage) ?? [])),
    figure(`${name}: a board`, 'ms', boards.length === 0 ? [Number.NaN] : boards),
  ]
}

interface Peer {
  readonly name: string
  /** Takes all batches, tick by tick, and returns how many events it took for unique. */
  readonly run: (ticks: readonly Batch[][]) => number
}

const PEERS: readonly Peer[] = [{ name: 'objects, Maps and Sets', run: textbook }]

/** The same events, made beforehand, through ours and through each peer in turn: times as fast. */
function peerFigures(runs: number): Figure[] {
  const settings = config(PEER_VIEWERS, 'fingerprint')
  const ticks = record(settings)
  const events = ticks.flat().reduce((sum, { length }) => sum + length, 0)
  const { seed, titles, viewers } = settings.population
  const catalogue = createCatalogue(seed, titles, viewers)
  const ours = (pipeline: Pipeline): number => {
    ticks.forEach((batches, tick) => {
      for (const batch of batches) pipeline.take(batch)
      pipeline.endTick((tick + 1) * 100)
    })
    return pipeline.counts.unique
  }
  return PEERS.flatMap(({ name, run }) => {
    const rates: number[] = []
    const ratios: number[] = []
    for (let i = 0; i <= runs; i++) {
      // A server has its memory before the traffic comes.
      const pipeline = new Pipeline(settings, catalogue)
      const own = clocked(() => ours(pipeline))
      const other = clocked(() => run(ticks))
      // A fingerprint is wrong about one id in 286 million.
      if (Math.abs(own.value - other.value) > 2)
        throw new Error(`${name}: ${other.value} unique, ours ${own.value}`)
      if (i === 0) continue
      rates.push(events / other.seconds / MILLION)
      ratios.push(other.seconds / own.seconds)
    }
    return [
      figure(`ingestion without generation, beside ${name}`, '× as fast', ratios),
      figure(`${name}: events`, 'M/s', [median(rates), Math.min(...rates), Math.max(...rates)]),
    ]
  })
}

function clocked(task: () => number): { readonly value: number; readonly seconds: number } {
  const start = performance.now()
  const value = task()
  return { value, seconds: (performance.now() - start) / 1_000 }
}

function record(settings: IngestConfig): Batch[][] {
  const { seed, titles, viewers } = settings.population
  const population = new Population(settings.population, createCatalogue(seed, titles, viewers))
  return Array.from({ length: PEER_SECONDS * 10 }, (_, tick) => {
    population.beginTick(tick)
    const batches: Batch[] = []
    for (let isDone = false; !isDone;) {
      const batch = createBatch(settings.batchSize)
      isDone = population.fill(batch)
      batches.push(batch)
    }
    return batches
  })
}

/** The textbook's way: an object an event, a Set of ids, a Map of minutes of Maps of titles of Sets of users. */
function textbook(ticks: readonly Batch[][]): number {
  const seen = new Set<string>()
  const minutes = new Map<number, Map<number, Set<number>>>()
  const logs = Array.from({ length: 300 }, () => 0)
  for (const batch of ticks.flat())
    for (let i = 0; i < batch.length; i++) {
      const dims = batch.dims[i] ?? 0
      const sent = batch.sentTime[i] ?? 0
      const received = batch.receivedTime[i] ?? 0
      const event = {
        id: `${batch.idHigh[i]}-${batch.idLow[i]}`,
        type: EVENT_TYPES[typeOf(dims)],
        version: (dims >>> 11) & 3,
        user: batch.user[i] ?? 0,
        device: batch.device[i] ?? 0,
        deviceType: (dims >>> 5) & 7,
        region: REGIONS[regionOf(dims)],
        title: batch.title[i] ?? 0,
        claimed: batch.eventTime[i] ?? 0,
        time: (batch.eventTime[i] ?? 0) + received - sent,
        received,
        position: batch.position[i] ?? 0,
        duration: batch.duration[i] ?? 0,
      }
      const isSound =
        event.id !== '0-0' &&
        event.type !== undefined &&
        event.version < 3 &&
        event.claimed !== -0x8000_0000 &&
        event.user > 0 &&
        event.device > 0 &&
        event.deviceType < 4 &&
        event.region !== undefined &&
        !isWrongTitle(event) &&
        event.time <= event.received + 5 * MINUTE_MS &&
        event.time >= event.received - 7 * 24 * 60 * MINUTE_MS
      if (!isSound || seen.has(event.id)) continue
      seen.add(event.id)
      const partition = event.user % 300
      logs[partition] = (logs[partition] ?? 0) + 1
      if (event.type !== EVENT_TYPES[TYPE.heartbeat]) continue
      const minute = Math.floor(event.time / MINUTE_MS)
      let titles = minutes.get(minute)
      if (titles === undefined) minutes.set(minute, (titles = new Map()))
      let users = titles.get(event.title)
      if (users === undefined) titles.set(event.title, (users = new Set()))
      users.add(event.user)
    }
  return seen.size
}

interface Aimed {
  readonly type: string | undefined
  readonly title: number
  readonly position: number
  readonly duration: number
}

const isWrongTitle = ({ type, title, position, duration }: Aimed): boolean =>
  type !== 'browse.search' &&
  type !== 'browse.page_viewed' &&
  type?.startsWith('session.') === false &&
  (title >= TITLES || (position !== NONE && position > duration))
