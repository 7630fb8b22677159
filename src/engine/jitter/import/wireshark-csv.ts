import { at } from '../../../shared/assert.ts'
import { refuse, type Outcome } from '../../../shared/outcome.ts'
import { counted, grouped } from '../../../shared/words.ts'
import type { Wish } from '../../kernel/simulation.ts'
import { MAX_RTP_PACKETS } from './rtp-streams.ts'
import { traceOfRtp } from './rtp-trace.ts'
import { chooseTrace, type TraceSource } from './streams-trace.ts'
import { numberIn, TextLines, withoutByteOrderMark } from './text-lines.ts'
import type { ChosenTrace, TraceReader } from './trace-reader.ts'
import { recoverPackets, type AnalysisRows } from './wireshark-times.ts'
import { shorten } from './words.ts'

/** The columns that are read, and where they stand in a file without a header (Wireshark 2 and 3). */
const COLUMNS = { packet: 0, sequence: 1, delta: 2, jitter: 3, skew: 4, marker: 6 }
type Columns = Readonly<typeof COLUMNS>
const WIDTH = 8
const MAX_SECTIONS = 1_000
const MAX_MS = 1e12

/** A stream of the file: what stands under its name. */
interface Section {
  readonly id: string
  readonly path: string
  readonly rows: AnalysisRows
}

const ARROW = '\u00e2\u0086\u0092' // "→" in UTF-8, a character a byte

/** Whether a file whose first line is this is Wireshark's. Translated headers keep their "(ms)". */
export function isWiresharkCsv(firstLine: string): boolean {
  const line = withoutByteOrderMark(firstLine).trim().replaceAll('"', '').toLowerCase()
  if (line.startsWith('packet,sequence,') || line === 'forward' || line === 'reverse') return true
  return /\(0x[0-9a-f]{1,8}\)$/.test(line) || line.split('(ms)').length > 2
}

/**
 * Reads what Wireshark saves from Telephony > RTP > RTP Stream Analysis: for each stream a line with its name, and a row
 * a packet with the time since the one before (Delta) and the lead of its timestamp over its arrival (Skew). Of these
 * follow the times of arrival and of sending. Takes the files of all its versions: without a header (2 and 3), with
 * one (4), and with one for each direction and more columns (1).
 * Source: ui/qt/rtp_analysis_dialog.cpp and ui/gtk/rtp_analysis.c of Wireshark.
 */
export class WiresharkCsvReader implements TraceReader {
  private readonly wish: Wish | null
  private readonly lines = new TextLines((text) => this.readLine(text))
  private columns: Columns = COLUMNS
  private hasNewHeader = false
  private readonly sections: Section[] = []
  private count = 0

  constructor(wish: Wish | null) {
    this.wish = wish
  }

  push(bytes: Uint8Array): boolean {
    return this.lines.push(bytes)
  }

  finish(name: string): Outcome<ChosenTrace> {
    this.lines.end()
    const { problem } = this.lines
    if (problem !== null) return { ok: false, problem }
    const filled = this.sections.filter(({ rows }) => rows.sequence.length > 0)
    if (filled.length === 0) return refuse('there is a header but no packet under it')
    const own = filled.filter((section, i) => !filled.slice(0, i).some((earlier) => isSame(earlier, section)))
    const sources = own.map(sourceOf).sort((a, b) => b.count - a.count)
    return chooseTrace(name, sources, this.wish, repeatsTold(filled.length - own.length))
  }

  private readLine(text: string): void {
    const cells = cellsOf(withoutByteOrderMark(text))
    if (/^\d+$/.test(at(cells, 0))) this.readRow(cells)
    else if (cells.length >= WIDTH) this.readHeader(cells)
    else if (cells.length === 1) this.beginSection(at(cells, 0))
    else this.lines.fail(`"${shorten(text)}" is neither a packet nor the name of a stream`)
  }

  /** Names of columns; those of a translated Wireshark stand in the usual order. */
  private readHeader(cells: readonly string[]): void {
    const names = cells.map((cell) => /^[a-z]*/.exec(cell.toLowerCase())?.[0] ?? '')
    this.hasNewHeader = cells.length === WIDTH
    if (names[0] !== 'packet') return
    const missing = Object.keys(COLUMNS).filter((name) => !names.includes(name))
    if (missing.length > 0)
      this.lines.fail(`the header must name the columns of Wireshark; ${missing.join(', ')} missing`)
    else
      this.columns = {
        packet: 0,
        sequence: names.indexOf('sequence'),
        delta: names.indexOf('delta'),
        jitter: names.indexOf('jitter'),
        skew: names.indexOf('skew'),
        marker: names.indexOf('marker'),
      }
  }

