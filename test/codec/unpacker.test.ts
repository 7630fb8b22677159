import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Unpacker } from '../../src/codec/unpacker.ts'

/** What comes out of `bytes` in pieces of `step`, and why not all of it. */
function unpack(bytes: Uint8Array, step: number) {
  const pieces: Uint8Array[] = []
  const unpacker = new Unpacker((piece) => void pieces.push(piece.slice()))
  for (let from = 0; from < bytes.length; from += step)
    if (!unpacker.push(bytes.subarray(from, from + step))) break
  const finished = unpacker.finish()
  return {
    bytes: new Uint8Array(Buffer.concat(pieces)),
    problem: finished.ok ? null : finished.problem.what,
    isGzip: unpacker.isGzip,
  }
}

const anyStep = fc.integer({ min: 1, max: 400 })
const text = Buffer.from(Array.from({ length: 3_000 }, (_, i) => `line ${i} ${Math.sin(i)}\n`).join(''))

describe('an unpacker', () => {
  it('passes what is no gzip on as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), anyStep, (bytes, step) => {
        fc.pre(!(bytes[0] === 0x1f && bytes[1] === 0x8b))
        expect(unpack(bytes, step)).toEqual({ bytes, problem: null, isGzip: false })
      }),
    )
  })

  it('unpacks gzip of any number of members, however it is cut', () => {
    const members = fc.array(fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.nat(9)), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(members, anyStep, (parts, step) => {
        const packed = Buffer.concat(parts.map(([part, level]) => gzipSync(part, { level })))
        const whole = new Uint8Array(Buffer.concat(parts.map(([part]) => part)))
        expect(unpack(packed, step)).toEqual({ bytes: whole, problem: null, isGzip: true })
      }),
    )
  })

  it('says when the file ends too soon, wherever that is, and gives what came before', () => {
    const packed = gzipSync(text)
    for (const length of [2, 5, 19, 200, packed.length >> 1, packed.length - 9, packed.length - 1]) {
      const { bytes, problem } = unpack(packed.subarray(0, length), 1_000)
      expect(problem, `${length} bytes`).not.toBeNull()
      expect(text.subarray(0, bytes.length).equals(bytes)).toBe(true)
      const least = length > packed.length >> 2 ? text.length >> 3 : 0
      expect(bytes.length).toBeGreaterThanOrEqual(least)
    }
  })

  it('finds any byte that was changed, in the first member and in the last', () => {
    const member = gzipSync(text)
    const packed = Buffer.concat([member, member])
    // Flags, time and system of a header say nothing about the content.
    const headers = new Set(
      [0, member.length].flatMap((start) => Array.from({ length: 10 }, (_, i) => start + i)),
    )
    let found = 0
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        fc.pre(!headers.has(at))
        const changed = Buffer.from(packed)
        changed[at] = (changed[at] ?? 0) ^ flip
        const { bytes, problem } = unpack(changed, 4_096)
        // A few bits mean nothing, such as those that fill up a last byte: then the content is what it was.
        expect(problem !== null || Buffer.concat([text, text]).equals(bytes)).toBe(true)
        found += Number(problem !== null)
      }),
      { numRuns: 60 },
    )
    expect(found).toBeGreaterThan(50)
  })

  it('holds no more at once than a slice of a bomb gives', () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 26))
    let largest = 0
    let size = 0
    const unpacker = new Unpacker((piece) => {
      largest = Math.max(largest, piece.length)
      size += piece.length
    })
    unpacker.push(bomb)
    expect(unpacker.finish().ok).toBe(true)
    expect(size).toBe(2 ** 26)
    expect(largest).toBeLessThan(18 * 2 ** 20)
  })
})
