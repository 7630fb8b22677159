import { isDeepStrictEqual as equals } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ByteQueue } from '../../../src/engine/jitter/import/byte-queue.ts'
import { MAX_RTP_PACKETS } from '../../../src/engine/jitter/import/rtp-streams.ts'
import type { ChosenTrace } from '../../../src/engine/jitter/import/trace-reader.ts'
import { AnyTraceReader } from '../../../src/engine/jitter/import/any-trace.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { MAX_PACKETS } from '../../../src/engine/jitter/trace.ts'
import { simulation } from '../../../src/labs/jitter/scenario.ts'
import { assert } from '../../../src/shared/assert.ts'
import { sentence, type Outcome } from '../../../src/shared/outcome.ts'
import { goodTrace, readTrace, verdictOn } from '../../support/import-trace.ts'
import { plainSettings, THE_END } from '../../support/jitter.ts'
import {
  ascii,
  blocksOf,
  bytes,
  call,
  epoch,
  frame,
  pcap,
  pcapng,
  rtp,
  rtpdump,
  u16,
  u32,
  udp,
  ethernet,
  ipv4,
} from '../../support/packets.ts'
import { bytesOf, cutAt } from '../../support/trace-file.ts'
import { analyseOld, printVersion4 } from '../../support/wireshark.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const CALL = call(30, { loses: 11 })

/** A good file of each kind. */
const FILES: Readonly<Record<string, Uint8Array>> = {
  pcap: pcap(CALL),
  'pcap of the other byte order': pcap(CALL, { little: false, nanoseconds: true }),
  pcapng: pcapng(CALL),
  'pcapng of the other byte order': pcapng(CALL, false),
  rtpdump: rtpdump(
    CALL.map(({ time, data }, i) => ({ time, rtp: i % 9 === 4 ? null : data.subarray(14 + 20 + 8) })),
  ),
  'video in a pcap': pcap(
    Array.from({ length: 40 }, (_, i) =>
      frame(Math.floor(i / 4) * 33_333 + i * 100, {
        seq: i,
        stamp: Math.floor(i / 4) * 3_000,
        type: 96,
        marker: i % 4 === 3,
      }),
    ),
  ),
  'RTP analysis': bytesOf(
    printVersion4([
      [
        '10.0.0.1:1 → 10.0.0.2:2 (0xa)',
        analyseOld(Array.from({ length: 25 }, (_, i) => ({ seq: i, nominal: i * 20, arrived: i * 21 }))),
      ],
      [
        'b (0xb)',
        analyseOld(
          Array.from({ length: 9 }, (_, i) => ({ seq: i * 2, nominal: i * 20, arrived: i * 20 + (i % 4) })),
        ),
      ],
    ]),
  ),
}

/** What is wrong with an answer; nothing is with a trace that survives a run file, or with a reason in words. */
function faultsOf(outcome: Outcome<ChosenTrace>): string[] {
  const isGibberish = (text: string): boolean => text === '' || /undefined|NaN|\[object|Infinity/.test(text)
  if (!outcome.ok) return [sentence(outcome.problem)].filter(isGibberish)
  const { trace, packets, lost, notices } = outcome.value
  const faults = notices.filter(isGibberish)
  if (packets === 0 || packets > MAX_PACKETS) faults.push(`${packets} packets`)
  if (lost !== trace.arrived.filter((arrived) => Number.isNaN(arrived)).length) faults.push(`${lost} lost`)
  if (notices.length > 6) faults.push(`${notices.length} notices, and a stage shows six`)
  const { files } = simulation
  assert(files !== null, 'the jitter lab takes files')
  const back = files.read(JSON.parse(JSON.stringify(files.print(trace))))
  if (!back.ok) faults.push(sentence(back.problem))
  else if (!equals(back.value, trace)) faults.push('a run file changes it')
  return faults
}

describe('a good file', () => {
  it.each(Object.entries(FILES))('(%s) is read, and goes through a run file', (_, file) => {
    const outcome = readTrace(file)
    expect(outcome.ok).toBe(true)
    expect(faultsOf(outcome)).toEqual([])
  })
})

/** One way to spoil a file. */
type Harm =
  | { readonly kind: 'set'; readonly at: number; readonly to: number }
  | { readonly kind: 'word'; readonly at: number; readonly to: number }
  | { readonly kind: 'cut'; readonly at: number; readonly count: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly count: number }
  | { readonly kind: 'end'; readonly at: number }

const place = fc.nat(100_000)
const harms: fc.Arbitrary<Harm> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: place, to: fc.nat(255) }),
  fc.record({
    kind: fc.constant('word' as const),
    at: place,
    to: fc.oneof(
      fc.constantFrom(0, 1, 4, 8, 12, 16, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff),
      fc.nat(0xffff),
    ),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: place, count: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at: place, count: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ kind: fc.constant('end' as const), at: place }),
)

