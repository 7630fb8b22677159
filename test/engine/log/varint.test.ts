import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteReader } from '../../../src/engine/log/bytes/byte-reader.ts'
import { readInt64, writeInt64 } from '../../../src/engine/log/bytes/int64.ts'
import {
  sizeOfVarint,
  sizeOfVarlong,
  writeVarint,
  writeVarlong,
} from '../../../src/engine/log/bytes/varint.ts'

const int32 = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 1, 2 ** 31 - 1, -(2 ** 31), 63, 64, -64, -65))
const safe = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.constantFrom(
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
    -(2 ** 32),
  ),
)

/** The same by BigInt, as the format is told: zig-zag, then seven bits a byte from the lowest. */
function plain(value: number): number[] {
  const n = BigInt(value)
  let bits = n >= 0n ? 2n * n : -2n * n - 1n
  const bytes: number[] = []
  for (; bits >= 128n; bits /= 128n) bytes.push(Number(bits % 128n) + 128)
  return [...bytes, Number(bits)]
}

const written = (write: typeof writeVarint, value: number): number[] => {
  const bytes = new Uint8Array(12)
  return [...bytes.subarray(0, write(bytes, 0, value))]
}

describe('zig-zag varints', () => {
  test('the table of Protocol Buffers', () => {
    // https://protobuf.dev/programming-guides/encoding/#signed-ints
    expect([0, -1, 1, -2].map((n) => written(writeVarint, n))).toEqual([[0], [1], [2], [3]])
    expect(written(writeVarint, 0x7fffffff)).toEqual([0xfe, 0xff, 0xff, 0xff, 0x0f])
    expect(written(writeVarint, -0x80000000)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f])
  })

  test('32 bits: as BigInt has it, as long as told, and back', () => {
    fc.assert(
      fc.property(int32, (value) => {
        const bytes = written(writeVarint, value)
        expect(bytes).toEqual(plain(value))
        expect(sizeOfVarint(value)).toBe(bytes.length)
        const reader = new ByteReader(Uint8Array.from(bytes))
        expect([reader.varint(), reader.remaining, reader.problem]).toEqual([value, 0, null])
      }),
    )
  })

  test('64 bits: as BigInt has it, as long as told, and back', () => {
    fc.assert(
      fc.property(safe, (value) => {
        const bytes = written(writeVarlong, value)
        expect(bytes).toEqual(plain(value))
        expect(sizeOfVarlong(value)).toBe(bytes.length)
        const reader = new ByteReader(Uint8Array.from(bytes))
        expect([reader.varlong(), reader.remaining, reader.problem]).toEqual([value, 0, null])
      }),
    )
  })

  test.each([
    ['a varint that never ends', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 'varint', 'varint'],
    ['a varint of 33 bits', [0xff, 0xff, 0xff, 0xff, 0x1f], 'varint', 'varint'],
    ['a varint cut short', [0xff, 0xff], 'varint', 'truncated'],
    ['a varlong that never ends', Array.from({ length: 12 }, () => 0xff), 'varlong', 'varint'],
    ['a varlong of 65 bits', [...Array.from({ length: 9 }, () => 0xff), 0x03], 'varlong', 'varint'],
    ['a varlong beyond 2^53', [...Array.from({ length: 9 }, () => 0xff), 0x01], 'varlong', 'size'],
    ['a varlong cut short', [0x80], 'varlong', 'truncated'],
  ] as const)('%s is told', (_, bytes, read, kind) => {
    const reader = new ByteReader(Uint8Array.from(bytes))
    expect(reader[read]()).toBe(0)
    expect(reader.problem?.kind).toBe(kind)
  })

  test('fixed 64 bits: as DataView has it, and back', () => {
    fc.assert(
      fc.property(safe, (value) => {
        const bytes = new Uint8Array(8)
        writeInt64(bytes, 0, value)
        expect(new DataView(bytes.buffer).getBigInt64(0)).toBe(BigInt(value))
        expect(readInt64(bytes, 0)).toBe(value)
      }),
    )
  })
})
