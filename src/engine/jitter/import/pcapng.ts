import { refuse, type Outcome, type Problem } from '../../../shared/outcome.ts'
import { grouped } from '../../../shared/words.ts'
import type { Wish } from '../../kernel/simulation.ts'
import type { ByteQueue } from './byte-queue.ts'
import { Capture } from './capture.ts'
import { isKnownLink, KNOWN_LINKS } from './ip-datagram.ts'
import { CaptureClock, type TimeUnit } from './pcapng-time.ts'
import { cutShort, MAX_RECORD, placeOf, RecordReader } from './record-reader.ts'
import type { ChosenTrace, TraceReader } from './trace-reader.ts'

/** Blocks that are read. The first one's number is the same in either byte order. */
const BLOCK = { section: 0x0a0d0d0a, interface: 1, oldPacket: 2, simplePacket: 3, packet: 6 } as const
const MAGIC = 0x1a2b3c4d
const OPTION = { end: 0, resolution: 9, offset: 14 } as const

/** Type, length, and the length again. */
const FRAME = 12
/** Packets may have comments beside them. */
const MAX_BLOCK = MAX_RECORD + 1_000_000
const MAX_INTERFACES = 1_000

interface Interface {
  readonly link: number
  readonly unit: TimeUnit
}

/** Whether a file that begins with these bytes is a pcapng. */
export const isPcapng = (head: Uint8Array): boolean =>
  head[0] === 0x0a && head[1] === 0x0d && head[2] === 0x0d && head[3] === 0x0a

/**
 * Reads a pcapng, what Wireshark writes: blocks, of which those with packets, and what must be known of the interfaces
 * they came by, are read; the others are left out unseen. Several sections, byte orders and interfaces may be in one.
 * Source: draft-ietf-opsawg-pcapng.
 */
export class PcapngReader implements TraceReader {
  private readonly capture: Capture
  private readonly records = new RecordReader((queue) => this.take(queue))
  private readonly clock = new CaptureClock()
  private little = true
  private blocks = 0
  private interfaces: Interface[] = []
  private readonly strangeLinks = new Set<number>()

  constructor(wish: Wish | null) {
    this.capture = new Capture(wish)
  }

  push(bytes: Uint8Array): boolean {
    return this.records.push(bytes)
  }

  finish(name: string): Outcome<ChosenTrace> {
    const { problem } = this.records
    if (problem !== null) return { ok: false, problem }
    if (this.blocks === 0) return refuse('the file ends within its header')
    const strange = [...this.strangeLinks].map((link) => `link type ${link}`)
    const told =
      strange.length === 0 ? [] : [`packets of ${strange.join(', ')} are not read, only ${KNOWN_LINKS}`]
    return this.capture.finish(name, [...told, ...cutShort(this.records)])
  }

  /** One block. */
  private take(queue: ByteQueue): number | Problem {
    if (queue.length < FRAME) return 0
    const fail = (what: string): Problem => ({ what, where: placeOf('block', this.blocks + 1, queue.taken) })
    const isSection = queue.u32(0, true) === BLOCK.section
    if (isSection) {
      const magic = queue.u32(8, true)
      if (magic !== MAGIC && queue.u32(8, false) !== MAGIC)
        return fail('a section begins here, but not as one must: the file is damaged')
      this.little = magic === MAGIC
    } else if (this.blocks === 0) return fail('this is no pcapng')
    const type = queue.u32(0, this.little)
    const length = queue.u32(4, this.little)
    if (length < FRAME || length % 4 !== 0)
      return fail(`it claims ${grouped(length)} bytes, which no block can have: the file is damaged here`)
    if (!isRead(type)) return this.done(length)
    if (length > MAX_BLOCK)
      return fail(
        `it claims ${grouped(length)} bytes, and no packet has more than ${grouped(MAX_RECORD)}: the file is damaged here`,
      )
    if (queue.length < length) return 0
    if (queue.u32(length - 4, this.little) !== length)
      return fail('its length is another one at its end than at its beginning: the file is damaged here')
    const problem = this.readBlock(type, queue, length)
    if (problem !== null) return fail(problem)
    return this.done(length)
  }

