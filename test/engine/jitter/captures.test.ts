import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { delaysOf, goodTrace, readTrace, verdictOn } from '../../support/import-trace.ts'
import {
  blocksOf,
  bytes,
  call,
  cooked1,
  cooked2,
  delayOf,
  epoch,
  ethernet,
  ipv4,
  ipv6,
  loopback,
  pcap,
  pcapng,
  rtp,
  rtpdump,
  udp,
  u16,
  u32,
  type Frame,
} from '../../support/packets.ts'

const CALL = call(60)
/** The delays of that call, told from the fastest packet. */
const FASTEST = Math.min(...Array.from({ length: 60 }, (_, i) => delayOf(i)))
const DELAYS = Array.from({ length: 60 }, (_, i) => delayOf(i) - FASTEST)

/** What is read of a file, and what must be when the call is in it. */
const readOf = (file: Uint8Array): unknown => {
  const read = goodTrace(file)
  const { sent, clockOffset, interval } = read.trace
  return { delays: delaysOf(read), sent: Array.from(sent), lost: read.lost, clockOffset, interval }
}
const THE_CALL = {
  delays: DELAYS,
  sent: Array.from({ length: 60 }, (_, i) => i * 20_000),
  lost: 0,
  clockOffset: 0,
  interval: 20_000,
}

/** The call, its datagrams wrapped otherwise. */
const wrapped = (wrap: (datagram: Uint8Array) => Uint8Array): Frame[] =>
  CALL.map(({ time }, i) => ({
    time,
    data: wrap(udp(rtp({ seq: (65_500 + i) & 0xffff, stamp: (0xffff_f000 + 160 * i) >>> 0 }))),
  }))

