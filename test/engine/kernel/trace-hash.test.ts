import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { RandomStream } from '../../../src/engine/kernel/random.ts'
import { TraceHash } from '../../../src/engine/kernel/trace-hash.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const hashOf = (values: readonly number[]): string => {
  const hash = new TraceHash()
  for (const value of values) hash.add(value)
  return hash.hex()
}

const whole = fc.oneof(fc.integer({ min: -3, max: 300 }), fc.maxSafeInteger())
const lists = fc.array(whole, { minLength: 1, maxLength: 40 })

describe('the trace hash', () => {
  it('is sixteen lower-case hexadecimal digits, from the first moment on', () => {
    fc.assert(
      fc.property(fc.array(whole), (values) => {
        expect(hashOf(values)).toMatch(/^[0-9a-f]{16}$/)
      }),
    )
  })

  it('changes when any one number changes', () => {
    fc.assert(
      fc.property(lists, fc.nat(), whole, (values, where, other) => {
        const index = where % values.length
        fc.pre(values[index] !== other)
        expect(hashOf(values.with(index, other))).not.toBe(hashOf(values))
      }),
      { numRuns: 1_000 },
    )
  })

  it('changes when two different numbers change places', () => {
    fc.assert(
      fc.property(lists, fc.nat(), fc.nat(), (values, a, b) => {
        const first = values[a % values.length] ?? 0
        const second = values[b % values.length] ?? 0
        fc.pre(first !== second)
        const swapped = values.with(a % values.length, second).with(b % values.length, first)
        expect(hashOf(swapped)).not.toBe(hashOf(values))
      }),
      { numRuns: 1_000 },
    )
  })

  it('changes when a number is left out at either end, zeros included', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1), { minLength: 1, maxLength: 40 }), (values) => {
        const three = [hashOf(values), hashOf([...values, 0]), hashOf([0, ...values])]
        expect(new Set(three).size).toBe(new Set([values, [...values, 0], [0, ...values]].map(String)).size)
      }),
    )
  })

  it('reads numbers beyond 32 bits whole', () => {
    const near = [0, 2 ** 32, 2 ** 33, 2 ** 52, 2 ** 52 + 1, -1, -(2 ** 32)]
    expect(new Set(near.map((value) => hashOf([value]))).size).toBe(near.length)
  })

  it('tells 200,000 short sequences apart', () => {
    // Sixty-four good bits would meet a first collision at about 2^32 sequences.
    const stream = RandomStream.of(1, 'sequences')
    const sequences = new Set<string>()
    while (sequences.size < 200_000)
      sequences.add(Array.from({ length: 1 + stream.below(5) }, () => stream.below(1_000)).join())
    const hashes = new Set([...sequences].map((text) => hashOf(text.split(',').map(Number))))
    expect(hashes.size).toBe(200_000)
  })

  it('goes on from a saved state as if nothing had been in between', () => {
    fc.assert(
      fc.property(lists, lists, lists, (before, aside, after) => {
        const hash = new TraceHash()
        for (const value of before) hash.add(value)
        const saved = hash.save()
        for (const value of aside) hash.add(value)
        hash.restore(saved)
        for (const value of after) hash.add(value)
        expect(hash.hex()).toBe(hashOf([...before, ...after]))
      }),
    )
  })
})
