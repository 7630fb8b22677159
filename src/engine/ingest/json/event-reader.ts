import { assert, outside } from '../../../shared/assert.ts'
import { COUNTRIES } from '../codes.ts'
import { NO_TIME, NONE, SHIFT, UNKNOWN, type Batch } from '../record.ts'
import { brokenRule } from '../validate.ts'
import { DAYS_AFTER, DAYS_BEFORE, LINE_RULE, TARGET } from './codes.ts'
import { CsvReader } from './csv-reader.ts'
import { JsonReader } from './json-reader.ts'
import { BY_COUNTRY, type Plan } from './plan.ts'
import { Row } from './row.ts'
import type { Titles } from './titles.ts'

const DAY_MS = 86_400_000
const FIRST_MS = -DAYS_BEFORE * DAY_MS
const LAST_MS = DAYS_AFTER * DAY_MS
/** No time of a record lies further out; NO_TIME is one less. */
const LIMIT_MS = 0x7fff_ffff
/**
 * A clock that is further off is taken for one that is off by this, and its events with it: too old or too far ahead as
 * they stand, whenever in the run they come, and put right by when they were sent if they are up to a week older.
 */
const SLOW_MS = FIRST_MS - 7.5 * DAY_MS
const FAST_MS = LAST_MS + 7.5 * DAY_MS
const VERSION_WITHOUT_EXPERIMENTS = 0
const EXPERIMENT_BITS = 2
const DECIMAL_DIGITS = 10

const REGION_OF = Uint8Array.from(COUNTRIES, ({ region }) => region)

/** Whether times are taken as the device says them, or put right by when it sent them (Y52). */
export type ClockMode = 'trust' | 'correct'

/** Reads lines of a file, one at a time, and puts them into batches as records: the only way from text to events. */
export class EventReader {
  private readonly plan: Plan
  private readonly titles: Titles
  private readonly mode: ClockMode
  private readonly row: Row
  private readonly json: JsonReader | null
  private readonly csv: CsvReader | null
  private readonly digits = new Uint8Array(DECIMAL_DIGITS)

  /** `columns` are the names of a CSV's columns; nothing for lines of JSON. */
  constructor(plan: Plan, titles: Titles, mode: ClockMode, columns: readonly string[] | null) {
    assert((plan.csv === null) === (columns === null), 'columns are for CSV')
    this.plan = plan
    this.titles = titles
    this.mode = mode
    this.row = new Row(plan, titles)
    const paths = plan.fields.map(({ path }) => path)
    this.json = plan.csv === null ? new JsonReader(paths, this.row) : null
    this.csv = plan.csv === null ? null : new CsvReader(plan.csv.delimiter, columns ?? [], paths, this.row)
  }

  /** How many bytes of the last line were read before its fault. */
  get position(): number {
    return this.json?.position ?? this.csv?.position ?? 0
  }

  /** When the line just read was received by what it says, in ms since 1970; else when sent, or when it happened; or NaN. */
  get receivedMs(): number {
    const { values } = this.row
    const received = values[TARGET.received] ?? Number.NaN
    const sent = values[TARGET.sent] ?? Number.NaN
    if (!Number.isNaN(received)) return received
    return Number.isNaN(sent) ? (values[TARGET.time] ?? Number.NaN) : sent
  }

  /**
   * Reads the line in `bytes` from `from` to before `to`, behind which is a newline, the `line`-th of its file. What is
   * told is the rule of lines that it breaks; 0: it is an event, good or bad, which `place` has then.
   */
  read(bytes: Uint8Array, from: number, to: number, line: number): number {
    const { row, plan } = this
    row.begin()
    const fault = this.json === null ? this.csv?.read(bytes, from, to) : this.json.read(bytes, from)
    if (fault !== 0) return fault ?? LINE_RULE.notJson
    if (plan.ids === 'line_text') row.setIdOf(bytes, from, to)
    else if (plan.ids === 'line_number') this.numberLine(line)
    if (plan.deviceByUser && row.values[TARGET.device] === 0)
      row.values[TARGET.device] = row.values[TARGET.user] ?? 0
    return 0
  }

