import { at } from '../shared/assert.ts'
import { createCatalogue } from '../engine/ingest/catalogue.ts'
import { mix } from '../engine/ingest/chance.ts'
import { TYPE_IS_PLAYBACK } from '../engine/ingest/codes.ts'
import { MINUTE_MS, USUAL_FAULTS, usualConfig } from '../engine/ingest/config.ts'
import { isoOf } from '../engine/ingest/json/read-time.ts'
import { numberedTitles } from '../engine/ingest/json/titles.ts'
import { eventLine } from '../engine/ingest/json/write-event.ts'
import { Population } from '../engine/ingest/population/population.ts'
import { createBatch, deviceTypeOf, NONE, typeOf, type Batch } from '../engine/ingest/record.ts'
import type { SampleKind } from './protocol.ts'

/** Thursday, 2026-01-15, 20:00 UTC. */
const EPOCH_MS = 1_768_507_200_000
const SEED = 11
const VIEWERS = 1_000
const TITLES = 80
const MINUTES = 5
const TICKS_A_MINUTE = 600
/** Every so many lines one is cut in the middle, as a full disk leaves it. */
const CUT_EVERY = 5_000
/** Of a click log's rows so many are left: it is for trying a mapping. */
const CLICKS_KEPT = 3
const NO_VISITOR_EVERY = 400

/** How another player calls what happens, and where it runs, in the order of our codes. */
const ACTIONS = ['play', 'pause', 'resume', 'seek', 'finish', 'stop', 'ping'] as const
const SYSTEMS = ['ios', 'samsung-tv', 'browser', 'xbox'] as const

/**
 * A file to try things with, from the population: some minutes of a thousand viewers, one of whose titles goes viral; with
 * events that come late, come twice, and break rules. The same bytes every time.
 */
export function makeSample(kind: SampleKind): Blob {
  const lines: string[] = kind === 'clicks' ? ['ts,visitor,video,action,os,position_ms,length_ms\n'] : []
  let events = 0
  forEachEvent((batch, i) => {
    events += 1
    const line = kind === 'clicks' ? clickRow(batch, i, events) : envelopeLine(batch, i, events)
    if (line !== null) lines.push(`${line}\n`)
  })
  return new Blob(lines, { type: kind === 'clicks' ? 'text/csv' : 'application/x-ndjson' })
}

function forEachEvent(take: (batch: Batch, index: number) => void): void {
  const { population: usual } = usualConfig(SEED, VIEWERS, TITLES)
  const viral = { share: 0.35, fromMs: 2 * MINUTE_MS, untilMs: MINUTES * MINUTE_MS }
  const config = { ...usual, startHour: 20, faults: { ...USUAL_FAULTS, viral } }
  const population = new Population(config, createCatalogue(SEED, TITLES, VIEWERS))
  const batch = createBatch(512)
  for (let tick = 0; tick < MINUTES * TICKS_A_MINUTE; tick++) {
    population.beginTick(tick)
    for (let isDone = false; !isDone;) {
      batch.length = 0
      isDone = population.fill(batch)
      for (let i = 0; i < batch.length; i++) take(batch, i)
    }
  }
}

const titles = numberedTitles(TITLES)

function envelopeLine(batch: Batch, index: number, number: number): string {
  const line = eventLine(batch, index, EPOCH_MS, titles)
  return number % CUT_EVERY === 0 ? line.slice(0, Math.floor(line.length / 2)) : line
}

/** A row as a server's log of other columns has it: when it was written, a third of the viewers, a visitor missing here and there. */
function clickRow(batch: Batch, index: number, number: number): string | null {
  const dims = at(batch.dims, index)
  const user = at(batch.user, index)
  const title = at(batch.title, index)
  const action = TYPE_IS_PLAYBACK[typeOf(dims)] === true ? ACTIONS[typeOf(dims)] : undefined
  const isKept = user !== 0 && mix(user) % CLICKS_KEPT === 0 && title < TITLES
  if (action === undefined || !isKept) return null
  const system = SYSTEMS[deviceTypeOf(dims)] ?? 'unknown'
  const visitor = number % NO_VISITOR_EVERY < CLICKS_KEPT ? '' : `v${user}`
  const position = at(batch.position, index)
  const seconds = position === NONE ? '' : String(position * 1_000)
  const length = at(batch.duration, index) * 1_000
  const stamp = isoOf(EPOCH_MS + at(batch.receivedTime, index))
    .replace('T', ' ')
    .replace('Z', '')
  return [
    stamp,
    visitor,
    `"Title ${title}, ${title % 2 === 0 ? 'the film' : 'season 1'}"`,
    action,
    system,
    seconds,
    length,
  ].join(',')
}
