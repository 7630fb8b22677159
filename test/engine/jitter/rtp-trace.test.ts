import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { MAX_PACKETS } from '../../../src/engine/jitter/trace.ts'
import { at } from '../../../src/shared/assert.ts'
import { delaysOf, goodTrace, verdictOn } from '../../support/import-trace.ts'
import { frame, pcap, type Frame, type Rtp } from '../../support/packets.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** A packet, and when it was captured in milliseconds. */
type Timed = readonly [ms: number, packet: Rtp]

const fileOf = (packets: readonly Timed[]): Uint8Array =>
  pcap(packets.map(([ms, packet]): Frame => frame(ms * 1_000, packet)))

/** Packets of 20 ms at 8 kHz, `count` of them from number `seq` on, each `delay` ms on its way. */
const audio = (count: number, seq = 0, stamp = 0, delay = 0): Timed[] =>
  Array.from({ length: count }, (_, i): Timed => [
    i * 20 + delay,
    { seq: (seq + i) & 0xffff, stamp: (stamp + 160 * i) >>> 0 },
  ])

/** A frame of `pieces` packets at `ms`, a tenth of a millisecond apart, the last one marked. */
const picture = (ms: number, seq: number, stamp: number, pieces: number, marked = true): Timed[] =>
  Array.from({ length: pieces }, (_, i): Timed => [
    ms + i / 10,
    { seq: seq + i, stamp, type: 34, marker: marked && i === pieces - 1 },
  ])

const sentMs = (file: Uint8Array): number[] => Array.from(goodTrace(file).trace.sent, (time) => time / 1_000)
const delaysMs = (file: Uint8Array): number[] => delaysOf(goodTrace(file)).map((delay) => delay / 1_000)

describe('times', () => {
  it('of sending follow from timestamps, and delays are told from the fastest packet', () => {
    const file = fileOf([
      [50, { seq: 1, stamp: 1_000 }],
      [65, { seq: 2, stamp: 1_160 }],
      [130, { seq: 3, stamp: 1_320 }],
    ])
    expect(sentMs(file)).toEqual([0, 20, 40])
    expect(delaysMs(file)).toEqual([5, 0, 45])
    expect(goodTrace(file).notices).toEqual([
      'times of sending are the RTP timestamps at 8,000 Hz, the clock of PCMU; ' +
        'the fastest packet counts as 0 ms on its way, for how long it took nobody has recorded',
    ])
  })

  it('go on when sequence numbers and timestamps begin anew', () => {
    const file = fileOf(audio(300, 65_400, 0xffff_ff00))
    expect(sentMs(file)).toEqual(Array.from({ length: 300 }, (_, i) => i * 20))
    expect(new Set(delaysMs(file))).toEqual(new Set([0]))
  })

  it('go on when numbers wrap while packets overtake each other and are lost', () => {
    const packets = audio(200, 65_450, 0xffff_c000)
    const mixed = packets
      .filter((_, i) => i % 17 !== 5)
      .map(([ms, packet], i): Timed => [ms + (i % 11 === 3 ? 70 : 0), packet])
      .toSorted((a, b) => a[0] - b[0])
    const read = goodTrace(fileOf(mixed))
    expect([read.packets, read.lost]).toEqual([200, packets.length - mixed.length])
    expect(Array.from(read.trace.sent)).toEqual(Array.from({ length: 200 }, (_, i) => i * 20_000))
    expect(new Set(delaysOf(read).filter((delay) => !Number.isNaN(delay)))).toEqual(new Set([0, 70_000]))
  })

  it('survive a silence: timestamps jump with the arrivals, numbers do not', () => {
    const file = fileOf([...audio(10), ...audio(10, 10, 1_600 + 8 * 4_000, 4_200)])
    expect(sentMs(file).slice(9, 11)).toEqual([180, 4_200])
    expect(goodTrace(file).lost).toBe(0)
  })

  it('are set on where the source sets its clock anew, and that is said', () => {
    const file = fileOf([...audio(50), ...audio(50, 50, 0x9000_0000, 1_000)])
    expect(sentMs(file)).toEqual(Array.from({ length: 100 }, (_, i) => i * 20))
    expect(goodTrace(file).notices.at(-1)).toBe(
      "the source's clock jumped once; it is set on there as if that packet took as long as the one before",
    )
  })

  it('of packets that came at one moment keep their order', () => {
    const packets: Timed[] = [0, 1, 2, 3].map((i): Timed => [
      100,
      { seq: [2, 0, 3, 1][i] ?? 0, stamp: 160 * ([2, 0, 3, 1][i] ?? 0) },
    ])
    const { trace } = goodTrace(fileOf(packets))
    const order = Array.from(trace.arrived.keys()).sort(
      (a, b) => at(trace.arrived, a) - at(trace.arrived, b) || at(trace.sent, a) - at(trace.sent, b),
    )
    expect(order).toEqual([2, 0, 3, 1])
    expect(Math.max(...trace.arrived) - Math.min(...trace.arrived)).toBeLessThan(5)
  })

  it('longer than a day are refused', () => {
    const day = 86_400_000
    const steps = Array.from({ length: 2_000 }, (_, i): Timed => [
      i * 50_000,
      { seq: i, stamp: (i * 50_000 * 8) % 2 ** 32 },
    ])
    expect(50_000 * 1_999).toBeGreaterThan(day)
    expect(verdictOn(fileOf(steps))).toBe('the stream lasts 27.8 hours by its timestamps; 24 are the most')
  })
})

