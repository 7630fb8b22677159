import { describe, expect, it } from 'vitest'
import { at } from '../../src/shared/assert.ts'
import { loadOf, PRESETS } from '../../src/tools/speed/cluster.ts'
import { copyPath } from '../../src/tools/speed/copy-path.ts'
import { inBytes, inWords } from '../../src/tools/speed/numbers.ts'

const presetOf = (id: string) =>
  at(
    PRESETS,
    PRESETS.findIndex((preset) => preset.id === id),
  ).cluster

describe('the cluster calculator', () => {
  it('divides LinkedIn’s 7 trillion a day of 2019', () => {
    const { records, recordsAPartition, recordsABroker } = loadOf(presetOf('linkedin-2019'))
    expect(records / 1e6).toBeCloseTo(81.0, 1)
    expect(recordsAPartition).toBeCloseTo(11.6, 1)
    expect(recordsABroker).toBeCloseTo(20_255, -1)
  })

  it('finds the 17 PB a day of 2025 again', () => {
    const { records, bytes } = loadOf(presetOf('linkedin-2025'))
    expect(records / 1e6).toBeCloseTo(370, 0)
    expect((bytes * 86_400) / 1e15).toBeCloseTo(17, 0)
  })

  // A collector's 180 events a second to each partition, 5 ms of linger: 1.9 records, not the 54 that would fit.
  it('tells how few records linger.ms gathers', () => {
    const cluster = { ...presetOf('capstone'), recordsADay: 180 * 20 * 250 * 86_400 }
    expect(loadOf(cluster).recordsABatch).toBeCloseTo(1.9, 9)
    expect(loadOf({ ...cluster, lingerMs: 0 }).recordsABatch).toBe(1)
    expect(loadOf({ ...cluster, lingerMs: 60_000 }).recordsABatch).toBe(53)
  })

  it('keeps what it writes: bytes on all brokers are what is kept a day', () => {
    for (const { cluster } of PRESETS) {
      const load = loadOf(cluster)
      const aDay = load.bytesABroker * cluster.brokers * 86_400
      expect(load.keptBytes / aDay).toBeCloseTo(cluster.retentionDays, 9)
      expect(load.batches * load.recordsABatch).toBeCloseTo(load.records, 6)
    }
  })

  it('says large numbers in words', () => {
    expect([7e12, 81_018_518, 11.57, 20_255, 999].map(inWords)).toEqual([
      '7 trillion',
      '81 million',
      '11.6',
      '20.3 thousand',
      '999',
    ])
    expect([17e15, 300, 0.5].map(inBytes)).toEqual(['17 PB', '300 B', '0.50 B'])
  })
})

// The counts of Kafka's documentation (design, "Efficiency"), and that TLS does without sendfile.
describe('the way of the bytes', () => {
  it.each([
    [false, false, 4, ['read', 'write']],
    [true, false, 2, ['sendfile']],
    [false, true, 4, ['read', 'write']],
    [true, true, 4, ['read', 'write']],
  ])('with sendfile %s and TLS %s takes %i copies', (zeroCopy, tls, copies, calls) => {
    const { hops, systemCalls } = copyPath({ zeroCopy, tls })
    expect(hops).toHaveLength(copies)
    expect(systemCalls).toEqual(calls)
    hops.slice(1).forEach(({ from }, i) => expect(from).toBe(at(hops, i).to))
    expect([hops[0]?.from, hops.at(-1)?.to]).toEqual(['disk', 'network card'])
  })
})