function spoil(file: Uint8Array, harm: Harm): Uint8Array {
  const spot = harm.at % Math.max(1, file.length)
  switch (harm.kind) {
    case 'set': {
      const copy = file.slice()
      copy[spot] = harm.to
      return copy
    }
    case 'word':
      return bytes(file.subarray(0, spot), u32(harm.to, harm.at % 2 === 0), file.subarray(spot + 4))
    case 'cut':
      return bytes(file.subarray(0, spot), file.subarray(spot + harm.count))
    case 'repeat':
      return bytes(file.subarray(0, spot + harm.count), file.subarray(spot))
    case 'end':
      return file.slice(0, spot)
  }
}

describe('a spoilt file', () => {
  it.each(Object.entries(FILES))(
    '(%s) is read or refused in words, the same however it comes in pieces',
    (_, file) => {
      fc.assert(
        fc.property(
          fc.array(harms, { minLength: 1, maxLength: 6 }),
          fc.array(fc.nat(), { maxLength: 5 }),
          (all, cuts) => {
            const spoilt = all.reduce(spoil, file)
            const outcome = readTrace(spoilt)
            expect(faultsOf(outcome)).toEqual([])
            expect(readTrace(cutAt(spoilt, cuts))).toEqual(outcome)
          },
        ),
        { numRuns: 60 },
      )
    },
  )

  it.each(Object.entries(FILES))(
    '(%s) that can still be read can be played: every packet has an end',
    (_, file) => {
      fc.assert(
        fc.property(fc.array(harms, { minLength: 1, maxLength: 3 }), (all) => {
          const outcome = readTrace(all.reduce(spoil, file))
          fc.pre(outcome.ok)
          assert(outcome.ok, 'it was read')
          const engine = new JitterEngine({
            seed: 1,
            settings: plainSettings({ for: 5 }),
            trace: outcome.value.trace,
            row: null,
          })
          engine.advance(THE_END, 50_000)
          for (const { sent, played, late, lost, duplicate, held } of engine.summaries())
            expect(played + late + lost + duplicate + held).toBe(sent)
        }),
        { numRuns: 30 },
      )
    },
  )

  it('of random bytes behind any beginning is refused or read', () => {
    const heads = [
      [],
      ...Object.values(FILES).map((file) => [...file.subarray(0, 28)]),
      [0x1f, 0x8b],
      [...ascii('#!rtpplay1.0 x\n')],
    ]
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 600, size: 'max' }), (head, rest) => {
        expect(faultsOf(readTrace(bytes(Uint8Array.from(head), rest)))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})

describe('a file that claims too much', () => {
  const LONG = 0xffff_fffc
  const make = blocksOf()
  const record = (length: number): Uint8Array =>
    bytes(u32(0, true), u32(0, true), u32(length, true), u32(length, true))
  const block = (type: number, length: number): Uint8Array =>
    bytes(u32(type, true), u32(length, true), new Uint8Array(40))

  it.each<[string, Uint8Array, string]>([
    [
      'a packet of 4 GB in a pcap',
      bytes(pcap(CALL.slice(0, 2)), record(0xffff_ffff), new Uint8Array(50)),
      'packet 3, byte 204: it claims 4,294,967,295 bytes, and no packet has more than 262,144: the file is damaged here',
    ],
    [
      'a packet of 4 GB in a pcapng',
      bytes(make.section(), make.interface(1), block(6, LONG)),
      'block 3, byte 52: it claims 4,294,967,292 bytes, and no packet has more than 262,144: the file is damaged here',
    ],
    [
      'a packet larger than its block',
      bytes(
        make.section(),
        make.interface(1),
        make.block(6, u32(0), u32(0), u32(0), u32(9_999, true), u32(0)),
      ),
      'block 3, byte 52: packet 1 claims 9,999 bytes, and its block has room for 0',
    ],
    [
      'a block of no length at all',
      bytes(make.section(), block(4, 0)),
      'block 2, byte 28: it claims 0 bytes, which no block can have: the file is damaged here',
    ],
    [
      'a block of eight bytes',
      bytes(make.section(), block(4, 8)),
      'block 2, byte 28: it claims 8 bytes, which no block can have: the file is damaged here',
    ],
    [
      'a block with two lengths',
      bytes(make.section(), make.interface(1).slice(0, -4), u32(28, true)),
      'block 2, byte 28: its length is another one at its end than at its beginning: the file is damaged here',
    ],
    [
      'an interface that is not there',
      bytes(make.section(), make.packet(7, epoch(0), new Uint8Array(60))),
      'block 2, byte 28: packet 1 came by interface 7, which the file does not describe',
    ],
    [
      'a section of another version',
      bytes(make.section().fill(9, 12, 13)),
      'block 1, byte 0: it is of version 9 of the format; only 1 is known',
    ],
    [
      'a record of no length in an rtpdump',
      bytes(rtpdump([]), u16(0), u16(0), u32(0)),
      'packet 1, byte 43: it claims 0 bytes, and its own header has 8: the file is damaged here',
    ],
    [
      'an rtpdump whose first line never ends',
      ascii(`#!rtpplay1.0 ${'x'.repeat(1_200)}`),
      'byte 0: the first line of an rtpdump does not end',
    ],
    ['a header cut off', pcap([]).subarray(0, 20), 'the file ends within its header'],
    ['a pcapng header cut off', make.section().subarray(0, 10), 'the file ends within its header'],
    ['an rtpdump header cut off', ascii('#!rtpplay1.0 10.0.0.1/5004\n'), 'the file ends within its header'],
    [
      'a link type nobody reads',
      pcap(CALL, { link: 127 }),
      'byte 20: captures of link type 127 are not read, only Ethernet, Linux cooked (1 and 2), raw IP and BSD loopback',
    ],
    [
      'to be packed',
      bytes(0x1f, 0x8b, 8, new Uint8Array(50)),
      'this file is packed with gzip; unpack it first (gunzip), so that its size is known before it is read',
    ],
    [
      'to be a pcap with longer records',
      bytes(u32(0xa1b2cd34, true), new Uint8Array(50)),
      'this is a changed kind of pcap (with longer records); save it as pcapng with Wireshark',
    ],
  ])('(%s) is refused, with the place', (_, file, words) => {
    expect(verdictOn(file)).toBe(words)
  })

  it('(an unknown block of 4 GB, behind which nothing comes) is read up to there', () => {
    const { packets, notices } = goodTrace(bytes(pcapng(call(30)), block(99, LONG)))
    expect(packets).toBe(30)
    expect(notices.at(-1)).toMatch(
      /^the file ends in the middle of what begins at byte [\d,]+; all before that was read$/,
    )
  })

  it('makes nobody hold what was left out', () => {
    const queue = new ByteQueue()
    queue.append(new Uint8Array(10))
    queue.take(4_000_000_000)
    for (let i = 0; i < 200; i++) queue.append(new Uint8Array(100_000))
    expect([queue.length, queue.missing, queue.taken]).toEqual([
      0,
      4_000_000_000 - 10 - 20_000_000,
      4_000_000_000,
    ])
  })
})

describe('a file that is too much', () => {
  it('has sources without end: what is no stream makes no room for itself, and the stream among it is found', () => {
    const junk = Array.from({ length: 6_000 }, (_, i) =>
      frame(i * 1_000, { seq: i * 77, stamp: i, ssrc: i * 2_654_435_761 }),
    )
    const hidden = call(60).map(({ time, data }) => ({ time: time + 500, data }))
    const { packets, parts } = goodTrace(pcap([...junk, ...hidden].toSorted((a, b) => a.time - b.time)))
    expect([packets, parts.length]).toEqual([60, 1])
  })

  it('has more streams than are followed, and says so', () => {
    const pairs = Array.from({ length: 1_100 }, (_, i) =>
      [0, 1].map((k) => frame(i * 2_000 + k, { seq: k, stamp: 160 * k, ssrc: i })),
    ).flat()
    const { parts, notices } = goodTrace(pcap(pairs))
    expect(parts).toHaveLength(1_000)
    expect(notices.at(-1)).toBe('there are too many streams: 200 packets of further ones were left out')
    expect(notices[0]).toMatch(/, and 994 more$/)
  })

  it('has more than 1,000,000 RTP packets; with a stream chosen, its own count', () => {
    const one = ethernet(ipv4(udp(rtp({ seq: 0, stamp: 0, media: 4 }))))
    const seqAt = 16 + 14 + 20 + 8 + 2
    const record = bytes(u32(1, true), u32(0, true), u32(one.length, true), u32(one.length, true), one)
    const count = 1_000
    const chunk = new Uint8Array(record.length * count)
    const view = new DataView(chunk.buffer)
    for (let i = 0; i < count; i++) chunk.set(record, i * record.length)
    const read = (packets: number, part: string | null): Outcome<ChosenTrace> => {
      const reader = new AnyTraceReader(part === null ? null : { part })
      reader.push(pcap([]))
      for (let done = 0; done < packets; done += count) {
        for (let i = 0; i < count; i++) {
          // Two streams in turn, of numbers that go on.
          const own = (done + i) >> 1
          view.setUint16(i * record.length + seqAt, own & 0xffff)
          view.setUint32(i * record.length + seqAt + 2, (own * 160) >>> 0)
          view.setUint32(i * record.length + seqAt + 6, i % 2)
          view.setUint32(i * record.length, Math.floor(own / 50), true)
          view.setUint32(i * record.length + 4, (own % 50) * 20_000, true)
        }
        if (!reader.push(chunk)) break
      }
      return reader.finish('long')
    }
    const all = read(MAX_RTP_PACKETS + count, null)
    expect(all.ok ? 'accepted' : sentence(all.problem)).toMatch(
      /^packet 1,000,00\d, byte [\d,]+: the file has more than 1,000,000 RTP packets; cut it into parts$/,
    )
    const tooMany = read(1_100_000, '0x00000001')
    expect(tooMany.ok ? 'accepted' : sentence(tooMany.problem)).toBe(
      '0x00000001: the stream has more than 500,000 packets, those counted that never came; cut the file into parts',
    )
  })
})

describe('the CSV of old', () => {
  it('is still read, and has no streams to choose from', () => {
    const file = bytesOf('seq,send_ms,arrival_ms\n0,0,30\n1,20,50\n')
    const { packets, parts, part, notices } = goodTrace(file)
    expect([packets, parts, part, notices]).toEqual([2, [], null, []])
    expect(verdictOn(file, { part: '0x00000001' })).toBe(
      'a trace with the columns seq, send_ms and arrival_ms has no streams to choose from',
    )
    expect(readTrace(file, { fingerprint: 'any' }).ok).toBe(true)
  })

  it('is what any other text is taken for', () => {
    expect(verdictOn(bytesOf('a,b\n1,2\n'))).toMatch(/^line 1: the header must name the columns/)
    expect(verdictOn(new Uint8Array())).toBe('the file is empty')
    expect(verdictOn(bytesOf('\n\n'))).toBe('the file is empty')
    expect(verdictOn(bytesOf('x'.repeat(1_500)))).toBe('line 1: the line is longer than 1000 characters')
  })
})
