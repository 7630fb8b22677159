import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exponentialOf } from '../../../src/engine/kernel/exponential.ts'
import { RandomStream } from '../../../src/engine/kernel/random.ts'
import { chiSquare, correlation } from '../../support/statistics.ts'

const words = (stream: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.uint32())
const uniforms = (stream: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.uniform())

const seeds = fc.integer({ min: 0, max: 0xffff_ffff })
const concerns = fc.string({ minLength: 1, maxLength: 20 })

describe('the generator', () => {
  it('repeats the reference outputs of xoshiro128** 1.1 for the state {1, 2, 3, 4}', () => {
    // From the authors' C code (https://prng.di.unimi.it/xoshiro128starstar.c), as in the tests of rand_xoshiro.
    const reference = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]
    expect(words(RandomStream.from([1, 2, 3, 4]), reference.length)).toEqual(reference)
  })

  it('keeps its uniforms inside the open interval (0, 1) for the smallest and the largest word', () => {
    // The word is rotl(b * 5, 7) * 9: b = 0 gives 0. For 2^32 - 1, undo the steps with the inverses of 9 and 5.
    const inverseOf9 = 954437177
    const inverseOf5 = 3435973837
    const rotated = Math.imul(0xffff_ffff, inverseOf9) >>> 0
    const largest = Math.imul((rotated >>> 7) | (rotated << 25), inverseOf5)
    expect(words(RandomStream.from([1, largest, 2, 3]), 1)).toEqual([0xffff_ffff])
    expect(RandomStream.from([1, largest, 2, 3]).uniform()).toBe(1 - 2 ** -33)
    expect(RandomStream.from([1, 0, 2, 3]).uniform()).toBe(2 ** -33)
  })
})

describe('exponentials', () => {
  it('are the logarithm of their draw, by another way to it', () => {
    const edges = Array.from({ length: 32 }, (_, e) => 2 ** e).flatMap((power) => [
      power - 1,
      power,
      power + 1,
    ])
    const cells = Array.from({ length: 129 }, (_, cell) => 2 ** 31 + cell * 2 ** 24 - 1)
    const draws = [...edges, ...cells, 2 ** 32 - 1].filter((bits) => bits < 2 ** 32)
    const check = (bits: number): void => {
      expect(Math.abs(exponentialOf(bits) + Math.log((bits + 0.5) / 2 ** 32)), `${bits}`).toBeLessThan(4e-15)
    }
    draws.forEach(check)
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), check))
  })

  it('have a mean and a variance of 1', () => {
    const stream = RandomStream.of(5, 'exponentials')
    const drawn = Array.from({ length: 40_000 }, () => stream.exponential())
    const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length
    const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length
    // Standard errors: 1 / sqrt(n) of the mean, sqrt(8 / n) of the variance.
    expect(Math.abs(mean - 1)).toBeLessThan(4 / Math.sqrt(drawn.length))
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(8 / drawn.length))
  })
})

