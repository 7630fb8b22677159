import { assert, at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { decodeUtf8, encodeUtf8 } from '../../kernel/utf8.ts'
import { createBatch, type Batch } from '../record.ts'
import { LINE_RULE } from './codes.ts'
import { headerCells } from './csv-reader.ts'
import { DeadLetters, type DeadLetter, type Limits } from './dead-letters.ts'
import { EventReader, type ClockMode } from './event-reader.ts'
import { LineSplitter, type TakeLine } from './lines.ts'
import type { Plan } from './plan.ts'
import { RowJoiner } from './rows.ts'
import type { Titles } from './titles.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The epoch is chosen by the first lines: so many, or so many bytes of them. */
const PROBE_LINES = 101
const PROBE_BYTES = 2 ** 18
const BOM = [0xef, 0xbb, 0xbf]
/** Columns that are named where one is missing. */
const MOST_SHOWN = 12
const BLANKS = new Set([0x20, 0x09, 0x0d])

export interface ImportOptions {
  readonly plan: Plan
  readonly titles: Titles
  readonly clock: ClockMode
  /** The moment that times count from, in ms since 1970; null: the hour of the first lines. */
  readonly epochMs: number | null
  readonly batchSize: number
  readonly limits: Limits
  /** What counts in the place of some lines, by their numbers: of a file that is run again after it was mended. */
  readonly mended?: ReadonlyMap<number, string>
  /**
   * Takes the events as records, the broken ones too: the first `batch.length`, with the rule that each breaks or 0. Both
   * are valid until it returns.
   */
  readonly take: (batch: Batch, rules: Uint8Array) => void
}

/** How far an import has come. `lines = blank + header + records + lines that are no records` */
export interface ImportCounts {
  readonly bytes: number
  readonly lines: number
  readonly blank: number
  /** 1 where a header was read. */
  readonly header: number
  /** Lines that became records; those that break a rule are dead letters as well. */
  readonly records: number
  readonly accepted: number
  /** Records that say they were received before the one above them. They count as received with it. */
  readonly raised: number
}

/** Reads events from the bytes of a file that come in pieces, in constant memory. */
export class EventImport {
  readonly deadLetters: DeadLetters
  private readonly options: ImportOptions
  private readonly splitter: LineSplitter
  private readonly rows: RowJoiner | null
  private readonly batch: Batch
  private readonly rules: Uint8Array
  private reader: EventReader | null = null
  private epoch: number | null
  private clock = Number.NEGATIVE_INFINITY
  private held: { readonly bytes: Uint8Array; readonly line: number; readonly isTooLong: boolean }[] = []
  private heldBytes = 0
  private known: readonly string[] = []
  private refusal: Outcome<never> | null = null
  private readonly count = { bytes: 0, lines: 0, blank: 0, header: 0, records: 0, accepted: 0, raised: 0 }

  constructor(options: ImportOptions) {
    assert(options.batchSize > 0, 'a batch of nothing')
    const { plan, titles, clock, epochMs, limits } = options
    this.options = options
    this.epoch = epochMs
    this.deadLetters = new DeadLetters(limits)
    this.batch = createBatch(options.batchSize)
    this.rules = new Uint8Array(options.batchSize)
    const { csv } = plan
    const columns = csv?.columns ?? null
    this.known = columns ?? []
    if (csv === null || columns !== null) this.reader = new EventReader(plan, titles, clock, columns)
    this.rows = csv === null ? null : new RowJoiner(csv.delimiter, this.line)
    this.splitter = new LineSplitter(this.rows === null ? this.line : this.rows.line)
  }

  get counts(): ImportCounts {
    return this.count
  }

  /** The moment that the records' times count from, in ms since 1970; null before it is chosen. */
  get epochMs(): number | null {
    return this.epoch
  }

  /** The names of a CSV's columns, once they are known; none for lines of JSON. */
  get columns(): readonly string[] {
    return this.known
  }

  /** Whether nothing of the file can be an event. */
  get isRefused(): boolean {
    return this.refusal !== null
  }

  /** Takes the next bytes; false once the file is refused and there is no use in reading on. */
  push(bytes: Uint8Array): boolean {
    if (this.refusal !== null) return false
    this.count.bytes += bytes.length
    this.splitter.push(bytes)
    return this.refusal === null
  }

  /** The file is over. Refuses a file of which nothing could be an event: one without the columns that are mapped. */
  finish(): Outcome<ImportCounts> {
    if (this.refusal === null) {
      this.splitter.finish()
      this.rows?.finish()
      this.chooseEpoch()
      this.flush()
    }
    return this.refusal ?? accept(this.count)
  }

  /**
   * Reads the line of a dead letter again as `text`, mended; judged as of when it came, received now. What is told is the
   * rule that it still breaks. With 0 it went to `take`, in a batch of its own, and is no dead letter any more.
   */
  sendAgain(letter: DeadLetter, text: string): number {
    const { reader, epoch, batch } = this
    assert(reader !== null && epoch !== null && batch.length === 0, 'the file is over')
    const bytes = this.lineOf(text)
    const fault = reader.read(bytes, 0, bytes.length - 1, letter.line)
    if (fault !== 0) return fault
    const before = Number.isNaN(letter.receivedMs) ? Number.NEGATIVE_INFINITY : letter.receivedMs
    const rule = reader.place(batch, 0, epoch, before)
    if (rule !== 0 || !this.deadLetters.settle(letter.number)) return rule
    const now = this.clock - epoch
    const waited = Math.max(0, now - at(batch.receivedTime, 0))
    batch.receivedTime[0] = at(batch.receivedTime, 0) + waited
    batch.sentTime[0] = at(batch.sentTime, 0) + waited
    this.count.records += 1
    this.count.accepted += 1
    batch.length = 1
    this.rules[0] = 0
    this.flush()
    return 0
  }

  private readonly line: TakeLine = (bytes, from, to, line, isTooLong) => {
    if (this.refusal !== null) return
    this.count.lines += 1
    const start = line === 1 && BOM.every((byte, i) => bytes[from + i] === byte) ? from + BOM.length : from
    if (isBlank(bytes, start, to)) {
      this.count.blank += 1
      return
    }
    if (this.reader === null) {
      this.header(bytes.subarray(start, to), line)
      return
    }
    if (this.epoch === null) this.hold(bytes, start, to, line, isTooLong)
    else this.judgeMended(bytes, start, to, line, isTooLong, this.epoch)
  }

  private header(bytes: Uint8Array, line: number): void {
    const { plan, titles, clock } = this.options
    const columns = headerCells(bytes, plan.csv?.delimiter ?? 0)
    const missing = plan.fields.find(({ path }) => columns?.includes(path) !== true)
    this.count.header += 1
    this.known = columns ?? []
    if (columns !== null && missing === undefined) this.reader = new EventReader(plan, titles, clock, columns)
    else this.refusal = refuse(headerProblem(columns, missing?.path ?? ''), `line ${line}`)
  }

  private hold(bytes: Uint8Array, from: number, to: number, line: number, isTooLong: boolean): void {
    this.held.push({ bytes: bytes.slice(from, to + 1), line, isTooLong })
    this.heldBytes += to - from
    if (this.held.length === PROBE_LINES || this.heldBytes >= PROBE_BYTES) this.chooseEpoch()
  }

  /** The hour of the earliest within a day of the median: a few wrong times don't put the rest out of reach. */
  private chooseEpoch(): void {
    const { reader, held } = this
    if (this.epoch !== null || reader === null) return
    const times = held
      .map(({ bytes, line, isTooLong }) =>
        !isTooLong && reader.read(bytes, 0, bytes.length - 1, line) === 0 ? reader.receivedMs : Number.NaN,
      )
      .filter((ms) => !Number.isNaN(ms))
      .toSorted((a, b) => a - b)
    const median = times[(times.length - 1) >> 1] ?? 0
    const first = times.find((ms) => ms > median - DAY_MS) ?? median
    const epoch = Math.floor(first / HOUR_MS) * HOUR_MS
    this.epoch = epoch
    this.held = []
    for (const { bytes, line, isTooLong } of held)
      this.judgeMended(bytes, 0, bytes.length - 1, line, isTooLong, epoch)
  }

  private judgeMended(
    bytes: Uint8Array,
    from: number,
    to: number,
    line: number,
    isTooLong: boolean,
    epoch: number,
  ): void {
    const text = this.options.mended?.get(line)
    if (text === undefined) return this.judge(bytes, from, to, line, isTooLong, epoch)
    const own = this.lineOf(text)
    this.judge(own, 0, own.length - 1, line, false, epoch)
  }

  /** A mended text as a line, with the newline behind it. */
  private lineOf(text: string): Uint8Array {
    // A text area breaks lines; JSON does not mind.
    return encodeUtf8(`${this.options.plan.csv === null ? text.replaceAll('\n', ' ') : text}\n`)
  }

  private judge(
    bytes: Uint8Array,
    from: number,
    to: number,
    line: number,
    isTooLong: boolean,
    epoch: number,
  ): void {
    const { reader, batch } = this
    assert(reader !== null, 'lines are judged once they can be read')
    const fault = isTooLong ? LINE_RULE.tooLong : reader.read(bytes, from, to, line)
    if (fault !== 0) {
      const column = isTooLong ? null : reader.position - from + 1
      this.bury(fault, column, bytes, from, to, line, isTooLong)
      return
    }
    const received = reader.receivedMs
    const rule = reader.place(batch, batch.length, epoch, this.clock)
    if (rule !== 0) this.bury(rule, null, bytes, from, to, line, false)
    else this.count.accepted += 1
    if (rule === LINE_RULE.outsideRun) return
    if (received < this.clock) this.count.raised += 1
    this.count.records += 1
    this.clock = epoch + at(batch.receivedTime, batch.length)
    this.rules[batch.length] = rule
    batch.length += 1
    if (batch.length === batch.capacity) this.flush()
  }

  private bury(
    rule: number,
    column: number | null,
    bytes: Uint8Array,
    from: number,
    to: number,
    line: number,
    isCut: boolean,
  ): void {
    const receivedMs = Number.isFinite(this.clock) ? this.clock : Number.NaN
    const text = (): string => decodeUtf8(bytes.subarray(from, to))
    this.deadLetters.add({ line, rule, column, isCut, receivedMs }, to - from, text)
  }

  private flush(): void {
    if (this.batch.length > 0) this.options.take(this.batch, this.rules)
    this.batch.length = 0
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  let pos = from
  while (pos < to && BLANKS.has(bytes[pos] ?? 0)) pos += 1
  return pos === to
}

function headerProblem(columns: readonly string[] | null, missing: string): string {
  if (columns === null) return 'the header is no row of CSV'
  const shown = columns.slice(0, MOST_SHOWN).join(', ') + (columns.length > MOST_SHOWN ? ', …' : '')
  const other = columns.length === 1 ? /[;|\t]/.exec(columns[0] ?? '')?.[0] : undefined
  const hint = other === undefined ? '' : ` (is the delimiter ${JSON.stringify(other)}?)`
  return `there is no column "${missing}"; there are ${shown}${hint}`
}