describe('packets that never came', () => {
  it('are counted as lost, and were sent between their neighbours', () => {
    const packets = audio(10).filter((_, i) => i !== 4 && i !== 5)
    const read = goodTrace(fileOf(packets))
    expect([read.packets, read.lost]).toEqual([10, 2])
    expect(sentMs(fileOf(packets))).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180])
    expect(read.notices.at(-1)).toBe(
      '2 packets never came: counted as lost, and as sent between their neighbours',
    )
  })

  it('are not made of a source that counts anew, nor of a stray number', () => {
    const anew = goodTrace(fileOf([...audio(50, 100), ...audio(50, 40_000, 8_000, 1_000)]))
    expect([anew.packets, anew.lost]).toEqual([100, 0])
    expect(anew.notices.at(-1)).toBe('the source counted anew once; what was missing there nobody knows')
    const stray = goodTrace(
      fileOf([...audio(20), [405, { seq: 30_000, stamp: 3_200 }], ...audio(20, 20, 3_200, 410)]),
    )
    expect([stray.packets, stray.lost]).toEqual([40, 0])
    expect(stray.notices.at(-1)).toBe('1 packet had numbers that fit nowhere and were left out')
  })

  it('may be up to 3,000 in a row', () => {
    const read = goodTrace(fileOf([...audio(10), ...audio(10, 3_009, 160 * 3_009, 3_009 * 20)]))
    expect([read.packets, read.lost]).toEqual([3_019, 2_999])
  })

  it('count when a run has too many', () => {
    const gappy = Array.from({ length: 200 }, (_, i): Timed => [
      i * 60_000,
      { seq: (i * 3_000) & 0xffff, stamp: (i * 3_000 * 160) % 2 ** 32 },
    ])
    // Pairs, so that it is a stream.
    const pairs = gappy.flatMap(([ms, packet]): Timed[] => [
      [ms, packet],
      [ms + 20, { seq: (packet.seq + 1) & 0xffff, stamp: packet.stamp + 160 }],
    ])
    expect(200 * 3_000).toBeGreaterThan(MAX_PACKETS)
    expect(verdictOn(fileOf(pairs))).toBe(
      'the stream has more than 500,000 packets, those counted that never came; cut the file into parts',
    )
  })
})

describe('packets that came twice', () => {
  it('are copies', () => {
    const packets = audio(10).flatMap(([ms, packet], i): Timed[] =>
      i % 3 === 0
        ? [
            [ms, packet],
            [ms + 5, packet],
          ]
        : [[ms, packet]],
    )
    const { trace, packets: count, notices } = goodTrace(fileOf(packets))
    expect(count).toBe(10)
    expect(Array.from(trace.copies.row)).toEqual([0, 3, 6, 9])
    expect(
      Array.from(trace.copies.arrived, (time, i) => time - at(trace.arrived, at(trace.copies.row, i))),
    ).toEqual([5_000, 5_000, 5_000, 5_000])
    expect(notices.at(-1)).toMatch(/^4 packets came twice, taken as copies made by the network/)
  })
})

