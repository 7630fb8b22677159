import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { bbaLevel, bbaRate, createBba } from '../../../src/engine/film/players/bba.ts'
import {
  bolaLevel,
  bolaRoom,
  bolaSwitches,
  createBola,
  steadyBolaLevel,
} from '../../../src/engine/film/players/bola.ts'
import { chooseLevel, nearestLevel } from '../../../src/engine/film/players/index.ts'
import { HALF_LIVES, Throughput, throughputLevel } from '../../../src/engine/film/players/throughput.ts'
import { LADDER } from '../../../src/engine/film/settings.ts'
import { createRun, filmOf, finishedRun } from './support.ts'

const TOP = LADDER.length - 1

describe('BOLA', () => {
  // Source: dash.js 5.1.1, BolaRule, with bufferTimeDefault 18 s: buffer time max(18, 10 + 2 x 6) = 22 s. The numbers
  // were computed from its formulas outside this project.
  const bola = createBola(18, LADDER)

  it('has the constants of dash.js for our ladder', () => {
    expect(bola.gp).toBeCloseTo(2.218823, 6)
    expect(bola.vp).toBeCloseTo(4.506894, 6)
  })

  it('switches up where dash.js does', () => {
    const golden = [7.2469, 10.5992, 12.6463, 14.5957, 16.5029]
    expect(bolaSwitches(bola).map((point) => Number(point.toFixed(4)))).toEqual(golden)
    golden.forEach((point, level) => {
      expect(bolaLevel(bola, point - 0.001)).toBe(level)
      expect(bolaLevel(bola, point + 0.001)).toBe(level + 1)
    })
  })

  it('is worth no more than waiting at 10 s for the lowest bitrate and at 22 s for the highest', () => {
    expect(at(bola.worth, 0)).toBeCloseTo(10, 9)
    expect(at(bola.worth, TOP)).toBeCloseTo(22, 9)
  })

  it('keeps to 22 s for a smaller buffer, and stretches with a larger one', () => {
    expect(createBola(4, LADDER)).toEqual(createBola(22, LADDER))
    const wide = bolaSwitches(createBola(60, LADDER))
    expect(wide.at(-1)).toBeGreaterThan(30)
    // The wider the buffer, the steeper the rule: the first switch comes earlier, before there is any buffer at all.
    expect(at(wide, 0)).toBeLessThan(0)
  })

  it('chooses the level of the greatest score, whatever the ladder and the buffer', () => {
    const ladders = fc
      .uniqueArray(fc.integer({ min: 50, max: 20_000 }), { minLength: 2, maxLength: 8 })
      .map((bitrates) => bitrates.sort((a, b) => a - b))
    fc.assert(
      fc.property(
        ladders,
        fc.integer({ min: 4, max: 240 }),
        fc.double({ min: 0, max: 300, noNaN: true }),
        (bitrates, buffer, held) => {
          // By the formula as the paper has it, in its own words: maximise (V (v + gamma p) - Q) / S.
          const lowest = at(bitrates, 0)
          const top = Math.log(at(bitrates, bitrates.length - 1) / lowest)
          const time = Math.max(buffer, 10 + 2 * bitrates.length)
          const gammaP = top / (time / 10 - 1)
          const v = 10 / gammaP
          const scores = bitrates.map((kbps) => (v * (Math.log(kbps / lowest) + gammaP) - held) / kbps)
          const chosen = at(scores, bolaLevel(createBola(buffer, bitrates), held))
          expect(chosen).toBeGreaterThanOrEqual(Math.max(...scores) - 1e-6)
        },
      ),
    )
  })

  it('never goes down as the buffer grows', () => {
    for (const buffer of [4, 22, 60, 240]) {
      const rule = createBola(buffer, LADDER)
      const levels = Array.from({ length: 3_000 }, (_, i) => bolaLevel(rule, i / 10))
      expect(levels).toEqual(levels.toSorted((a, b) => a - b))
      expect(levels.at(-1)).toBe(TOP)
    }
  })

  it('does not climb above what 90 % of the throughput sustains, and does not go down for it either', () => {
    expect(steadyBolaLevel(bola, 17, 0, 2_000)).toBe(2) // 1,200 fits into 1,800, 1,850 does not
    expect(steadyBolaLevel(bola, 17, 4, 2_000)).toBe(4)
    expect(steadyBolaLevel(bola, 17, 5, 2_000)).toBe(5)
    expect(steadyBolaLevel(bola, 17, 0, 100)).toBe(0)
    expect(steadyBolaLevel(bola, 8, 5, 9_000)).toBe(1)
    expect(steadyBolaLevel(bola, 17, -1, 9_000)).toBe(5)
  })
})

describe('a film that BOLA plays', () => {
  // Held to 300 of 500 kbit/s, and to 1,850 of 3,000, whose room is beyond the buffer.
  it.each([
    [500, 0, true],
    [3_000, 3, false],
  ])(
    'at %d kbit/s never asks below the top with more in hand than its level has room for',
    (capacity, level, waits) => {
      const film = filmOf(finishedRun({ capacity, player: ['bola'], for: 200 }), 'bola')
      const room = bolaRoom(createBola(22, LADDER))
      const held = Array.from({ length: film.segmentsAsked }, (_, i) => film.held.get(i) / SECOND)
      const tooFull = held.filter((buffer, i) => {
        const own = film.level.get(i)
        return own < TOP && buffer > at(room, own) + 1e-6
      })
      expect(tooFull).toEqual([])
      expect(film.level.get(film.segmentsAsked - 1)).toBe(level)
      // Where it waits, it is filled up to that room; elsewhere up to the buffer.
      expect(Math.max(...held)).toBeCloseTo(waits ? at(room, level) : 22, 1)
    },
  )
})