describe('a pcap', () => {
  it.each([
    [{ little: true }],
    [{ little: false }],
    [{ little: true, nanoseconds: true }],
    [{ little: false, nanoseconds: true }],
  ])('in the form %j is read', (form) => {
    expect(readOf(pcap(CALL, form))).toEqual(THE_CALL)
  })

  it('with nanoseconds keeps them until the end: a microsecond is not lost twice', () => {
    const frames = CALL.map(({ time, data }) => ({ time: time + 0.4, data }))
    expect(readOf(pcap(frames, { nanoseconds: true }))).toEqual(THE_CALL)
  })

  it('captured around midnight of 2038 and beyond goes on', () => {
    const late = CALL.map(({ time, data }) => ({
      time: time + (2 ** 31 - 1_700_000_000) * 1e6 - 500_000,
      data,
    }))
    expect(readOf(pcap(late))).toEqual(THE_CALL)
  })

  it.each<[string, number, (datagram: Uint8Array) => Uint8Array]>([
    ['Ethernet with a VLAN tag', 1, (d) => ethernet(ipv4(d), [0x8100])],
    ['Ethernet with two VLAN tags', 1, (d) => ethernet(ipv6(d), [0x88a8, 0x8100])],
    ['Linux cooked', 113, (d) => cooked1(ipv4(d))],
    ['Linux cooked, IPv6', 113, (d) => cooked1(ipv6(d))],
    ['Linux cooked 2', 276, (d) => cooked2(ipv4(d))],
    ['Linux cooked 2, IPv6', 276, (d) => cooked2(ipv6(d))],
    [
      'Linux cooked 2 with a VLAN tag',
      276,
      (d) => bytes(u16(0x8100), new Uint8Array(18), u16(5), u16(0x0800), ipv4(d)),
    ],
    ['raw IP', 101, (d) => ipv4(d)],
    ['raw IP as BSD numbers it', 12, (d) => ipv6(d)],
    ['raw IP as OpenBSD numbers it', 14, (d) => ipv4(d)],
    ['raw IPv6', 229, (d) => ipv6(d)],
    ['BSD loopback', 0, (d) => loopback(ipv4(d))],
    ['BSD loopback of the other byte order, IPv6', 0, (d) => loopback(ipv6(d), false)],
    ['OpenBSD loopback', 108, (d) => loopback(ipv4(d), false)],
  ])('of %s is read', (_, link, wrap) => {
    expect(readOf(pcap(wrapped(wrap), { link }))).toEqual(THE_CALL)
  })

  it.each<[string, (datagram: Uint8Array) => Uint8Array]>([
    ['IPv4 with options', (d) => ipv4(d, { options: 10 })],
    ['IPv6 with hop-by-hop options', (d) => ipv6(d, { extensions: [[0, new Uint8Array(7)]] })],
    [
      'IPv6 with routing, destination options and authentication',
      (d) =>
        ipv6(d, {
          extensions: [
            [43, bytes(2, new Uint8Array(22))],
            [60, new Uint8Array(7)],
            [51, bytes(4, new Uint8Array(22))],
          ],
        }),
    ],
    ['trailing bytes, as Ethernet pads short frames', (d) => bytes(ipv4(d), new Uint8Array(18))],
  ])('with %s is read', (_, wrap) => {
    expect(readOf(pcap(wrapped((d) => ethernet(wrap(d)))))).toEqual(THE_CALL)
  })

  it('takes RTP with sources, an extension and padding, and captured but in part', () => {
    const frames = CALL.map(({ time }, i) => {
      const data = ethernet(
        ipv4(
          udp(
            rtp({
              seq: (65_500 + i) & 0xffff,
              stamp: (0xffff_f000 + 160 * i) >>> 0,
              csrc: i % 3,
              ...(i % 2 === 0 ? { extension: i % 5 } : {}),
              padding: i % 4,
            }),
          ),
        ),
      )
      return { time, data: data.subarray(0, 14 + 20 + 8 + 12), original: data.length }
    })
    expect(readOf(pcap(frames))).toEqual(THE_CALL)
  })

  it('counts the first piece of an IP fragment, leaves out the others, and says so', () => {
    const pieces = CALL.flatMap(({ time }, i) => {
      const datagram = udp(
        rtp({ seq: (65_500 + i) & 0xffff, stamp: (0xffff_f000 + 160 * i) >>> 0, media: 400 }),
      )
      return [
        { time, data: ethernet(ipv4(datagram.subarray(0, 208), { fragment: 0x2000 })) },
        { time: time + 300, data: ethernet(ipv4(datagram.subarray(208), { fragment: 26 })) },
      ]
    })
    expect(readOf(pcap(pieces))).toEqual(THE_CALL)
    expect(goodTrace(pcap(pieces)).notices.at(-1)).toBe(
      '60 packets came in pieces (IP fragments); each counts as there with its first piece',
    )
    const six = CALL.map(({ time }, i) => ({
      time,
      data: ethernet(
        ipv6(udp(rtp({ seq: (65_500 + i) & 0xffff, stamp: (0xffff_f000 + 160 * i) >>> 0 })), {
          extensions: [[44, bytes(0, u16(i % 2 === 0 ? 1 : 0), u32(9))]],
        }),
      ),
    }))
    expect(readOf(pcap(six))).toEqual(THE_CALL)
    expect(goodTrace(pcap(six)).notices.at(-1)).toMatch(/^30 packets came in pieces/)
  })

  it('is read up to where it was cut off, and that is said', () => {
    const whole = pcap(CALL)
    const record = 16 + at(CALL, 0).data.length
    const cut = whole.subarray(0, 24 + 40 * record + 5)
    const { packets, notices } = goodTrace(cut)
    expect(packets).toBe(40)
    expect(notices.at(-1)).toBe(
      `the file ends in the middle of what begins at byte ${(24 + 40 * record).toLocaleString('en')}; all before that was read`,
    )
  })

  it('gives the same wherever it is cut into pieces', () => {
    const file = pcap(call(5))
    const whole = readTrace(file)
    for (let place = 0; place <= file.length; place++)
      expect(readTrace([file.subarray(0, place), file.subarray(place)])).toEqual(whole)
    expect(readTrace(Array.from(file, (_, i) => file.subarray(i, i + 1)))).toEqual(whole)
  })
})

