import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { ChosenTrace } from '../../../src/engine/jitter/import/trace-reader.ts'
import { at } from '../../../src/shared/assert.ts'
import { delaysOf, goodTrace, readTrace, verdictOn } from '../../support/import-trace.ts'
import { frame, pcap, type Frame } from '../../support/packets.ts'
import { bytesOf, cutAt } from '../../support/trace-file.ts'
import {
  analyseNew,
  analyseOld,
  printVersion1,
  printVersion2,
  printVersion3,
  printVersion4,
  type Analysed,
  type AnalysisRow,
} from '../../support/wireshark.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/**
 * What Wireshark 4.0.17 saved (Telephony > RTP > RTP Stream Analysis > Export) of the beginning of a capture made for
 * this test: PCMU, two packets lost, three overtaken, timestamps about to begin anew.
 */
const SAVED = `"Packet","Sequence","Delta (ms)","Jitter (ms)","Skew","Bandwidth","Marker","Status"
"10.0.0.1:5004 → 10.0.0.2:5006 (0x1234abcd)"
1,65000,0,0,0,1.6,"","OK"
2,65001,40.24,1.2650000000000001,-20.240000000000002,3.2,"","OK"
3,65002,1.2299999999999969,2.3590625000000003,-1.4699999999999989,4.8,"","OK"
4,65003,18.793,2.2870585937500003,-0.2629999999999981,6.4,"","OK"
5,65004,33.934999999999995,3.0150549316406243,-14.197999999999993,8,"","OK"
6,65006,25.024,3.762613998413084,0.7780000000000058,9.6,"","Wrong sequence number"
7,65005,0.4520000000000124,4.8057006235122675,-19.674000000000007,11.2,"","Wrong sequence number"
8,65007,34.25399999999999,4.864469334542751,-13.927999999999997,12.8,"","OK"
9,65009,29.894000000000005,5.192065001133829,-3.8220000000000027,14.4,"","Wrong sequence number"
10,65011,36.990999999999985,5.055623438562966,-0.8129999999999882,16,"","Wrong sequence number"
11,65010,4.359000000000009,6.262084473652782,-25.171999999999997,17.6,"","Wrong sequence number"
12,65012,20,7.120704194049485,-5.171999999999997,19.2,"","OK"
`

/** The same packets as the capture has them: microseconds, number, timestamp. */
const CAPTURED: readonly (readonly [number, number, number])[] = [
  [31_102, 65_000, 4_294_963_200],
  [71_342, 65_001, 4_294_963_360],
  [72_572, 65_002, 4_294_963_520],
  [91_365, 65_003, 4_294_963_680],
  [125_300, 65_004, 4_294_963_840],
  [150_324, 65_006, 4_294_964_160],
  [150_776, 65_005, 4_294_964_000],
  [185_030, 65_007, 4_294_964_320],
  [214_924, 65_009, 4_294_964_640],
  [251_915, 65_011, 4_294_964_960],
  [256_274, 65_010, 4_294_964_800],
  [276_274, 65_012, 4_294_965_120],
]

const read = (text: string) => goodTrace(bytesOf(text))
const verdict = (text: string): string => verdictOn(bytesOf(text))