  /**
   * Writes the line just read to place `index` of `batch`, its times in ms since `epochMs`, received not before
   * `clockMs` (ms since 1970). What is told is the rule that it breaks, or 0; `LINE_RULE.outsideRun`: it is no record.
   */
  place(batch: Batch, index: number, epochMs: number, clockMs: number): number {
    const { values, idHigh, idLow } = this.row
    const own = this.receivedMs
    // Who says nothing of any time came with the one before, or at the beginning.
    const received = Number.isNaN(own) ? Math.max(clockMs, epochMs + FIRST_MS) : Math.max(own, clockMs)
    const receivedTime = received - epochMs
    if (!(receivedTime >= FIRST_MS && receivedTime <= LAST_MS)) return LINE_RULE.outsideRun
    let eventTime = (values[TARGET.time] ?? outside(index)) - epochMs
    let sentTime = (values[TARGET.sent] ?? outside(index)) - epochMs
    if (Number.isNaN(sentTime)) sentTime = receivedTime
    // Who is received later than it says was sent later, too: how far its clock is off does not change.
    else if (received > own) sentTime += received - own
    if (Math.abs(sentTime) > LIMIT_MS) {
      const off = sentTime < 0 ? SLOW_MS : FAST_MS
      eventTime += off - sentTime
      sentTime = off
    }
    batch.idHigh[index] = idHigh
    batch.idLow[index] = idLow
    batch.user[index] = values[TARGET.user] ?? outside(index)
    batch.device[index] = values[TARGET.device] ?? outside(index)
    batch.session[index] = values[TARGET.session] ?? outside(index)
    batch.title[index] = values[TARGET.title] ?? NONE
    batch.eventTime[index] = Number.isNaN(eventTime) ? NO_TIME : clamp(eventTime)
    batch.sentTime[index] = sentTime
    batch.receivedTime[index] = receivedTime
    batch.dims[index] = this.dims()
    batch.position[index] = values[TARGET.position] ?? NONE
    batch.duration[index] = values[TARGET.duration] ?? 0
    const happened = batch.eventTime[index] ?? outside(index)
    const time = this.mode === 'correct' ? happened + receivedTime - sentTime : happened
    return brokenRule(batch, index, this.titles.size, time)
  }

  private dims(): number {
    const { values } = this.row
    const country = values[TARGET.country] ?? UNKNOWN.country
    const version = values[TARGET.version] ?? UNKNOWN.version
    let region = values[TARGET.region] ?? UNKNOWN.region
    if (region === BY_COUNTRY) region = REGION_OF[country] ?? UNKNOWN.region
    // They came with version 2.0: whoever says 1.0 can't mean them.
    const experiments =
      version === VERSION_WITHOUT_EXPERIMENTS
        ? 0
        : (values[TARGET.experiment1] ?? 0) | ((values[TARGET.experiment2] ?? 0) << EXPERIMENT_BITS)
    return (
      ((values[TARGET.type] ?? UNKNOWN.type) |
        ((values[TARGET.deviceType] ?? UNKNOWN.deviceType) << SHIFT.deviceType) |
        (region << SHIFT.region) |
        (version << SHIFT.version) |
        (country << SHIFT.country) |
        ((values[TARGET.quality] ?? UNKNOWN.quality) << SHIFT.quality) |
        (experiments << SHIFT.experiments)) >>>
      0
    )
  }

  private numberLine(line: number): void {
    const { digits } = this
    let rest = line
    for (let i = 0; i < DECIMAL_DIGITS; i++) {
      digits[i] = rest % 256
      rest = Math.floor(rest / 256)
    }
    this.row.setIdOf(digits, 0, DECIMAL_DIGITS)
  }
}

const clamp = (ms: number): number => Math.max(-LIMIT_MS, Math.min(LIMIT_MS, ms))
