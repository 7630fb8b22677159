import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ChosenTrace } from '../../../src/engine/jitter/import/trace-reader.ts'
import { InterarrivalJitter } from '../../../src/engine/jitter/rfc3550.ts'
import { toMs } from '../../../src/engine/kernel/time.ts'
import { RandomStream } from '../../../src/engine/kernel/random.ts'
import { at } from '../../../src/shared/assert.ts'
import { goodTrace } from '../../support/import-trace.ts'
import { cooked2, ethernet, frame, ipv4, ipv6, pcap, rtp, udp, type Frame } from '../../support/packets.ts'

// Starts programs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Wireshark's own tools: who writes captures and measures jitter without a line of ours. */
const hasTshark = ['tshark', 'editcap', 'mergecap'].every(
  (tool) => spawnSync(tool, ['--version']).status === 0,
)
const WITHOUT = hasTshark ? '' : ' (skipped: there is no tshark)'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-tshark-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(tool: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(tool, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${tool}: ${stderr}`)
  return stdout
}

const written = (name: string, file: Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, file)
  return path
}

interface Talk {
  readonly type: number
  readonly perSecond: number
  readonly step: number
  readonly spread: number
  readonly loss: number
}

/** A stream over wraps of both its counters, with losses and packets that overtake each other. */
function talk(
  { type, perSecond, step, spread, loss }: Talk,
  wrap = (ip: Uint8Array) => ethernet(ip),
): Frame[] {
  const chance = RandomStream.of(7, 'talk')
  return Array.from({ length: 1_500 }, (_, i): Frame & { lost: boolean } => {
    const delay = 30_000 + chance.below(spread)
    const packet = { seq: (65_000 + i) & 0xffff, stamp: (0xfffe_0000 + i * step) % 2 ** 32, type }
    const time = Math.round((i * step * 1e6) / perSecond) + delay
    return { time, data: wrap(ipv4(udp(rtp(packet)))), lost: chance.chance(loss) && i > 0 && i < 1_499 }
  })
    .filter(({ lost }) => !lost)
    .toSorted((a, b) => a.time - b.time)
}

/** The row that `tshark -z rtp,streams` prints of the one stream in a capture. */
function streamRow(path: string): { packets: number; lost: number; meanJitter: number; maxJitter: number } {
  const out = run('tshark', ['-r', path, '-d', 'udp.port==5006,rtp', '-q', '-z', 'rtp,streams'])
  const row = out.split('\n').find((line) => line.includes('0x1A2B3C4D')) ?? ''
  const [, packets, lost] = /(\d+)\s+(-?\d+) \(/.exec(row) ?? []
  // ... Lost (%) MinDelta MeanDelta MaxDelta MinJitter MeanJitter MaxJitter
  const numbers = row
    .slice(row.indexOf('%)') + 2)
    .trim()
    .split(/\s+/)
    .map(Number)
  return {
    packets: Number(packets),
    lost: Number(lost),
    meanJitter: at(numbers, 4),
    maxJitter: at(numbers, 5),
  }
}

/** RFC 3550's jitter after each packet but the first, in milliseconds: the mean of it, and the most. */
function jitterOf({ trace }: ChosenTrace): { mean: number; max: number } {
  const order = Array.from(trace.sent.keys())
    .filter((i) => !Number.isNaN(trace.arrived[i]))
    .sort((a, b) => at(trace.arrived, a) - at(trace.arrived, b) || at(trace.sent, a) - at(trace.sent, b))
  const jitter = new InterarrivalJitter()
  const values = order.map((i) => {
    jitter.add(at(trace.sent, i), at(trace.arrived, i))
    return toMs(jitter.value)
  })
  const own = values.slice(1)
  return { mean: own.reduce((sum, value) => sum + value, 0) / own.length, max: Math.max(...own) }
}

describe.skipIf(!hasTshark)(`beside tshark${WITHOUT}`, () => {
  // tshark divides a clock by 1,000 in whole numbers, so 11,025 Hz would drift; these have no rest.
  it.each<[string, Talk]>([
    ['PCMU, packets in order', { type: 0, perSecond: 8_000, step: 160, spread: 15_000, loss: 0 }],
    ['PCMU, overtaking and lost', { type: 0, perSecond: 8_000, step: 160, spread: 70_000, loss: 0.02 }],
    ['DVI4 at 16 kHz, 10 ms', { type: 6, perSecond: 16_000, step: 160, spread: 25_000, loss: 0.01 }],
    ['H263, a packet a frame', { type: 34, perSecond: 90_000, step: 3_000, spread: 60_000, loss: 0.005 }],
  ])('the packets, losses and jitter of a stream are the same: %s', (_, kind) => {
    const file = pcap(talk(kind))
    const own = goodTrace(file)
    const theirs = streamRow(written('talk.pcap', file))
    const { mean, max } = jitterOf(own)
    expect(theirs.packets).toBe(own.packets - own.lost)
    // Where packets overtake each other just as the numbers begin anew it counts a round too many.
    expect(theirs.lost % 65_536).toBe(own.lost)
    expect(Math.abs(mean - theirs.meanJitter), `mean ${mean} beside ${theirs.meanJitter}`).toBeLessThan(0.002)
    expect(Math.abs(max - theirs.maxJitter), `max ${max} beside ${theirs.maxJitter}`).toBeLessThan(0.002)
  })

  it.each(['pcapng', 'nsecpcap', 'pcap'])(
    'a capture that editcap wrote anew as %s makes the same trace',
    (format) => {
      const file = pcap(talk({ type: 0, perSecond: 8_000, step: 160, spread: 70_000, loss: 0.02 }))
      const out = join(folder, `again.${format}`)
      run('editcap', ['-F', format, written('first.pcap', file), out])
      expect(goodTrace(readFileSync(out)).trace).toEqual(goodTrace(file).trace)
    },
  )

  it('a capture cut to its headers makes the same trace', () => {
    const file = pcap(talk({ type: 0, perSecond: 8_000, step: 160, spread: 70_000, loss: 0.02 }))
    const out = join(folder, 'short.pcapng')
    run('editcap', ['-s', '64', written('first.pcap', file), out])
    expect(goodTrace(readFileSync(out)).trace).toEqual(goodTrace(file).trace)
  })

  it('captures of two link types that mergecap put into one are read as one', () => {
    const all = talk({ type: 0, perSecond: 8_000, step: 160, spread: 15_000, loss: 0 })
    const cooked = all.map(({ time, data }) => ({ time, data: cooked2(data.subarray(14)) }))
    const out = join(folder, 'merged.pcapng')
    run('mergecap', [
      '-w',
      out,
      written('odd.pcap', pcap(all.filter((_, i) => i % 2 === 1))),
      written(
        'even.pcap',
        pcap(
          cooked.filter((_, i) => i % 2 === 0),
          { link: 276, nanoseconds: true },
        ),
      ),
    ])
    expect(goodTrace(readFileSync(out)).trace).toEqual(goodTrace(pcap(all)).trace)
  })

  it('tshark sees in our packets what we mean by them', () => {
    const file = pcap([
      frame(0, { seq: 9, stamp: 700, csrc: 2, extension: 3, marker: true, padding: 4 }),
      {
        time: 20_000,
        data: ethernet(
          ipv6(udp(rtp({ seq: 10, stamp: 860 })), { extensions: [[60, new Uint8Array(7)]] }),
          [0x8100],
        ),
      },
    ])
    const fields = [
      'rtp.ssrc',
      'rtp.seq',
      'rtp.timestamp',
      'rtp.marker',
      'rtp.cc',
      'rtp.ext.len',
      'rtp.padding.count',
    ]
    const out = run('tshark', [
      '-r',
      written('meant.pcap', file),
      '-d',
      'udp.port==5006,rtp',
      '-T',
      'fields',
      ...fields.flatMap((field) => ['-e', field]),
    ])
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd().split('\t')),
    ).toEqual([
      ['0x1a2b3c4d', '9', '700', expect.stringMatching(/1|True/), '2', '3', '4'],
      ['0x1a2b3c4d', '10', '860', expect.stringMatching(/0|False/), '0'],
    ])
  })
})

describe('without tshark', () => {
  it('says why its tests are skipped', () => {
    expect(WITHOUT === '').toBe(hasTshark)
  })
})