describe('a pcapng', () => {
  it.each([[true], [false]])('is read (little endian: %s)', (little) => {
    expect(readOf(pcapng(CALL, little))).toEqual(THE_CALL)
  })

  it.each([
    ['milliseconds', 3, 1_000n],
    ['nanoseconds', 9, 1_000_000_000n],
    ['2^-20 of a second', 128 + 20, 1n << 20n],
    ['picoseconds', 12, 1_000_000_000_000n],
  ])('with times in %s is read', (_, resolution, perSecond) => {
    const make = blocksOf()
    const units = (time: number): bigint => (epoch(time) * perSecond) / 1_000_000n
    const file = bytes(
      make.section(),
      make.interface(1, { resolution }),
      ...CALL.map(({ time, data }) => make.packet(0, units(time), data)),
    )
    const coarse = perSecond < 1_000_000n ? 1_000 : 1
    const delays = delaysOf(goodTrace(file))
    for (const [i, delay] of delays.entries())
      expect(Math.abs(delay - at(DELAYS, i))).toBeLessThanOrEqual(coarse)
  })

  it('with several interfaces, each with its own link type, unit and offset, has one clock', () => {
    const make = blocksOf(false)
    const file = bytes(
      make.section(),
      make.interface(1),
      make.interface(101, { resolution: 9 }),
      make.interface(113, { resolution: 128 + 30, offset: 1_600_000_000 }),
      make.block(4, new Uint8Array(40)), // names of hosts
      ...CALL.map(({ time, data }, i) => {
        const ip = data.subarray(14)
        if (i % 3 === 0) return make.packet(0, epoch(time), data)
        if (i % 3 === 1) return make.packet(1, epoch(time) * 1_000n, ip)
        const since = epoch(time) - 1_600_000_000_000_000n
        return make.packet(2, (since * (1n << 30n) + 500_000n) / 1_000_000n, cooked1(ip))
      }),
      make.block(5, new Uint8Array(16)), // statistics
    )
    expect(readOf(file)).toEqual(THE_CALL)
  })

  it('with a second section, of the other byte order and other interfaces, goes on', () => {
    const [here, there] = [blocksOf(true), blocksOf(false)]
    const file = bytes(
      here.section(),
      here.interface(1),
      ...CALL.slice(0, 30).map(({ time, data }) => here.packet(0, epoch(time), data)),
      there.section(),
      there.interface(101, { resolution: 9 }),
      ...CALL.slice(30).map(({ time, data }) => there.packet(0, epoch(time) * 1_000n, data.subarray(14))),
    )
    expect(readOf(file)).toEqual(THE_CALL)
  })

  it('with the packet blocks of old is read', () => {
    const make = blocksOf()
    expect(
      readOf(
        bytes(
          make.section(),
          make.interface(1),
          ...CALL.map(({ time, data }) => make.oldPacket(0, epoch(time), data)),
        ),
      ),
    ).toEqual(THE_CALL)
  })

  it('leaves out packets without a time, and says so', () => {
    const make = blocksOf()
    const [first, ...others] = CALL
    const file = bytes(
      make.section(),
      make.interface(1),
      make.simplePacket(at([first], 0)?.data ?? new Uint8Array()),
      ...others.map(({ time, data }) => make.packet(0, epoch(time), data)),
    )
    const { packets, notices } = goodTrace(file)
    expect(packets).toBe(59)
    expect(notices.at(-1)).toBe('1 packet without a time of arrival were left out')
    const none = bytes(make.section(), make.interface(1), ...CALL.map(({ data }) => make.simplePacket(data)))
    expect(verdictOn(none)).toBe('there is no RTP stream in its 60 packets: 60 without a time')
  })

  it('names the interfaces it cannot read', () => {
    const make = blocksOf()
    const file = bytes(
      make.section(),
      make.interface(1),
      make.interface(127),
      ...CALL.map(({ time, data }) => make.packet(0, epoch(time), data)),
      make.packet(1, epoch(0), new Uint8Array(50)),
    )
    expect(goodTrace(file).notices.at(-1)).toBe(
      'packets of link type 127 are not read, only Ethernet, Linux cooked (1 and 2), raw IP and BSD loopback',
    )
  })
})

describe('an rtpdump', () => {
  const packets = CALL.map(({ time }, i) => ({
    time,
    rtp: rtp({ seq: (65_500 + i) & 0xffff, stamp: (0xffff_f000 + 160 * i) >>> 0 }),
  }))

  it('is read, to the millisecond, with RTCP in it', () => {
    const file = rtpdump(packets.flatMap((packet) => [packet, { time: packet.time, rtp: null }]))
    const { trace, notices, packets: count } = goodTrace(file)
    expect(count).toBe(60)
    const whole = packets.map(({ time }, i) => Math.round(time / 1_000) * 1_000 - i * 20_000)
    const least = Math.min(...whole)
    expect(Array.from(trace.arrived, (time, i) => time - at(trace.sent, i))).toEqual(
      whole.map((delay) => delay - least),
    )
    expect(notices.at(-1)).toBe('rtpdump keeps arrivals in whole milliseconds')
  })

  it('may keep only the headers of packets', () => {
    const file = rtpdump(packets)
    const short = bytes(
      file.subarray(0, file.indexOf(10) + 17),
      ...packets.flatMap(({ time, rtp: packet }) => [
        u16(8 + 12),
        u16(packet.length),
        u32(Math.round(time / 1_000)),
        packet.subarray(0, 12),
      ]),
    )
    expect(goodTrace(short).trace).toEqual(goodTrace(file).trace)
  })
})