describe('BBA-0', () => {
  // Source: Huang et al., SIGCOMM 2014: a buffer of 240 s, a reservoir of 90 s, a cushion to 90 % of the buffer.
  const paper = createBba(240, [235, 5_000])

  it('has the reservoir and the cushion of the paper in a buffer of the paper', () => {
    expect([paper.reservoir, paper.cushion, paper.reservoir + paper.cushion]).toEqual([90, 126, 216])
  })

  it.each([
    [0, 235],
    [90, 235],
    [120, 1_369.52],
    [153, 2_617.5],
    [200, 4_394.92],
    [216, 5_000],
    [240, 5_000],
  ])('maps %d s to %d kbit/s', (buffer, kbps) => {
    expect(bbaRate(paper, buffer)).toBeCloseTo(kbps, 2)
  })

  it('scales with the buffer', () => {
    expect(createBba(22, LADDER)).toEqual({ reservoir: 8.25, cushion: 11.55, bitrates: LADDER })
  })

  it('stays until the line reaches the next step, and then goes to the step it has passed', () => {
    const rule = createBba(240, LADDER)
    const heldFor = (kbps: number): number => 90 + (126 * (kbps - 300)) / 4_000
    expect(bbaLevel(rule, heldFor(1_199), 1)).toBe(1)
    expect(bbaLevel(rule, heldFor(1_200.1), 1)).toBe(2)
    expect(bbaLevel(rule, heldFor(2_000), 1)).toBe(3) // two steps at once
    expect(bbaLevel(rule, heldFor(760), 2)).toBe(2)
    expect(bbaLevel(rule, heldFor(749.9), 2)).toBe(1)
    expect(bbaLevel(rule, heldFor(400), 4)).toBe(1) // the lowest above the line
    expect(bbaLevel(rule, 90, 5)).toBe(0)
    expect(bbaLevel(rule, 216, 0)).toBe(TOP)
    expect(bbaLevel(rule, 0, -1)).toBe(0)
  })

  it('is always within a step of the line', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.integer({ min: -1, max: TOP }),
        fc.integer({ min: 4, max: 240 }),
        (held, before, buffer) => {
          const rule = createBba(buffer, LADDER)
          const level = bbaLevel(rule, held, before)
          const rate = bbaRate(rule, held)
          expect(rate).toBeGreaterThanOrEqual(LADDER[level - 1] ?? 0)
          expect(rate).toBeLessThanOrEqual(LADDER[level + 1] ?? Infinity)
        },
      ),
    )
  })
})

describe('the throughput', () => {
  it('is 500 kbit/s before anything is known, as hls.js has it', () => {
    expect(new Throughput(HALF_LIVES.hls).kbps).toBe(500)
  })

  it('is the first sample after one, however short it was', () => {
    const estimate = new Throughput(HALF_LIVES.hls)
    estimate.add(3_210, 40_000)
    expect(estimate.kbps).toBe(3_210)
  })

  it('halves the weight of what is 3 s and 9 s old, and takes the lower average', () => {
    // By hand. After a second at 1,000 and three at 5,000: quick (1000 (1 - 2^-1/3) 2^-1 + 5000 (1 - 2^-1)) /
    // (1 - 2^-4/3), slow the same with 9 instead of 3.
    const average = (halfLife: number): number => {
      const [one, three, four] = [1, 3, 4].map((seconds) => 0.5 ** (seconds / halfLife)) as [
        number,
        number,
        number,
      ]
      return (1_000 * (1 - one) * three + 5_000 * (1 - three)) / (1 - four)
    }
    const up = new Throughput(HALF_LIVES.hls)
    up.add(1_000, SECOND)
    up.add(5_000, 3 * SECOND)
    expect(up.kbps).toBe(Math.round(average(9)))
    const down = new Throughput(HALF_LIVES.hls)
    down.add(9_000, SECOND)
    down.add(1_000, 30 * SECOND)
    expect(down.kbps).toBeLessThan(1_020) // the quick one
  })

  it('is the same after a save', () => {
    const one = new Throughput(HALF_LIVES.dash)
    one.add(800, SECOND)
    const other = new Throughput(HALF_LIVES.dash)
    other.restore(one.save())
    for (const estimate of [one, other]) estimate.add(4_000, 2 * SECOND)
    expect(other.kbps).toBe(one.kbps)
  })

  it.each([
    [500, -1, 0],
    [4_000, -1, 3], // 70 % of it are 2,800
    [4_000, 4, 4], // 95 % of it are 3,800
    [4_100, 3, 4],
    [2_900, 4, 3],
    [100, 5, 0],
    [9_999, 0, 5],
  ])('of %d kbit/s after level %d leads to level %d', (kbps, before, level) => {
    expect(throughputLevel(LADDER, kbps, before)).toBe(level)
  })
})

describe('a choice', () => {
  const { settings } = createRun({})

  it('of the one bitrate is the step nearest to it', () => {
    expect(LADDER.map((kbps) => nearestLevel(kbps))).toEqual([0, 1, 2, 3, 4, 5])
    expect([nearestLevel(1_000), nearestLevel(525), nearestLevel(9_999)]).toEqual([2, 0, 5])
    expect(chooseLevel('fixed', settings, { buffer: 0, last: 1, kbps: 100 })).toBe(4)
  })

  it('is on the ladder, whatever is held and known', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('fixed', 'bba', 'bola', 'rate'),
        fc.nat(300 * SECOND),
        fc.integer({ min: -1, max: TOP }),
        fc.nat(30_000),
        (player, buffer, before, kbps) => {
          expect(LADDER[chooseLevel(player, settings, { buffer, last: before, kbps })]).toBeDefined()
        },
      ),
    )
  })
})
