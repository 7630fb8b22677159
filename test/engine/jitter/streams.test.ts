import { describe, expect, it } from 'vitest'
import { traceId } from '../../../src/engine/jitter/trace.ts'
import { goodTrace, verdictOn } from '../../support/import-trace.ts'
import { call, ethernet, frame, ipv4, ipv6, pcap, rtcp, rtp, udp, type Frame } from '../../support/packets.ts'

describe('of several streams', () => {
  const A = call(50, { ssrc: 0xaaaa0001, path: { sourcePort: 4000, targetPort: 4002 } })
  const B = call(80, { ssrc: 0x0000beef, type: 8, path: { from: '192.168.0.9' } })
  const both = pcap([...A, ...B].toSorted((a, b) => a.time - b.time))

  it('the one with most packets is taken, named, and the others told', () => {
    const read = goodTrace(both, null, 'talk.pcap')
    expect([read.packets, read.part, read.trace.name]).toEqual([80, '0x0000beef', 'talk.pcap, 0x0000beef'])
    expect(read.parts.map(({ id }) => id)).toEqual(['0x0000beef', '0xaaaa0001'])
    expect(read.notices[0]).toBe(
      'this is 0x0000beef (192.168.0.9:5004 → 10.0.0.2:5006, PCMA, 80 packets); ' +
        'the file also has 0xaaaa0001 (10.0.0.1:4000 → 10.0.0.2:4002, PCMU, 50 packets)',
    )
  })

  it('any can be wished for, by its SSRC or by the trace it makes', () => {
    const read = goodTrace(both, { part: '0xAAAA0001' })
    expect([read.packets, read.part]).toEqual([50, '0xaaaa0001'])
    expect(goodTrace(both, { fingerprint: traceId(read.trace) }).part).toBe('0xaaaa0001')
    expect(goodTrace(both, { fingerprint: 'of another file' }).part).toBe('0x0000beef')
    expect(verdictOn(both, { part: '0x00000007' })).toBe(
      'there is no stream 0x00000007 in it; there is 0x0000beef, 0xaaaa0001',
    )
  })

  it('two of one source on different paths are told apart', () => {
    const there = call(30, { ssrc: 7 })
    const back = call(20, { ssrc: 7, path: { from: '10.0.0.2', to: '10.0.0.1' } })
    const file = pcap([...there, ...back].toSorted((a, b) => a.time - b.time))
    expect(goodTrace(file).parts.map(({ id }) => id)).toEqual(['0x00000007', '0x00000007-2'])
    expect(goodTrace(file, { part: '0x00000007-2' }).packets).toBe(20)
  })

  it('a single one keeps the file’s name, and can be wished for all the same', () => {
    const read = goodTrace(pcap(A), { part: '0xaaaa0001' }, 'talk.pcap')
    expect(read.trace.name).toBe('talk.pcap')
    expect(read.notices.join()).not.toContain('also has')
  })

  it('IPv6 addresses are written as one writes them', () => {
    const six = (from: string): string =>
      goodTrace(
        pcap(
          [0, 1, 2].map((i) => ({
            time: i * 20_000,
            data: ethernet(ipv6(udp(rtp({ seq: i, stamp: 160 * i })), { from })),
          })),
        ),
      ).parts.map(({ label }) => label)[0] ?? ''
    expect(six('2001:db8:0:0:0:0:0:1')).toContain('[2001:db8::1]:5004 → [fe80::1:0:0:2]:5006')
    expect(six('0:0:0:0:0:0:0:1')).toContain('[::1]:5004')
    expect(six('1:0:3:4:5:6:7:0')).toContain('[1:0:3:4:5:6:7:0]:5004')
    expect(six('10:0:0:10:0:0:0:0')).toContain('[10:0:0:10::]:5004')
  })
})

describe('a capture without a stream', () => {
  const plain = (data: Uint8Array): Frame[] => [{ time: 0, data: ethernet(data) }]

  it.each<[string, Frame[], string]>([
    ['is empty', [], 'there is no packet in the file'],
    [
      'has TCP only',
      plain(ipv4(new Uint8Array(20), { protocol: 6 })),
      'there is no RTP stream in its 1 packet: 1 TCP (RTP inside TCP is not looked for)',
    ],
    ['has RTCP only', plain(ipv4(udp(rtcp()))), 'there is no RTP stream in its 1 packet: 1 RTCP'],
    [
      'has other things in UDP',
      plain(ipv4(udp(new Uint8Array(40)))),
      'there is no RTP stream in its 1 packet: 1 UDP with something else in it',
    ],
    [
      'has a single packet of a source',
      [frame(0, { seq: 1, stamp: 1 }), frame(1, { seq: 2, stamp: 1, ssrc: 9 })],
      'there is no RTP stream in its 2 packets: 2 much like RTP, but no two of one source whose numbers follow each other',
    ],
    ['has no IP', [{ time: 0, data: new Uint8Array(60) }], 'there is no RTP stream in its 1 packet: 1 no IP'],
    [
      'has frames too short',
      [{ time: 0, data: new Uint8Array(9) }],
      'there is no RTP stream in its 1 packet: 1 captured too short to tell',
    ],
  ])('%s', (_, frames, words) => {
    expect(verdictOn(pcap(frames))).toBe(words)
  })

  it('has padding only', () => {
    const frames = [0, 1, 2].map((i) => frame(i * 20_000, { seq: i, stamp: 0, media: 0, padding: 200 }))
    expect(verdictOn(pcap(frames))).toBe('the stream has no media in it, only padding')
  })
})