describe('the clock', () => {
  const stream = (type: number, perSecond: number, step: number, jitter: number): Uint8Array =>
    fileOf(
      Array.from({ length: 200 }, (_, i): Timed => [
        (1_000 * i * step) / perSecond + ((i * 7_919) % jitter),
        { seq: i, stamp: i * step, type },
      ]),
    )

  it.each([
    [8_000, 160],
    [12_000, 240],
    [16_000, 320],
    [24_000, 480],
    [32_000, 640],
    [44_100, 882],
    [48_000, 960],
    [90_000, 3_000],
  ])('of a dynamic payload type is found out: %i Hz', (perSecond, step) => {
    const { notices, trace } = goodTrace(stream(111, perSecond, step, 60))
    expect(notices[0]).toMatch(
      new RegExp(
        `at ${perSecond.toLocaleString('en')} Hz, a guess: payload type 111 has no clock of its own`,
      ),
    )
    expect(trace.interval).toBeCloseTo((1e6 * step) / perSecond, 0)
  })

  it('of an odd kind is taken as it is', () => {
    expect(goodTrace(stream(96, 60_000, 1_200, 5)).notices[0]).toMatch(
      /at (59,9\d\d|60,0\d\d) Hz, as they advance on average: payload type 96 has no clock of its own, and no usual one is near/,
    )
  })

  it('of a static type is the table’s, with a word where the timestamps say otherwise', () => {
    expect(goodTrace(stream(9, 8_000, 160, 30)).notices[0]).toContain('at 8,000 Hz, the clock of G722;')
    expect(goodTrace(stream(8, 16_000, 320, 30)).notices[0]).toMatch(
      /at 8,000 Hz, the clock of PCMA, though the timestamps advance 1\d,\d\d\d a second;/,
    )
  })

  it('of two packets cannot be found out', () => {
    const file = fileOf([
      [0, { seq: 1, stamp: 0, type: 100 }],
      [0, { seq: 2, stamp: 3_000, type: 100 }],
    ])
    expect(goodTrace(file).notices[0]).toContain(
      'at 90,000 Hz: payload type 100 has no clock of its own, and the trace is too short to tell',
    )
  })
})

describe('several packets with one timestamp', () => {
  /** Ten frames, 3,000 ticks of 90 kHz apart, of which the i-th has i % 4 + 1 pieces. */
  const movie = (): Timed[] => {
    let seq = 100
    return Array.from({ length: 10 }, (_, i) => {
      const pieces = (i % 4) + 1
      seq += pieces
      return picture((i * 100) / 3, seq - pieces, i * 3_000, pieces)
    }).flat()
  }

  it('are a frame, which arrives with the last of them', () => {
    const read = goodTrace(fileOf(movie()))
    expect([read.packets, read.lost]).toEqual([10, 0])
    expect(delaysOf(read).map((delay) => Math.round(delay / 100))).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1])
    expect(read.notices[1]).toBe(
      'packets with one timestamp are one frame, which arrives with the last of them: 23 packets make 10 frames',
    )
  })

  it.each<[string, (packet: Timed, i: number) => boolean, readonly number[]]>([
    ['in the middle of a frame', (_, i) => i === 7, [3]],
    ['at the end of a frame, which lacks its mark', (_, i) => i === 9, [3]],
    ['at the beginning of a frame', (_, i) => i === 6, [3]],
    ['all of a frame', (_, i) => i >= 6 && i <= 9, [3]],
    ['the end of one frame and all of the next', (_, i) => i >= 5 && i <= 9, [2, 3]],
  ])('of which one never came make no frame: %s', (_, isMissing, lost) => {
    const read = goodTrace(fileOf(movie().filter((packet, i) => !isMissing(packet, i))))
    expect(read.packets).toBe(10)
    const gone = delaysOf(read).flatMap((delay, i) => (Number.isNaN(delay) ? [i] : []))
    expect(gone).toEqual(lost)
    expect(read.notices.at(-1)).toBe(
      `${lost.length} frame${lost.length === 1 ? '' : 's'} never came whole: counted as lost`,
    )
    expect(Array.from(read.trace.sent, (time) => Math.round(time / 1_000))).toEqual([
      0, 33, 67, 100, 133, 167, 200, 233, 267, 300,
    ])
  })

  it('may come again, late, or out of order', () => {
    const packets = movie()
    const again = [...packets, packets[3] ?? at(packets, 0), packets[20] ?? at(packets, 0)]
    const shuffled = again
      .map(([ms, packet], i): Timed => [ms + (i === 8 ? 40 : 0), packet])
      .toSorted((a, b) => a[0] - b[0])
    const read = goodTrace(fileOf(shuffled))
    expect([read.packets, read.lost]).toEqual([10, 0])
    expect(Math.round((delaysOf(read)[3] ?? 0) / 1_000)).toBe(40)
    expect(read.notices.at(-1)).toBe('2 packets of a frame came again and count once')
  })

  it('do not wait for padding that is sent to probe the network', () => {
    const packets = movie().map(([ms, packet]): Timed => [ms, { ...packet, seq: packet.seq * 2 }])
    const probes = packets.map(([ms, { seq, stamp }]): Timed => [
      ms + 15,
      { seq: seq + 1, stamp, type: 34, media: 0, padding: 120 },
    ])
    const read = goodTrace(fileOf([...packets, ...probes].toSorted((a, b) => a[0] - b[0])))
    expect([read.packets, read.lost]).toEqual([10, 0])
    expect(Math.max(...delaysOf(read))).toBeLessThan(1_000)
  })

  it('are telephone keys when the voice around them has one each', () => {
    const key = (i: number): Timed => [200 + i * 20, { seq: 10 + i, stamp: 1_600, type: 101, media: 4 }]
    const read = goodTrace(
      fileOf([...audio(10), key(0), key(1), key(2), key(3), ...audio(10, 14, 160 * 14, 280)]),
    )
    expect([read.packets, read.lost]).toEqual([20, 0])
    expect(Math.max(...delaysOf(read))).toBe(0)
    expect(read.notices.at(-1)).toBe(
      '4 packets of payload type 101 repeat a timestamp, as telephone keys do, and are not played',
    )
  })
})

