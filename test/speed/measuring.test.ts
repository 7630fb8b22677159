import { describe, expect, it } from 'vitest'
import { scanBatches } from '../../src/engine/log/bytes/scan.ts'
import { measureBatching } from '../../src/speed/batching.ts'
import { measureHanding } from '../../src/speed/handing.ts'
import { medianOf, RUNS } from '../../src/speed/rate.ts'
import { measureReading, measureWriting, type RandomAccessFile } from '../../src/speed/storing.ts'

const MIB = 2 ** 20
const KIB = 2 ** 10

/** A file whose every operation takes simulated time: so much a touch, so much a byte, so much for leaving the order. */
class SlowFile implements RandomAccessFile {
  now = 0
  flushes = 0
  head = 0
  size = 0
  readonly written = new Map<number, Uint8Array>()
  private readonly cost: { readonly touch: number; readonly mib: number; readonly jump: number }

  constructor(cost: { touch: number; mib: number; jump: number }) {
    this.cost = cost
  }

  write(bytes: Uint8Array, at: number): void {
    this.touch(bytes.length, at)
    this.written.set(at, bytes.slice())
    this.size = Math.max(this.size, at + bytes.length)
  }

  read(into: Uint8Array, at: number): void {
    if (at + into.length > this.size) throw new Error(`read at ${at}, beyond the end`)
    this.touch(into.length, at)
  }

  flush(): void {
    this.flushes += 1
  }

  truncate(size: number): void {
    if (size === 0) this.written.clear()
    this.head = size
  }

  private touch(bytes: number, at: number): void {
    const { touch, mib, jump } = this.cost
    this.now += touch + (mib * bytes) / MIB + (at === this.head || at === 0 ? 0 : jump)
    this.head = at + bytes
  }
}

const silent = (): void => {}

describe('a file measured', () => {
  it.each([
    ['written', measureWriting, true],
    ['read', measureReading, false],
  ])('as it is %s shows what a jump costs, and what a touch costs', (_, measure, flushes) => {
    const file = new SlowFile({ touch: 0.01, mib: 4, jump: 1 })
    const told: number[] = []
    const series = measure(
      file,
      () => file.now,
      (done) => told.push(done),
    )
    expect(told).toEqual([1, 2, 3])
    // MB/s of a block: its bytes over what it costs.
    const rate = (block: number, jump: number) => block / 1e6 / ((0.01 + (4 * block) / MIB + jump) / 1_000)
    const expected = [rate(64 * KIB, 0), rate(4 * KIB, 0), rate(4 * KIB, 1)]
    series.forEach(({ values, unit }, i) => {
      expect(values).toHaveLength(RUNS)
      expect(unit).toBe('MB/s')
      expect(medianOf(values) / (expected[i] ?? 0)).toBeCloseTo(1, 1)
    })
    expect(file.flushes > RUNS).toBe(flushes)
    expect(file.size).toBe(16 * MIB)
  })

  it('by batches holds real batches with every record in them, and shows what a touch costs', () => {
    const file = new SlowFile({ touch: 1, mib: 0, jump: 0 })
    const held: number[] = []
    const series = measureBatching(
      file,
      () => file.now,
      () => {
        const batches = [...file.written.values()].map((bytes) => scanBatches(bytes))
        expect(batches.every(({ problem }) => problem === null)).toBe(true)
        held.push(
          batches.flatMap(({ batches: all }) => all).reduce((sum, { header }) => sum + header.count, 0),
        )
      },
    )
    expect(held).toEqual([1_000, 1_000, 1_000, 1_000])
    // A touch a batch and a millisecond a touch: as many thousand records a second as there are in a batch.
    expect(series.map(({ values }) => medianOf(values))).toEqual([1_000, 10_000, 100_000, 1_000_000])
  })
})

describe('buffers to another thread', () => {
  it('are copied or handed over as asked, and timed there and back', async () => {
    let now = 0
    const ways: boolean[] = []
    const send = (buffer: ArrayBuffer, isHandedOver: boolean): Promise<ArrayBuffer> => {
      ways.push(isHandedOver)
      now += isHandedOver ? 0.5 : buffer.byteLength / MIB
      return Promise.resolve(buffer)
    }
    const series = await measureHanding(send, () => now, silent)
    expect(series.map(({ id, values }) => [id, medianOf(values)])).toEqual([
      ['copy-1', 1],
      ['hand-1', 0.5],
      ['copy-16', 16],
      ['hand-16', 0.5],
    ])
    expect(new Set(ways).size).toBe(2)
  })
})

it('the middle of a few values', () => {
  expect([medianOf([3, 1, 2]), medianOf([4, 1, 2, 3])]).toEqual([2, 2.5])
  expect(medianOf([])).toBeNaN()
})
