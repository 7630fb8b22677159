import { RULE, TYPE, TYPE_IS_PLAYBACK } from '../../../src/engine/ingest/codes.ts'
import type { IngestConfig } from '../../../src/engine/ingest/config.ts'
import { regionOf, typeOf, type Batch } from '../../../src/engine/ingest/record.ts'
import { brokenRule } from '../../../src/engine/ingest/validate.ts'

const MINUTE = 60_000

interface NaivePane {
  readonly users: Map<number, Set<number>>
  readonly present: Map<number, number>
  readonly starts: Map<number, number>
}

/** The pipeline as one would write it first: objects, maps and sets, nothing forgotten, every window kept as it was. */
export class Naive {
  readonly seen = new Set<string>()
  readonly panes = new Map<number, NaivePane>()
  readonly counts = { received: 0, accepted: 0, unique: 0, onTime: 0, late: 0, tooLate: 0 }
  watermark = Number.NEGATIVE_INFINITY
  private readonly newest: number[] = [0, 0, 0, 0, 0].map(() => Number.NEGATIVE_INFINITY)
  private readonly heard = [0, 0, 0, 0, 0]
  private readonly config: IngestConfig

  constructor(config: IngestConfig) {
    this.config = config
  }

  take(batch: Batch): void {
    const { windows, population, clock, score } = this.config
    for (let i = 0; i < batch.length; i++) {
      this.counts.received += 1
      const received = batch.receivedTime[i] ?? 0
      const claimed = batch.eventTime[i] ?? 0
      const time = clock === 'correct' ? claimed + received - (batch.sentTime[i] ?? 0) : claimed
      if (brokenRule(batch, i, population.titles, time) !== RULE.ok) continue
      this.counts.accepted += 1
      const id = `${batch.idHigh[i]}.${batch.idLow[i]}`
      if (this.seen.has(id)) continue
      this.seen.add(id)
      this.counts.unique += 1
      const dims = batch.dims[i] ?? 0
      const region = regionOf(dims)
      this.newest[region] = Math.max(this.newest[region] ?? 0, time)
      this.heard[region] = Number.NaN
      const number = Math.floor(time / MINUTE)
      const end = (number + 1) * MINUTE
      // Taken as long as the watermark has not passed the pane's end and what is allowed after it (Flink's rule, facts T12).
      if (this.watermark >= end + windows.latenessMs) {
        this.counts.tooLate += 1
        continue
      }
      if (this.watermark >= end) this.counts.late += 1
      else this.counts.onTime += 1
      const type = typeOf(dims)
      if (TYPE_IS_PLAYBACK[type] !== true) continue
      const title = batch.title[i] ?? 0
      const pane = this.pane(number)
      if (type === TYPE.started) pane.starts.set(title, (pane.starts.get(title) ?? 0) + 1)
      if (score.guard && type !== TYPE.heartbeat) continue
      pane.present.set(title, (pane.present.get(title) ?? 0) + 1)
      pane.users.set(title, (pane.users.get(title) ?? new Set()).add(batch.user[i] ?? 0))
    }
  }

  endTick(now: number): void {
    const { windows } = this.config
    const waiting: number[] = []
    for (let region = 0; region < 5; region++) {
      if (Number.isNaN(this.heard[region])) this.heard[region] = now
      const isIdle = now - (this.heard[region] ?? 0) > windows.idleMs
      if (!isIdle) waiting.push((this.newest[region] ?? 0) - windows.watermarkMs)
    }
    if (waiting.length > 0) this.watermark = Math.max(this.watermark, Math.min(...waiting))
  }

  viewers(title: number, from: number, to: number): Set<number> {
    const all = new Set<number>()
    for (const [number, { users }] of this.panes)
      if (number >= from && number < to) for (const user of users.get(title) ?? []) all.add(user)
    return all
  }

  private pane(number: number): NaivePane {
    const found = this.panes.get(number) ?? { users: new Map(), present: new Map(), starts: new Map() }
    this.panes.set(number, found)
    return found
  }
}
