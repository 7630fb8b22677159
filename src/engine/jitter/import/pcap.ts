import { refuse, type Outcome, type Problem } from '../../../shared/outcome.ts'
import { grouped } from '../../../shared/words.ts'
import type { Wish } from '../../kernel/simulation.ts'
import { SECOND } from '../../kernel/time.ts'
import type { ByteQueue } from './byte-queue.ts'
import { Capture } from './capture.ts'
import { isKnownLink, KNOWN_LINKS } from './ip-datagram.ts'
import { cutShort, MAX_RECORD, placeOf, RecordReader } from './record-reader.ts'
import type { ChosenTrace, TraceReader } from './trace-reader.ts'

const FILE_HEADER = 24
const RECORD_HEADER = 16

/** The first four bytes, in the writer's own order: its seconds have millionths, or thousand-millionths. */
const MICROSECONDS = 0xa1b2c3d4
const NANOSECONDS = 0xa1b23c4d

interface Header {
  readonly little: boolean
  /** Parts of a microsecond in its fractions of a second. */
  readonly parts: number
  readonly link: number
}

/** Whether a file that begins with these bytes is a pcap. */
export const isPcap = (head: Uint8Array): boolean => headerOrder(head) !== null

/**
 * Reads a pcap, the file of tcpdump and of Wireshark's older days: a header, then a record a packet. In either byte
 * order, with times in microseconds or nanoseconds.
 * Source: draft-ietf-opsawg-pcap.
 */
export class PcapReader implements TraceReader {
  private readonly capture: Capture
  private readonly records = new RecordReader((queue) => this.take(queue))
  private header: Header | null = null
  private firstSecond: number | null = null

  constructor(wish: Wish | null) {
    this.capture = new Capture(wish)
  }

  push(bytes: Uint8Array): boolean {
    return this.records.push(bytes)
  }

  finish(name: string): Outcome<ChosenTrace> {
    const { problem } = this.records
    if (problem !== null) return { ok: false, problem }
    if (this.header === null) return refuse('the file ends within its header')
    return this.capture.finish(name, cutShort(this.records))
  }

  private take(queue: ByteQueue): number | Problem {
    if (this.header === null) return this.takeHeader(queue)
    const { little, parts, link } = this.header
    if (queue.length < RECORD_HEADER) return 0
    const length = queue.u32(8, little)
    const where = placeOf('packet', this.capture.count + 1, queue.taken)
    if (length > MAX_RECORD)
      return {
        what: `it claims ${grouped(length)} bytes, and no packet has more than ${grouped(MAX_RECORD)}: the file is damaged here`,
        where,
      }
    if (queue.length < RECORD_HEADER + length) return 0
    const second = queue.u32(0, little)
    this.firstSecond ??= second
    const time = (second - this.firstSecond) * SECOND + queue.u32(4, little) / parts
    this.capture.addFrame(link, queue.bytes(RECORD_HEADER, RECORD_HEADER + length), time)
    const { limit } = this.capture
    return limit === null ? RECORD_HEADER + length : { what: limit, where }
  }

  private takeHeader(queue: ByteQueue): number | Problem {
    if (queue.length < FILE_HEADER) return 0
    const order = headerOrder(queue.bytes(0, 4))
    if (order === null) return { what: 'this is no pcap', where: 'byte 0' }
    const link = queue.u32(20, order.little) & 0xffff
    if (!isKnownLink(link))
      return { what: `captures of link type ${link} are not read, only ${KNOWN_LINKS}`, where: 'byte 20' }
    this.header = { ...order, link }
    return FILE_HEADER
  }
}

function headerOrder(head: Uint8Array): Omit<Header, 'link'> | null {
  const [a = 0, b = 0, c = 0, d = 0] = head
  const big = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
  const small = ((d << 24) | (c << 16) | (b << 8) | a) >>> 0
  if (big === MICROSECONDS) return { little: false, parts: 1 }
  if (big === NANOSECONDS) return { little: false, parts: 1_000 }
  if (small === MICROSECONDS) return { little: true, parts: 1 }
  if (small === NANOSECONDS) return { little: true, parts: 1_000 }
  return null
}
