import { TYPE } from '../../../src/engine/ingest/codes.ts'
import { MINUTE_MS } from '../../../src/engine/ingest/config.ts'
import { typeOf } from '../../../src/engine/ingest/record.ts'
import { brokenRule } from '../../../src/engine/ingest/validate.ts'
import { asBatch, type Chunk, type Input } from '../ingest/contest.ts'

/** A chunk's sound events, as few columns as the question needs. */
export interface SoundColumns {
  /** 64 bits. */
  readonly id: BigUint64Array
  readonly user: Uint32Array
  readonly title: Uint32Array
  /** The minute of the event's time, put right by the sender's clock. */
  readonly minute: Int32Array
  /** 1: a heartbeat in a minute that has not closed, which proves a viewer. */
  readonly counts: Uint8Array
}

/** For peers who take columns: sorts a chunk's events out by our own rules, which is a gift to them. */
export function soundColumns(input: Input, { from, to, ticks }: Chunk): SoundColumns {
  const batch = asBatch(input)
  const { titles } = input.config.population
  const id = new BigUint64Array(to - from)
  const halves = new Uint32Array(id.buffer)
  const user = new Uint32Array(to - from)
  const title = new Uint32Array(to - from)
  const minute = new Int32Array(to - from)
  const counts = new Uint8Array(to - from)
  let kept = 0
  let i = from
  for (const tick of ticks)
    for (; i < tick.to; i++) {
      const time = (batch.eventTime[i] ?? 0) + (batch.receivedTime[i] ?? 0) - (batch.sentTime[i] ?? 0)
      if (brokenRule(batch, i, titles, time) !== 0) continue
      halves[2 * kept] = batch.idLow[i] ?? 0
      halves[2 * kept + 1] = batch.idHigh[i] ?? 0
      user[kept] = batch.user[i] ?? 0
      title[kept] = batch.title[i] ?? 0
      const inMinute = Math.floor(time / MINUTE_MS)
      minute[kept] = inMinute
      counts[kept] = Number(typeOf(batch.dims[i] ?? 0) === TYPE.heartbeat && inMinute >= tick.closedBefore)
      kept += 1
    }
  return {
    id: id.subarray(0, kept),
    user: user.subarray(0, kept),
    title: title.subarray(0, kept),
    minute: minute.subarray(0, kept),
    counts: counts.subarray(0, kept),
  }
}
