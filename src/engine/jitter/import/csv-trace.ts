import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { grouped } from '../../../shared/words.ts'
import { fromMs, toMs, type SimTime } from '../../kernel/time.ts'
import { MAX_PACKETS } from '../trace.ts'
import { assembleTrace, type TraceRows } from './assemble.ts'
import { numberIn, TextLines, withoutByteOrderMark } from './text-lines.ts'
import { MAX_DURATION, type ChosenTrace, type TraceReader } from './trace-reader.ts'
import { shorten } from './words.ts'

const MAX_MS = 1e12
const COLUMNS = ['seq', 'send_ms', 'arrival_ms'] as const

/**
 * Reads a packet trace from CSV bytes: a header naming `seq`, `send_ms` and `arrival_ms` (in any order, other
 * columns are ignored), then a row a packet; an empty arrival means lost.
 */
export class CsvTraceReader implements TraceReader {
  private readonly lines = new TextLines((text) => this.readLine(text))
  private columns: readonly number[] | null = null
  private earliest: SimTime = Infinity
  private latest: SimTime = -Infinity
  private reference: SimTime | null = null
  private readonly rows: TraceRows = { sequence: [], sent: [], arrived: [] }

  push(bytes: Uint8Array): boolean {
    return this.lines.push(bytes)
  }

  finish(name: string): Outcome<ChosenTrace> {
    this.lines.end()
    const { problem } = this.lines
    if (problem !== null) return { ok: false, problem }
    if (this.columns === null) return refuse('the file is empty')
    if (this.rows.sent.length === 0) return refuse('there is a header but no packet under it')
    return accept({ ...assembleTrace(name, this.rows), parts: [], part: null })
  }

  private readLine(text: string): void {
    if (this.columns === null) this.readHeader(text)
    else this.readRow(text.split(','), this.columns)
  }

  private readHeader(text: string): void {
    const names = withoutByteOrderMark(text)
      .split(',')
      .map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase())
    const missing = COLUMNS.filter((column) => !names.includes(column))
    if (missing.length === 0) this.columns = COLUMNS.map((column) => names.indexOf(column))
    else
      this.lines.fail(
        `the header must name the columns seq, send_ms and arrival_ms; ${missing.join(' and ')} ` +
          `${missing.length > 1 ? 'are' : 'is'} missing`,
      )
  }

  private readRow(cells: readonly string[], columns: readonly number[]): void {
    const [sequence, sent, arrived] = COLUMNS.map((name, i) => this.number(name, cells[columns[i] ?? -1]))
    if (sequence === undefined || sent === undefined || arrived === undefined) return
    if (sequence === null || sent === null)
      return this.lines.fail(`${sequence === null ? 'seq' : 'send_ms'} is empty`)
    if (!Number.isInteger(sequence)) return this.lines.fail(`seq ${sequence} is not a whole number`)
    if (this.rows.sent.length === MAX_PACKETS)
      return this.lines.fail(`the file has more than ${grouped(MAX_PACKETS)} packets; cut it into parts`)
    const time = fromMs(sent)
    this.earliest = Math.min(this.earliest, time)
    this.latest = Math.max(this.latest, time)
    const arrival = arrived === null ? Number.NaN : fromMs(arrived)
    if (this.latest - this.earliest > MAX_DURATION)
      return this.lines.fail(
        `send_ms ${sent} makes the trace longer than 24 hours; it begins at ${toMs(this.earliest)}`,
      )
    if (Math.abs(arrival - time - this.firstDelay(arrival - time)) > MAX_DURATION)
      return this.lines.fail(
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
      this.lines.fail(`the row has no ${column}: it ends too early`)
      return undefined
    }
    const text = cell.trim().replace(/^"|"$/g, '')
    if (text === '') return null
    const value = numberIn(text)
    if (Number.isNaN(value)) this.lines.fail(`${column} "${shorten(text)}" is not a number`)
    else if (Math.abs(value) > MAX_MS) this.lines.fail(`${column} ${shorten(text)} is out of all bounds`)
    else return value
    return undefined
  }
}
