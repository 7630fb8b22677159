import { refuse, type Outcome, type Problem } from '../../../shared/outcome.ts'
import type { Wish } from '../../kernel/simulation.ts'
import { CsvTraceReader } from './csv-trace.ts'
import { isPcap, PcapReader } from './pcap.ts'
import { isPcapng, PcapngReader } from './pcapng.ts'
import { isRtpdump, RtpdumpReader } from './rtpdump.ts'
import type { ChosenTrace, TraceReader } from './trace-reader.ts'
import { isWiresharkCsv, WiresharkCsvReader } from './wireshark-csv.ts'

/** Enough to know every binary format by. */
const MAGIC_LENGTH = 12
/** No first line is longer. */
const MAX_FIRST_LINE = 1_000
const NEWLINE = 10
const RETURN = 13

/** What is packed, or has packets in a way that is not read, by its first bytes. */
const NOT_READ: readonly (readonly [bytes: readonly number[], why: string])[] = [
  [
    [0x1f, 0x8b],
    'this file is packed with gzip; unpack it first (gunzip), so that its size is known before it is read',
  ],
  [[0x28, 0xb5, 0x2f, 0xfd], 'this file is packed with zstd; unpack it first'],
  [[0x04, 0x22, 0x4d, 0x18], 'this file is packed with lz4; unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'this file is packed with xz; unpack it first'],
  [
    [0x34, 0xcd, 0xb2, 0xa1],
    'this is a changed kind of pcap (with longer records); save it as pcapng with Wireshark',
  ],
  [
    [0xa1, 0xb2, 0xcd, 0x34],
    'this is a changed kind of pcap (with longer records); save it as pcapng with Wireshark',
  ],
  [[0x73, 0x6e, 0x6f, 0x6f, 0x70, 0], 'this is a snoop capture; save it as pcapng with Wireshark'],
  [[0x47, 0x4d, 0x42, 0x55], 'this is a capture of Network Monitor; save it as pcapng with Wireshark'],
]

/** Reads a trace in any of the known formats, told apart by how they begin; what a file is called says nothing. */
export class AnyTraceReader implements TraceReader {
  private readonly wish: Wish | null
  private head: number[] = []
  private reader: TraceReader | null = null
  private problem: Problem | null = null

  /** `wish` names a stream, for files that have several. */
  constructor(wish: Wish | null) {
    this.wish = wish
  }

  push(bytes: Uint8Array): boolean {
    if (this.problem !== null) return false
    if (this.reader !== null) return this.reader.push(bytes)
    const wanted = MAX_FIRST_LINE + 1 - this.head.length
    this.head.push(...bytes.subarray(0, wanted))
    if (!isTelling(this.head)) return true
    return this.begin() && this.push(bytes.subarray(wanted))
  }

  finish(name: string): Outcome<ChosenTrace> {
    if (this.reader === null && this.problem === null) this.begin()
    if (this.problem !== null || this.reader === null)
      return { ok: false, problem: this.problem ?? { what: 'the file is empty' } }
    const outcome = this.reader.finish(name)
    if (outcome.ok && outcome.value.parts.length === 0 && this.wish !== null && 'part' in this.wish)
      return refuse('a trace with the columns seq, send_ms and arrival_ms has no streams to choose from')
    return outcome
  }

  /** Chooses a reader by the bytes that came so far and hands them to it. */
  private begin(): boolean {
    const head = Uint8Array.from(this.head)
    const [, why] = NOT_READ.find(([magic]) => magic.every((byte, i) => head[i] === byte)) ?? []
    if (why !== undefined) {
      this.problem = { what: why }
      return false
    }
    this.reader = readerFor(head, this.wish)
    this.head = []
    return this.reader.push(head)
  }
}

function readerFor(head: Uint8Array, wish: Wish | null): TraceReader {
  if (isPcapng(head)) return new PcapngReader(wish)
  if (isPcap(head)) return new PcapReader(wish)
  if (isRtpdump(head)) return new RtpdumpReader(wish)
  return isWiresharkCsv(firstLine(head)) ? new WiresharkCsvReader(wish) : new CsvTraceReader()
}

/** Whether the first bytes of a file tell what it is: all formats but text by a few of them, text by its first line. */
function isTelling(head: readonly number[]): boolean {
  if (head.length > MAX_FIRST_LINE) return true
  if (head.length < MAGIC_LENGTH) return false
  return firstLineEnd(head) >= 0
}

const isBreak = (byte: number | undefined): boolean => byte === NEWLINE || byte === RETURN

const firstLineStart = (head: ArrayLike<number>): number => {
  let start = 0
  while (isBreak(head[start])) start += 1
  return start
}

const firstLineEnd = (head: readonly number[]): number => head.indexOf(NEWLINE, firstLineStart(head))

function firstLine(head: Uint8Array): string {
  const start = firstLineStart(head)
  const end = head.indexOf(NEWLINE, start)
  return String.fromCharCode(...head.subarray(start, end < 0 ? head.length : end))
}