  private beginSection(name: string): void {
    if (this.sections.length === MAX_SECTIONS)
      return this.lines.fail(`the file has more than ${grouped(MAX_SECTIONS)} streams`)
    const [, path = '', ssrc] = /^(.*?)\s*\(0x([0-9a-f]{1,8})\)$/i.exec(name) ?? []
    const plain =
      ssrc === undefined ? shorten(name.toLowerCase()) : `0x${ssrc.toLowerCase().padStart(8, '0')}`
    const earlier = this.sections.filter(({ id }) => id.replace(/-\d+$/, '') === plain).length
    this.sections.push({
      id: earlier === 0 ? plain : `${plain}-${earlier + 1}`,
      path: path.replace(ARROW, '→'),
      rows: {
        sequence: [],
        delta: [],
        jitter: [],
        skew: [],
        isMarked: [],
        isEvent: [],
        mayBeNew: this.hasNewHeader,
      },
    })
  }

  private readRow(cells: readonly string[]): void {
    if (this.sections.length === 0) this.beginSection('stream')
    const { rows } = at(this.sections, this.sections.length - 1)
    const sequence = this.number(cells, 'sequence')
    const delta = this.number(cells, 'delta')
    const jitter = this.number(cells, 'jitter')
    const skew = this.number(cells, 'skew')
    if (sequence === null || delta === null || jitter === null || skew === null) return
    if (!Number.isInteger(sequence) || sequence < 0 || sequence > 0xffff)
      return this.lines.fail(`sequence ${sequence} is not a whole number from 0 to 65,535`)
    if (this.count === MAX_RTP_PACKETS)
      return this.lines.fail(`the file has more than ${grouped(MAX_RTP_PACKETS)} packets; cut it into parts`)
    this.count += 1
    rows.sequence.push(sequence)
    rows.delta.push(delta)
    rows.jitter.push(jitter)
    rows.skew.push(skew)
    rows.isMarked.push(cells[this.columns.marker] === 'SET')
    rows.isEvent.push(cells.some((cell) => cell.endsWith('telephone/event')))
  }

  /** The number in a cell; null after a refusal. Where numbers stand in quotes their point may be a comma. */
  private number(cells: readonly string[], column: keyof Columns): number | null {
    const text = cells[this.columns[column]]
    if (text === undefined) this.lines.fail(`the row has no ${column}: it ends too early`)
    else {
      const value = numberIn(text.replace(',', '.'))
      if (Math.abs(value) <= MAX_MS) return value
      this.lines.fail(
        `${column} "${shorten(text)}" is ${Number.isNaN(value) ? 'not a number' : 'out of all bounds'}`,
      )
    }
    return null
  }
}

/** Cells between commas, or in quotes, which may have commas in them. */
const cellsOf = (line: string): string[] =>
  (line.match(/(?:^|,)(?:\s*"[^"]*"\s*|[^,]*)/g) ?? [line]).map((cell) =>
    cell.replace(/^,/, '').trim().replace(/^"|"$/g, ''),
  )

function sourceOf({ id, path, rows }: Section): TraceSource & { readonly count: number } {
  const count = rows.sequence.length
  const about = path === '' ? '' : `${path}, `
  return {
    id,
    count,
    label: `${id} (${about}${counted(count, 'packet')})`,
    make(name) {
      const recovered = recoverPackets(rows)
      if (!recovered.ok) return recovered
      const made = traceOfRtp(name, recovered.value.packets, {
        perSecond: 1_000_000,
        why: 'as the columns Delta and Skew have them',
      })
      if (!made.ok) return made
      return {
        ok: true,
        value: { ...made.value, notices: [...made.value.notices, ...recovered.value.notices] },
      }
    },
  }
}

/** Wireshark 2 wrote the forward stream once more where it should have written the reverse one. */
const isSame = (a: Section, b: Section): boolean =>
  (['sequence', 'delta', 'skew'] as const).every(
    (column) =>
      a.rows[column].length === b.rows[column].length &&
      a.rows[column].every((value, i) => value === b.rows[column][i]),
  )

const repeatsTold = (count: number): string[] =>
  count === 0
    ? []
    : ['a part of the file repeats an earlier one word for word, as Wireshark 2 wrote it, and was left out']
