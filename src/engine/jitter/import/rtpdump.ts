import { refuse, type Outcome, type Problem } from '../../../shared/outcome.ts'
import type { Wish } from '../../kernel/simulation.ts'
import { MILLISECOND } from '../../kernel/time.ts'
import type { ByteQueue } from './byte-queue.ts'
import { Capture } from './capture.ts'
import { cutShort, placeOf, RecordReader } from './record-reader.ts'
import type { ChosenTrace, TraceReader } from './trace-reader.ts'

const FIRST_LINE = '#!rtpplay1.0'
/** The line names an address and a port, of which none is longer. */
const MAX_LINE = 200
/** After the line: when it was recorded, and where. */
const FILE_HEADER = 16
const RECORD_HEADER = 8
const NEWLINE = 10

/** Whether a file that begins with these bytes is an rtpdump. */
export const isRtpdump = (head: Uint8Array): boolean =>
  String.fromCharCode(...head.subarray(0, FIRST_LINE.length)) === FIRST_LINE

/**
 * Reads what rtpdump of the RTP tools writes, and WebRTC with it: a line of text, a header, then a record a packet.
 * Source: rtptools, "rtpdump -F dump".
 */
export class RtpdumpReader implements TraceReader {
  private readonly capture: Capture
  private readonly records = new RecordReader((queue) => this.take(queue))
  private hasHeader = false

  constructor(wish: Wish | null) {
    this.capture = new Capture(wish)
  }

  push(bytes: Uint8Array): boolean {
    return this.records.push(bytes)
  }

  finish(name: string): Outcome<ChosenTrace> {
    const { problem } = this.records
    if (problem !== null) return { ok: false, problem }
    if (!this.hasHeader) return refuse('the file ends within its header')
    return this.capture.finish(name, cutShort(this.records), ['rtpdump keeps arrivals in whole milliseconds'])
  }

  private take(queue: ByteQueue): number | Problem {
    if (!this.hasHeader) return this.takeHeader(queue)
    if (queue.length < RECORD_HEADER) return 0
    const length = queue.u16(0, false)
    const onTheWire = queue.u16(2, false)
    const where = placeOf('packet', this.capture.count + 1, queue.taken)
    if (length < RECORD_HEADER)
      return {
        what: `it claims ${length} bytes, and its own header has ${RECORD_HEADER}: the file is damaged here`,
        where,
      }
    if (queue.length < length) return 0
    const time = queue.u32(4, false) * MILLISECOND
    const payload = queue.bytes(RECORD_HEADER, length)
    // No length on the wire is how this format marks RTCP.
    if (onTheWire === 0) this.capture.addRtcp()
    else this.capture.addPayload(payload.subarray(0, onTheWire), onTheWire, time)
    const { limit } = this.capture
    return limit === null ? length : { what: limit, where }
  }

  private takeHeader(queue: ByteQueue): number | Problem {
    const line = queue.bytes(0, Math.min(queue.length, MAX_LINE)).indexOf(NEWLINE)
    if (line < 0 && queue.length >= MAX_LINE)
      return { what: 'the first line of an rtpdump does not end', where: 'byte 0' }
    if (line < 0 || queue.length < line + 1 + FILE_HEADER) return 0
    this.hasHeader = true
    return line + 1 + FILE_HEADER
  }
}