  private done(length: number): number {
    this.blocks += 1
    return length
  }

  private readBlock(type: number, queue: ByteQueue, length: number): string | null {
    switch (type) {
      case BLOCK.section:
        return this.readSection(queue, length)
      case BLOCK.interface:
        return this.readInterface(queue, length)
      case BLOCK.simplePacket:
        return this.readSimplePacket(queue, length)
      default:
        return this.readPacket(type, queue, length)
    }
  }

  private readSection(queue: ByteQueue, length: number): string | null {
    if (length < 28) return 'a section is too short to say what it is: the file is damaged here'
    const version = queue.u16(12, this.little)
    if (version !== 1) return `it is of version ${version} of the format; only 1 is known`
    this.interfaces = []
    return null
  }

  private readInterface(queue: ByteQueue, length: number): string | null {
    if (length < 20) return 'an interface is too short to say what it is: the file is damaged here'
    if (this.interfaces.length >= MAX_INTERFACES)
      return `there are more than ${grouped(MAX_INTERFACES)} interfaces`
    this.interfaces.push({
      link: queue.u16(8, this.little),
      unit: this.readUnit(queue, length),
    })
    return null
  }

  /** In what units an interface tells time: options that come with it. */
  private readUnit(queue: ByteQueue, length: number): TimeUnit {
    const unit: { -readonly [key in keyof TimeUnit]: TimeUnit[key] } = { base: 10, exponent: 6, offset: 0n }
    let at = 16
    while (at + 4 <= length - 4) {
      const code = queue.u16(at, this.little)
      const size = queue.u16(at + 2, this.little)
      if (code === OPTION.end || at + 4 + size > length - 4) break
      if (code === OPTION.resolution && size === 1) {
        const value = queue.u8(at + 4)
        unit.base = value >= 128 ? 2 : 10
        unit.exponent = value & 127
      }
      if (code === OPTION.offset && size === 8) {
        const [high, low] = this.little ? [at + 8, at + 4] : [at + 4, at + 8]
        const seconds = (BigInt(queue.u32(high, this.little)) << 32n) | BigInt(queue.u32(low, this.little))
        unit.offset = BigInt.asIntN(64, seconds)
      }
      at += 4 + size + ((4 - (size % 4)) % 4)
    }
    return unit
  }

  /** A packet with its interface and time; the older block of that kind has them at nearly the same places. */
  private readPacket(type: number, queue: ByteQueue, length: number): string | null {
    const { little } = this
    if (length < 32) return 'a packet is too short to say what it is: the file is damaged here'
    const number = type === BLOCK.oldPacket ? queue.u16(8, little) : queue.u32(8, little)
    const captured = queue.u32(20, little)
    if (captured > length - 32)
      return `packet ${grouped(this.capture.count + 1)} claims ${grouped(captured)} bytes, and its block has room for ${grouped(length - 32)}`
    const from = this.interfaces[number]
    if (from === undefined)
      return `packet ${grouped(this.capture.count + 1)} came by interface ${number}, which the file does not describe`
    if (!isKnownLink(from.link)) this.strangeLinks.add(from.link)
    const time = this.clock.microseconds(queue.u32(12, little), queue.u32(16, little), from.unit)
    this.capture.addFrame(from.link, queue.bytes(28, 28 + captured), time)
    return this.capture.limit
  }

  /** A packet without a time: it can only be counted. */
  private readSimplePacket(queue: ByteQueue, length: number): string | null {
    const [from] = this.interfaces
    if (length < 16) return 'a packet is too short to say what it is: the file is damaged here'
    if (from === undefined) return 'a packet came before any interface was described'
    this.capture.addFrame(from.link, queue.bytes(12, length - 4), null)
    return null
  }
}

const isRead = (type: number): boolean => Object.values(BLOCK).some((known) => known === type)
