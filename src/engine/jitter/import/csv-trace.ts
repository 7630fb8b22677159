import { accept, refuse, type Outcome, type Problem } from '../../../shared/outcome.ts'
import { fromMs, SECOND, toMs, type SimTime } from '../../kernel/time.ts'
import { MAX_PACKETS, type Trace } from '../trace.ts'
import { assembleTrace, type TraceRows } from './assemble.ts'

/** What an import tells beside the trace: what was noticed and mended. */
export interface ImportedTrace {
  readonly trace: Trace
  readonly packets: number
  readonly lost: number
  readonly notices: readonly string[]
}

const MAX_DURATION: SimTime = 24 * 3_600 * SECOND
const MAX_LINE = 1_000
const MAX_MS = 1e12
const COLUMNS = ['seq', 'send_ms', 'arrival_ms'] as const

const NEWLINE = 10
const RETURN = 13
const BOM = 0xfeff

/**
 * Reads a packet trace from CSV bytes: a header naming `seq`, `send_ms` and `arrival_ms` (in any order, other
 * columns are ignored), then a row a packet; an empty arrival means lost. Feed it chunks with `push`, then call
 * `finish`. Bytes are taken as they come, so a file of any size needs little more memory than its packets. After
 * a refusal, further chunks change nothing.
 */
export class CsvTraceReader {
  private line = ''
  private lineNumber = 1
  private problem: Problem | null = null
  private columns: readonly number[] | null = null
  private earliest: SimTime = Infinity
  private latest: SimTime = -Infinity
  private reference: SimTime | null = null
  private readonly rows: TraceRows = { sequence: [], sent: [], arrived: [] }

  /** False once the file is refused: there is no use in reading on. */
  push(bytes: Uint8Array): boolean {
    for (let i = 0; i < bytes.length && this.problem === null; i++) {
      const byte = bytes[i] ?? 0
      if (byte === NEWLINE) this.endLine()
      else if (byte === 0) this.fail('this is not a text file')
      else if (byte !== RETURN) this.line += String.fromCharCode(byte)
      if (this.line.length > MAX_LINE) this.fail(`the line is longer than ${MAX_LINE} characters`)
    }
    return this.problem === null
  }

  /** The trace, or why there is none. `name` is shown wherever the trace is. */
  finish(name: string): Outcome<ImportedTrace> {
    if (this.problem === null && this.line !== '') this.endLine()
    if (this.problem !== null) return { ok: false, problem: this.problem }
    if (this.columns === null) return refuse('the file is empty')
    if (this.rows.sent.length === 0) return refuse('there is a header but no packet under it')
    return accept(assembleTrace(name, this.rows))
  }

  private endLine(): void {
    const text = this.line.trim()
    this.line = ''
    if (text !== '') {
      if (this.columns === null) this.readHeader(text)
      else this.readRow(text.split(','), this.columns)
    }
    this.lineNumber += 1
  }

  private readHeader(text: string): void {
    const names = text
      .replace(String.fromCharCode(BOM), '')
      .replace('\u00ef\u00bb\u00bf', '')
      .split(',')
      .map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase())
    const missing = COLUMNS.filter((column) => !names.includes(column))
    if (missing.length === 0) this.columns = COLUMNS.map((column) => names.indexOf(column))
    else
      this.fail(
        `the header must name the columns seq, send_ms and arrival_ms; ${missing.join(' and ')} ` +
          `${missing.length > 1 ? 'are' : 'is'} missing`,
      )
  }

  private readRow(cells: readonly string[], columns: readonly number[]): void {
    const [sequence, sent, arrived] = COLUMNS.map((name, i) => this.number(name, cells[columns[i] ?? -1]))
    if (sequence === undefined || sent === undefined || arrived === undefined) return
    if (sequence === null || sent === null)
      return this.fail(`${sequence === null ? 'seq' : 'send_ms'} is empty`)
    if (!Number.isInteger(sequence)) return this.fail(`seq ${sequence} is not a whole number`)
    if (this.rows.sent.length === MAX_PACKETS)
      return this.fail(
        `the file has more than ${MAX_PACKETS.toLocaleString('en')} packets; cut it into parts`,
      )
    const time = fromMs(sent)
    this.earliest = Math.min(this.earliest, time)
    this.latest = Math.max(this.latest, time)
    const arrival = arrived === null ? Number.NaN : fromMs(arrived)
    if (this.latest - this.earliest > MAX_DURATION)
      return this.fail(
        `send_ms ${sent} makes the trace longer than 24 hours; it begins at ${toMs(this.earliest)}`,
      )
    if (Math.abs(arrival - time - this.firstDelay(arrival - time)) > MAX_DURATION)
      return this.fail(
        `arrival_ms ${arrived} makes a delay that differs by more than 24 hours from the first one`,
      )
    this.rows.sequence.push(sequence)
    this.rows.sent.push(time)
    this.rows.arrived.push(arrival)
  }

  /** The delay of the first packet that arrived; `fallback` while there is none. */
  private firstDelay(fallback: SimTime): SimTime {
    if (this.reference === null && !Number.isNaN(fallback)) this.reference = fallback
    return this.reference ?? fallback
  }

  /** The number in a cell, null for an empty one; undefined after a refusal. */
  private number(column: string, cell: string | undefined): number | null | undefined {
    if (cell === undefined) {
      this.fail(`the row has no ${column}: it ends too early`)
      return undefined
    }
    const text = cell.trim().replace(/^"|"$/g, '')
    if (text === '') return null
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
    if (Number.isNaN(value)) this.fail(`${column} "${shorten(text)}" is not a number`)
    else if (Math.abs(value) > MAX_MS) this.fail(`${column} ${shorten(text)} is out of all bounds`)
    else return value
    return undefined
  }

  private fail(what: string): void {
    this.problem ??= { what, where: `line ${this.lineNumber}` }
  }
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