describe('what Wireshark saved', () => {
  it('makes the same trace as the capture it analysed', () => {
    const capture = goodTrace(pcap(CAPTURED.map(([time, seq, stamp]) => frame(time, { seq, stamp }))))
    const saved = read(SAVED)
    expect(saved.trace).toEqual(capture.trace)
    expect([saved.packets, saved.lost, saved.part]).toEqual([13, 1, '0x1234abcd'])
    expect(saved.notices).toEqual([
      'times of sending are the RTP timestamps as the columns Delta and Skew have them; ' +
        'the fastest packet counts as 0 ms on its way, for how long it took nobody has recorded',
      '1 packet never came: counted as lost, and as sent between their neighbours',
    ])
  })

  it.each([
    ['without a header, as 3 saves it', SAVED.slice(SAVED.indexOf('\n') + 1)],
    ['with carriage returns', SAVED.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\u{feff}${SAVED}`],
    [
      'with translated columns',
      SAVED.replace('"Packet","Sequence"', '"Paket","Sequenz"').replace(
        '"Skew","Bandwidth"',
        '"Versatz","Bandbreite"',
      ),
    ],
    ['under the heading of 2', SAVED.replace(/^.*\n.*\n/, 'Forward\n')],
  ])('is the same %s', (_, text) => {
    expect(read(text).trace).toEqual(read(SAVED).trace)
  })

  it('gives the same wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), (places) => {
        expect(readTrace(cutAt(bytesOf(SAVED), places))).toEqual(readTrace(bytesOf(SAVED)))
      }),
    )
  })
})

/** Packets of a call in order of arrival; `silences`: pauses in which nothing is sent. */
const callsWith = (silences: number): fc.Arbitrary<Analysed[]> =>
  fc
    .array(
      fc.record({
        delay: fc.option(fc.nat(100_000), { freq: 10 }),
        silence: fc.oneof(
          { weight: 12, arbitrary: fc.constant(0) },
          { weight: silences, arbitrary: fc.integer({ min: 1, max: 40 }) },
        ),
      }),
      { minLength: 60, maxLength: 150 },
    )
    .map((steps) => {
      let nominal = 0
      return steps
        .flatMap(({ delay, silence }, i): Analysed[] => {
          nominal += 20 * (1 + silence)
          // The first packet is the first to arrive: the table knows nothing from before.
          const own = i === 0 ? 0 : i < 5 ? (delay ?? 0) % 15_000 : delay
          return own === null ? [] : [{ seq: 65_480 + i, nominal, arrived: nominal + own / 1_000 }]
        })
        .toSorted((a, b) => a.arrived - b.arrived)
    })

/** The trace of a capture of these packets. */
const captured = (packets: readonly Analysed[]) =>
  goodTrace(
    pcap(
      packets.map(({ seq, nominal, arrived, marker = false }): Frame =>
        frame(arrived * 1_000, { seq: seq & 0xffff, stamp: (nominal ?? 0) * 8, marker }),
      ),
    ),
  )

describe('every version', () => {
  const name = '10.0.0.1:5004 → 10.0.0.2:5006 (0x1234abcd)'

  const timesOf = ({ trace }: ChosenTrace): unknown => [trace.sent, trace.arrived]

  it('gives back the capture: 3, where each row counts from the one before', () => {
    fc.assert(
      fc.property(callsWith(2), (packets) => {
        expect(timesOf(read(printVersion3([[name, analyseOld(packets)]])))).toEqual(
          timesOf(captured(packets)),
        )
      }),
      { numRuns: 40 },
    )
  })

  it.each<[string, (packets: readonly Analysed[]) => AnalysisRow[]]>([
    ['4.0, where each row counts from the one before', analyseOld],
    ['later ones, where each counts from the last one in order', analyseNew],
  ])('gives back the capture: %s', (_, analyse) => {
    fc.assert(
      fc.property(callsWith(0), (packets) => {
        expect(timesOf(read(printVersion4([[name, analyse(packets)]])))).toEqual(timesOf(captured(packets)))
      }),
      { numRuns: 40 },
    )
  })

  it.each(['.', ','])(
    'gives it back to the hundredth of a millisecond from two digits (with "%s" before them)',
    (point) => {
      fc.assert(
        fc.property(callsWith(2), (packets) => {
          const expected = captured(packets)
          const read1 = read(printVersion1([['Forward', analyseOld(packets)]], point))
          expect([read1.packets, read1.lost]).toEqual([expected.packets, expected.lost])
          const theirs = delaysOf(expected)
          const off = delaysOf(read1).map((delay, i) => Math.abs(delay - at(theirs, i)))
          expect(off.filter((difference) => difference > 30)).toEqual([])
        }),
        { numRuns: 40 },
      )
    },
  )

  it('keeps both directions apart, and each can be chosen', () => {
    const there = Array.from({ length: 30 }, (_, i) => ({
      seq: i,
      nominal: i * 20,
      arrived: i * 20 + (i % 3),
    }))
    const back = Array.from({ length: 20 }, (_, i) => ({
      seq: 500 + i,
      nominal: i * 20,
      arrived: i * 20 + (i % 5),
    }))
    const text = printVersion1([
      ['Forward', analyseOld(there)],
      ['Reverse', analyseOld(back)],
    ])
    const both = read(text)
    expect(both.parts.map(({ id }) => id)).toEqual(['forward', 'reverse'])
    expect([both.packets, both.part]).toEqual([30, 'forward'])
    expect(both.notices[0]).toBe('this is forward (30 packets); the file also has reverse (20 packets)')
    expect(goodTrace(bytesOf(text), { part: 'reverse' }).packets).toBe(20)
    const newer = printVersion4([
      ['10.0.0.1:1 → 10.0.0.2:2 (0xa)', analyseNew(back)],
      ['10.0.0.2:2 → 10.0.0.1:1 (0xb)', analyseNew(there)],
    ])
    expect(read(newer).parts.map(({ label }) => label)).toEqual([
      '0x0000000b (10.0.0.2:2 → 10.0.0.1:1, 30 packets)',
      '0x0000000a (10.0.0.1:1 → 10.0.0.2:2, 20 packets)',
    ])
  })

  it('does not take the forward stream for the reverse one where Wireshark 2 wrote it twice', () => {
    const rows = analyseOld(
      Array.from({ length: 30 }, (_, i) => ({ seq: i, nominal: i * 20, arrived: i * 20 + (i % 3) })),
    )
    const { parts, notices } = read(printVersion2(rows))
    expect(parts.map(({ id }) => id)).toEqual(['forward'])
    expect(notices.at(-1)).toBe(
      'a part of the file repeats an earlier one word for word, as Wireshark 2 wrote it, and was left out',
    )
  })

  it('makes frames of packets with one timestamp', () => {
    const packets = Array.from({ length: 60 }, (_, i) => ({
      seq: i,
      nominal: Math.floor(i / 3) * 40,
      arrived: Math.floor(i / 3) * 40 + (i % 3) + 5,
      marker: i % 3 === 2,
    }))
    const {
      packets: frames,
      lost,
      notices,
    } = read(printVersion4([['a (0x1)', analyseOld(packets.filter((_, i) => i !== 31))]]))
    expect([frames, lost]).toEqual([20, 1])
    expect(notices[1]).toContain('59 packets make 20 frames')
  })

  it.each([
    ['older', analyseOld, 0],
    // Nobody has recorded the key's own timestamp: a step more or less.
    ['newer', analyseNew, 20_000],
  ])('sets its clock on after the keys of a telephone (%s)', (_version, analyse, tolerance) => {
    const voice = (i: number): Analysed => ({ seq: i, nominal: i * 20, arrived: i * 20 })
    const key = (i: number): Analysed => ({ seq: i, nominal: null, arrived: i * 20 })
    const packets = Array.from({ length: 40 }, (_, i) => (i >= 10 && i < 15 ? key(i) : voice(i)))
    const result = read(printVersion4([['a (0x1)', analyse(packets)]]))
    expect([result.packets, result.lost]).toEqual([35, 0])
    expect(result.notices.at(-1)).toBe(
      '5 packets are telephone keys and are not played; what follows each is taken to be sent at the usual pace',
    )
    expect(Math.max(...delaysOf(result))).toBeLessThanOrEqual(tolerance)
  })

  it('leaves out what Wireshark 3 knows nothing of: packets from before the first', () => {
    const rows = analyseOld(
      Array.from({ length: 30 }, (_, i) => ({ seq: 100 + i, nominal: i * 20, arrived: i * 20 + (i % 7) })),
    )
    const stale = { ...at(rows, 10), packet: 41, seq: 98, status: 'Incorrect timestamp' }
    const result = read(printVersion3([['a (0x1)', [...rows.slice(0, 11), stale, ...rows.slice(11)]]]))
    expect(result.packets).toBe(30)
    expect(result.notices.at(-1)).toBe(
      '1 packet from before the first one have no times of their own and were left out',
    )
  })
})

describe('a file of Wireshark that is refused', () => {
  it('has a stream whose clock nobody knew; another stream is taken instead', () => {
    const unknown = Array.from({ length: 30 }, (_, i) => ({
      packet: i,
      seq: i,
      delta: i === 0 ? 0 : 20 + (i % 3),
      jitter: 0,
      skew: 0,
      marker: false,
      status: 'OK',
    }))
    const reason =
      'Wireshark did not know the clock of this stream (skew and jitter are 0 throughout), so the times of sending are not ' +
      'in the file; import the capture itself (pcap), of which they can be found out'
    expect(verdict(printVersion4([['a (0x1)', unknown]]))).toBe(reason)
    const known = analyseOld(
      Array.from({ length: 20 }, (_, i) => ({ seq: i, nominal: i * 20, arrived: i * 20 + (i % 3) })),
    )
    const both = printVersion4([
      ['a (0x1)', unknown],
      ['b (0x2)', known],
    ])
    expect(read(both).part).toBe('0x00000002')
    expect(verdictOn(bytesOf(both), { part: '0x00000001' })).toBe(`0x00000001: ${reason}`)
  })

  it('is not taken for one of an unknown clock when packets came like clockwork', () => {
    const rows = analyseOld(
      Array.from({ length: 20 }, (_, i) => ({ seq: i, nominal: i * 20, arrived: i * 20 })),
    )
    expect(read(printVersion4([['a (0x1)', rows]])).packets).toBe(20)
  })

  it.each([
    ['has no packet', SAVED.split('\n').slice(0, 2).join('\n'), 'there is a header but no packet under it'],
    ['has a word for a number', SAVED.replace('40.24', 'soon'), 'line 4: delta "soon" is not a number'],
    ['has a row that ends too early', SAVED.replace(/40\.24.*/, ''), 'line 4: delta "" is not a number'],
    [
      'has a number no packet has',
      SAVED.replace('65001', '65536'),
      'line 4: sequence 65536 is not a whole number from 0 to 65,535',
    ],
    ['has a huge time', SAVED.replace('40.24', '1e13'), 'line 4: delta "1e13" is out of all bounds'],
    [
      'lacks a column',
      SAVED.replace('"Skew"', '"Slant"'),
      'line 1: the header must name the columns of Wireshark; skew missing',
    ],
    [
      'has something else in it',
      SAVED.replace(/^2,.*/m, 'total, 12'),
      'line 4: "total, 12" is neither a packet nor the name of a stream',
    ],
    ['is binary further on', SAVED.replace('40.24', '\u0000'), 'line 4: this is not a text file'],
  ])('%s', (_, text, words) => {
    expect(verdict(text)).toBe(words)
  })

  it('has thousands of streams', () => {
    const text = Array.from({ length: 1_001 }, (_, i) => `"a (0x${i.toString(16)})"`).join('\n')
    expect(verdict(text)).toBe('line 1001: the file has more than 1,000 streams')
  })
})