describe('streams', () => {
  it('give the same draws many at once as one by one, and go on after them', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.nat(70), { maxLength: 6 }), (seed, batches) => {
        const one = RandomStream.of(seed, 'draws')
        const many = RandomStream.of(seed, 'draws')
        for (const length of batches) {
          const batch = new Uint32Array(length)
          many.drawInto(batch)
          expect([...batch, many.uint32()]).toEqual(words(one, length + 1))
        }
      }),
    )
  })

  it('do not notice how much another stream of the same run is used', () => {
    fc.assert(
      fc.property(seeds, concerns, concerns, fc.array(fc.nat(5), { maxLength: 40 }), (seed, a, b, uses) => {
        const alone = words(RandomStream.of(seed, a), uses.length)
        const stream = RandomStream.of(seed, a)
        const other = RandomStream.of(seed, b)
        const beside = uses.map((use) => {
          words(other, use)
          return stream.uint32()
        })
        expect(beside).toEqual(alone)
      }),
    )
  })

  it('differ by the name of the concern and by the seed', () => {
    const names = ['network.delay', 'network.loss', 'network.copy', 'network.copy-delay', 'network.detour']
    const starts = [0, 1, 2, 3, 0xffff_ffff].flatMap((seed) =>
      names.map((name) => words(RandomStream.of(seed, name), 4).join()),
    )
    expect(new Set(starts).size).toBe(starts.length)
  })

  it('are uncorrelated between concerns and between neighbouring seeds', () => {
    const count = 20_000
    const delay = uniforms(RandomStream.of(1, 'network.delay'), count)
    const loss = uniforms(RandomStream.of(1, 'network.loss'), count)
    const next = uniforms(RandomStream.of(2, 'network.delay'), count)
    // A correlation of independent numbers has a standard error of 1 / sqrt(n); four of them.
    expect(Math.abs(correlation(delay, loss))).toBeLessThan(4 / Math.sqrt(count))
    expect(Math.abs(correlation(delay, next))).toBeLessThan(4 / Math.sqrt(count))
  })

  it('are never stuck at zero, whatever the seed and the concern', () => {
    fc.assert(
      fc.property(seeds, concerns, (seed, concern) => {
        expect(
          RandomStream.of(seed, concern)
            .save()
            .some((word) => word !== 0),
        ).toBe(true)
      }),
    )
  })

  it.each([1, 2, 3, 4, 5])('are uniform over 100 cells in a chi-square test, seed %i', (seed) => {
    const cells = Array.from({ length: 100 }, () => 0)
    for (const u of uniforms(RandomStream.of(seed, 'uniformity'), 100_000)) {
      const cell = Math.floor(u * 100)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    // 99 degrees of freedom: the table's 0.001 and 0.999 points are 61.1 and 148.2.
    expect(chiSquare(cells, 1_000)).toBeGreaterThan(61.1)
    expect(chiSquare(cells, 1_000)).toBeLessThan(148.2)
  })

  it.each([1, 2, 3, 4, 5])('are uniform in pairs of successive numbers, seed %i', (seed) => {
    const stream = RandomStream.of(seed, 'pairs')
    const cells = Array.from({ length: 100 }, () => 0)
    for (let i = 0; i < 100_000; i++) {
      const cell = stream.below(10) * 10 + stream.below(10)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    expect(chiSquare(cells, 1_000)).toBeGreaterThan(61.1)
    expect(chiSquare(cells, 1_000)).toBeLessThan(148.2)
  })
})

describe('draws', () => {
  it('of below(n) are whole numbers from 0 to n - 1, and all of them occur', () => {
    const stream = RandomStream.of(7, 'below')
    const seen = new Set(Array.from({ length: 1_000 }, () => stream.below(6)))
    expect([...seen].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('of chance(p) are true in about p of all cases, always at 1 and never at 0', () => {
    const stream = RandomStream.of(7, 'chance')
    const count = 50_000
    const share = (p: number): number =>
      Array.from({ length: count }, () => stream.chance(p)).filter(Boolean).length / count
    expect(share(0)).toBe(0)
    expect(share(1)).toBe(1)
    expect(Math.abs(share(0.3) - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / count))
  })

  it('take exactly one word each, so that changing a probability shifts nothing', () => {
    const reference = words(RandomStream.of(9, 'aligned'), 5)
    const stream = RandomStream.of(9, 'aligned')
    stream.chance(0)
    stream.chance(1)
    stream.uniform()
    stream.below(1_000)
    expect(stream.uint32()).toBe(reference[4])
  })
})

describe('saving', () => {
  it('brings a stream back to the same future, any number of times', () => {
    fc.assert(
      fc.property(seeds, fc.nat(50), fc.nat(50), (seed, before, after) => {
        const stream = RandomStream.of(seed, 'saved')
        words(stream, before)
        const saved = stream.save()
        const future = words(stream, after)
        stream.restore(saved)
        expect(words(stream, after)).toEqual(future)
        expect(words(RandomStream.from(saved), after)).toEqual(future)
      }),
    )
  })
})