describe('any stream', () => {
  /** Silences, losses, jitter, overtaking and copies over a wrap of both counters. */
  const journeys = fc.array(
    fc.record({
      silence: fc.oneof(
        { weight: 9, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 100 }) },
      ),
      delay: fc.option(fc.nat(400_000), { freq: 12 }),
      copy: fc
        .option(fc.nat(30_000), { freq: 1, nil: null })
        .map((copy) => (copy !== null && copy < 25_000 ? null : copy)),
    }),
    { minLength: 3, maxLength: 120 },
  )

  it('is read as it was sent: times, losses and copies', () => {
    fc.assert(
      fc.property(
        journeys,
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        (steps, seq, stamp) => {
          let ticks = 0
          const packets = steps.map(({ silence, delay, copy }, i) => {
            ticks += i === 0 ? 0 : 1 + silence
            // Nobody can tell of packets that were lost before the first or after the last.
            const isEdge = i === 0 || i === steps.length - 1
            return { sent: ticks * 20_000, ticks: ticks * 160, delay: isEdge ? (delay ?? 7) : delay, copy }
          })
          const frames = packets.flatMap(({ sent, ticks: own, delay, copy }, i) => {
            if (delay === null) return []
            const packet = { seq: (seq + i) & 0xffff, stamp: (stamp + own) % 2 ** 32 }
            const first = frame(sent + delay, packet)
            return copy === null ? [first] : [first, frame(sent + delay + copy + 1, packet)]
          })
          const inOrder = frames.toSorted((a, b) => a.time - b.time)
          // A stream begins with the number of the first packet that arrives; a late one before it still counts.
          const read = goodTrace(pcap(inOrder))
          const arrived = packets.filter(({ delay }) => delay !== null)
          const fastest = Math.min(...arrived.map(({ delay }) => delay ?? 0))
          expect([read.packets, read.lost]).toEqual([packets.length, packets.length - arrived.length])
          const delays = delaysOf(read)
          const isHere = ({ delay }: { readonly delay: number | null }): boolean => delay !== null
          expect(delays.map((delay) => !Number.isNaN(delay))).toEqual(packets.map(isHere))
          const sentAt = packets.map(({ sent }, i) => at(read.trace.sent, i) - sent)
          expect(sentAt.filter((difference, i) => difference !== 0 && isHere(at(packets, i)))).toEqual([])
          // Of packets of one moment each that overtakes another is a microsecond later.
          const off = packets.map(({ delay }, i) =>
            Math.abs(at(delays, i) - ((delay ?? Number.NaN) - fastest)),
          )
          expect(off.filter((difference) => difference > packets.length)).toEqual([])
          expect(read.trace.copies.row).toHaveLength(arrived.filter(({ copy }) => copy !== null).length)
        },
      ),
      { numRuns: 300 },
    )
  })
})
