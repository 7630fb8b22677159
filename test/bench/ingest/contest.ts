import { usualConfig, type IngestConfig } from '../../../src/engine/ingest/config.ts'
import { FIELDS, type Batch } from '../../../src/engine/ingest/record.ts'
import { Ranking } from '../../../src/engine/ingest/score/board.ts'
import { MINUTE_MS } from '../../../src/engine/ingest/config.ts'
import type { KernelModule } from '../../../src/engine/ingest/wasm/open-store.ts'
import { at } from '../../../src/shared/assert.ts'

/** The columns of all events, in the order of receiving. */
export type Columns = Pick<Batch, (typeof FIELDS)[number]>

/** What is received in 100 ms, and what the watermark says of it: given to all, so that they need not find it out. */
export interface Tick {
  /** The row after its last. */
  readonly to: number
  /** Minutes before this one have closed: events of theirs are in no window. */
  readonly closedBefore: number
  /** A board is due at its end, of the hour before this minute. */
  readonly board: number | null
}

/** What every contestant gets: the very same events. */
export interface Input {
  readonly config: IngestConfig
  readonly events: number
  readonly columns: Columns
  readonly ticks: readonly Tick[]
  /** Our hot stages in WebAssembly, compiled; undefined where there is none. */
  readonly kernels: KernelModule | undefined
}

/** The most watched titles of an hour, best first, with their different viewers. */
export interface Board {
  readonly to: number
  readonly titles: readonly number[]
  readonly viewers: readonly number[]
}

/** A stretch of the run: the ticks `from` .. `to` - 1. */
export interface Part {
  readonly from: number
  readonly to: number
}

/** Counters are of all that came so far, boards of this part. */
export interface Answer {
  readonly received: number
  readonly rejected: number
  /** Null: it does not look for duplicates, or does not do windows at all. */
  readonly duplicate: number | null
  readonly boards: readonly Board[]
  /** Of the time it took. */
  readonly boardSeconds: number
}

/** One that takes the events: ours, or a peer. What it needs before the traffic comes, it gets in `begin`, unclocked. */
export interface Contestant {
  begin(input: Input): Run | Promise<Run>
}

export interface Run {
  /** Takes the next part; what came before is kept. */
  play(part: Part): Answer | Promise<Answer>
}

export const PANES_AN_HOUR = 60

/** Few enough viewers for a window of many minutes, and enough for sketches and sets to be more than a cache holds. */
export const contestConfig = (): IngestConfig => {
  const usual = usualConfig(1, 300_000, 50_000)
  return {
    ...usual,
    // Twice as many ids as come: none is forgotten, and counters balance.
    dedupe: { by: 'fingerprint', lines: 2 ** 21 },
    windows: { ...usual.windows, latenessMs: MINUTE_MS },
    whiteboard: false,
  }
}

/** Makes the boards of a part, and keeps the time of it. */
export class Boards {
  readonly list: Board[] = []
  seconds = 0

  async add(to: number, make: () => Promise<Ranked>): Promise<void> {
    const start = performance.now()
    this.push(to, await make())
    this.seconds += (performance.now() - start) / 1_000
  }

  /** The same without waiting. */
  addNow(to: number, make: () => Ranked): void {
    const start = performance.now()
    this.push(to, make())
    this.seconds += (performance.now() - start) / 1_000
  }

  private push(to: number, viewers: Ranked): void {
    const ranking = new Ranking()
    for (const [title, count] of viewers) ranking.add(title, count)
    const { length } = ranking
    this.list.push({
      to,
      titles: Array.from(ranking.title.subarray(0, length)),
      viewers: Array.from(ranking.score.subarray(0, length)),
    })
  }
}

/** Titles with their viewers, in any order. */
export type Ranked = Iterable<readonly [number, number]>

export interface Chunk {
  readonly from: number
  readonly to: number
  readonly ticks: readonly Tick[]
  readonly board: number | null
}

/** The events of a part cut at the ends of ticks into chunks of about `most` and fewer; each board ends a chunk. */
export function* chunks({ ticks }: Input, part: Part, most: number): Generator<Chunk> {
  let from = firstRow(ticks, part.from)
  let begun = part.from
  for (let i = part.from; i < part.to; i++) {
    const { to, board } = at(ticks, i)
    if (board === null && i + 1 < part.to && at(ticks, i + 1).to - from <= most) continue
    yield { from, to, ticks: ticks.slice(begun, i + 1), board }
    from = to
    begun = i + 1
  }
}

/** The first row of a tick. */
export const firstRow = (ticks: readonly Tick[], tick: number): number => ticks[tick - 1]?.to ?? 0

/** How many events a part has. */
export const eventsOf = (ticks: readonly Tick[], { from, to }: Part): number =>
  firstRow(ticks, to) - firstRow(ticks, from)

/** All events as one batch. */
export const asBatch = ({ columns, events }: Input): Batch => ({
  ...columns,
  length: events,
  capacity: events,
})
