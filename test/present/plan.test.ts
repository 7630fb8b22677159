import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextMoment, placeMoments } from '../../src/present/key-moments.ts'
import { inWords, paceAt, paceWords } from '../../src/present/pace.ts'
import { clock, readTotal, scaleTo, startsOf, STATED_TOTAL, sum } from '../../src/present/plan.ts'

/** Seconds of the 25 slides, S1 to S25 of the episode's fact sheet (section 2B). */
const DRAWN = [
  15, 30, 45, 50, 45, 55, 35, 50, 55, 50, 45, 55, 50, 35, 40, 50, 50, 45, 60, 55, 60, 45, 40, 45, 50,
]
/** Slides of the acts, and what they take (section 0.3 of the fact sheet). */
const ACTS = [
  { slides: [1, 7], takes: 275 },
  { slides: [8, 14], takes: 340 },
  { slides: [15, 18], takes: 185 },
  { slides: [19, 25], takes: 355 },
] as const

describe('a plan', () => {
  it('has the slides at the starts that the fact sheet computes', () => {
    expect(sum(DRAWN)).toBe(1_155)
    for (const { slides, takes } of ACTS) expect(sum(DRAWN.slice(slides[0] - 1, slides[1]))).toBe(takes)
    const starts = startsOf(DRAWN).map((seconds) => clock(seconds))
    const stated = {
      3: '0:45',
      6: '3:05',
      8: '4:35',
      10: '6:20',
      12: '7:55',
      16: '10:55',
      19: '13:20',
      25: '18:25',
    }
    for (const [slide, start] of Object.entries(stated)) expect(starts[Number(slide) - 1], slide).toBe(start)
  })

  it('is scaled by 0.935 to fit the stated 18:00', () => {
    const scaled = scaleTo(DRAWN, STATED_TOTAL)
    expect(sum(scaled)).toBe(1_080)
    for (const [i, seconds] of scaled.entries())
      expect(Math.abs(seconds - (DRAWN[i] ?? 0) * 0.935), `slide ${i + 1}`).toBeLessThan(1)
  })

  it('adds up exactly to any total, and keeps what takes longer longer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 60, max: 36_000 }),
        (seconds, total) => {
          const scaled = scaleTo(seconds, total)
          expect(sum(scaled)).toBe(total)
          const byLength = seconds
            .map((each, i) => ({ each, got: scaled[i] ?? 0 }))
            .toSorted((a, b) => a.each - b.each)
          for (const [i, { got }] of byLength.slice(1).entries())
            expect(got).toBeGreaterThanOrEqual((byLength[i]?.got ?? 0) - 1)
          const exact = seconds.map((each) => (each * total) / sum(seconds))
          for (const [i, each] of scaled.entries()) expect(Math.abs(each - (exact[i] ?? 0))).toBeLessThan(1)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('takes a total as one types it, and says what is wrong with another', () => {
    const good = { '18': 1_080, '18:00': 1_080, ' 19:15 ': 1_155, '1:05:00': 3_900, '90': 5_400 }
    for (const [text, seconds] of Object.entries(good))
      expect(readTotal(text), text).toEqual({ ok: true, value: seconds })
    for (const text of ['', 'soon', '18:75', '1:60:00', '18.5', '-3', '1:2:3:4'])
      expect(readTotal(text), text).toMatchObject({
        ok: false,
        problem: { what: expect.stringContaining('“') },
      })
    for (const text of ['0', '0:30', '601']) expect(readTotal(text).ok, text).toBe(false)
  })

  it('tells times with their sign', () => {
    expect([0, 75, 3_900, -75, 59.9, -0.5].map(clock)).toEqual([
      '0:00',
      '1:15',
      '1:05:00',
      '−1:15',
      '0:59',
      '0:00',
    ])
  })
})

describe('the pace', () => {
  it('is on time while the plan has the same slide on, and tells how far off it is otherwise', () => {
    // Slide 3 is planned from 0:45 to 1:30.
    const at = (elapsed: number): string => paceWords(paceAt(DRAWN, 2, elapsed))
    expect([45, 60, 90].map(at)).toEqual(['on time', 'on time', 'on time'])
    expect(at(25)).toBe('20 s ahead')
    expect(at(125)).toBe('35 s behind')
    expect(at(90 + 125)).toBe('2 min 5 s behind')
    expect(paceAt(DRAWN, 2, 60).left).toBe(30)
    expect([45, 60, 125].map(inWords)).toEqual(['45 s', '1 min', '2 min 5 s'])
  })

  it('is on time, all the way, for whoever keeps to the plan', () => {
    const starts = startsOf(DRAWN)
    for (let second = 0; second < 1_155; second++) {
      const slide = starts.findLastIndex((start) => start <= second)
      expect(paceAt(DRAWN, slide, second).kind).toBe('on-time')
    }
  })
})

describe('the key moments', () => {
  it('are where X45 of the fact sheet finds them: four as stated, five elsewhere', () => {
    const moments = placeMoments(DRAWN)
    const told = moments.map(({ id, stated, slide, starts, agrees, instead }) =>
      [id, clock(stated), slide, clock(starts), agrees ? 'as stated' : instead].join(' '),
    )
    expect(told).toEqual([
      'M1 1:00 3 0:45 as stated',
      'M2 3:00 6 3:05 5',
      'M3 5:00 8 4:35 as stated',
      'M4 8:00 10 6:20 12',
      'M5 10:00 12 7:55 14',
      'M6 12:00 16 10:55 17',
      'M7 14:00 19 13:20 as stated',
      'M8 16:00 20 14:20 21',
      'M9 18:00 24 17:40 as stated',
    ])
  })

  it('come one after the other, and the last has none after it', () => {
    const moments = placeMoments(DRAWN)
    expect([1, 3, 12, 24].map((slide) => nextMoment(moments, slide)?.id)).toEqual([
      'M1',
      'M2',
      'M6',
      undefined,
    ])
  })

  it('move with another total; what is stated stays', () => {
    const moments = placeMoments(scaleTo(DRAWN, STATED_TOTAL))
    expect(moments.map(({ stated }) => stated / 60)).toEqual([1, 3, 5, 8, 10, 12, 14, 16, 18])
    // An episode of 18:00 ends with its last minute stated as slide 24: nothing is on at 18:00.
    expect(moments.at(-1)).toMatchObject({ agrees: false, instead: null })
  })
})
