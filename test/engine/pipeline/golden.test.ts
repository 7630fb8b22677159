import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { sizesOf } from '../../../src/engine/pipeline/sizes.ts'
import { createPipelineEngine } from '../../../src/labs/pipeline/scenario.ts'
import { PIPELINE_SCENARIOS } from '../../../src/labs/pipeline/scenarios.ts'
import { CLOCKWORK, createRun, finishedRun, laneOf, settingsWith, summaryOf } from './support.ts'

/** Numbers with a source: slide 6's own arithmetic (errata X10 to X12), and what vsync does to a rate. */

describe("slide 6's loop: draw, then sleep for 1/60 s", () => {
  it.each([
    [1, 56.6],
    [3, 50.8],
    [5, 46.2],
    [8, 40.5],
  ])('with %d ms of drawing shows %d frames a second of 60', (render, fps) => {
    const engine = finishedRun({ ...CLOCKWORK, render, for: 20 })
    const { fps: measured, drift } = summaryOf(engine, 'whiteboard')
    expect(measured.toFixed(1)).toBe(fps.toFixed(1))
    // What a minute of turns is too long: drawing is the whole excess of each turn.
    expect(drift).toBeCloseTo((60 * render) / (render + 1_000 / 60), 2)
    expect(summaryOf(engine, 'production').fps).toBeCloseTo(60, 3)
  })

  it('drifts by 3.4 seconds a minute with a single millisecond of drawing', () => {
    expect(summaryOf(finishedRun({ ...CLOCKWORK, render: 1 }), 'whiteboard').drift).toBeCloseTo(3.4, 1)
  })

  it.each([
    ['sixtieth', 1_000 / (5 + 1_000 / 60)],
    ['sixteen', 1_000 / 21],
    ['rest', 60],
  ] as const)('pausing "%s" after 5 ms of drawing shows %d a second', (pause, fps) => {
    const engine = finishedRun({ ...CLOCKWORK, render: 5, pause, for: 10 })
    expect(summaryOf(engine, 'whiteboard').fps).toBeCloseTo(fps, 1)
  })

  it('fills its decode ring of 30 by what it leaves, and then gives up as much', () => {
    // 60 in and 46.15 out a second: 13.85 too many; 30 slots last for 2.17 s.
    const engine = createRun({ ...CLOCKWORK, render: 5, for: 60 })
    engine.advance(2.1 * SECOND)
    expect(summaryOf(engine, 'whiteboard').droppedDecoded).toBe(0)
    engine.advance(2.35 * SECOND)
    expect(summaryOf(engine, 'whiteboard').droppedDecoded).toBeGreaterThan(0)
    engine.advance(60 * SECOND)
    const { droppedDecoded, shown } = summaryOf(engine, 'whiteboard')
    expect(droppedDecoded / (60 - 2.17)).toBeCloseTo(13.85, 1)
    expect(shown / 60).toBeCloseTo(46.15, 1)
  })

  it('makes a third ring and never uses it', () => {
    const lane = laneOf(finishedRun({ render: 5 }), 'whiteboard')
    expect(lane.rings.render?.slots).toBe(3)
    expect(lane.rings.render?.heldIntegral(30 * SECOND)).toBe(0)
  })
})

describe('memory', () => {
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(0)

  it.each([
    ['1080p', 'yuv420-8', '93'],
    ['2160p', 'yuv420-10', '746'],
    ['1080p', 'rgba', '249'],
  ] as const)('of thirty decoded frames, %s %s: %s MB', (picture, pixel, expected) => {
    const { bytes } = summaryOf(createRun({ picture, pixel }), 'production')
    expect(mb(bytes.decoded)).toBe(expected)
  })

  it('of three drawn pictures: 25 MB in 1080p, 100 in 4K, used or not', () => {
    for (const lane of ['whiteboard', 'production'] as const) {
      expect(mb(summaryOf(createRun({ picture: '1080p' }), lane).bytes.render)).toBe('25')
      expect(mb(summaryOf(createRun({ picture: '2160p' }), lane).bytes.render)).toBe('100')
    }
  })

  it('of a full network ring: 1.67 seconds at 60 frames a second, a megabyte at 5 Mbit/s', () => {
    const settings = settingsWith({ fps: 60, bitrate: 5, gop: 60 })
    const { key, other } = sizesOf(settings)
    expect(key / other).toBe(8)
    expect((key + 59 * other) * 8).toBeCloseTo(5e6, 3) // a group is a second
    expect(((2 * key + 98 * other) / 1e6).toFixed(2)).toBe('1.06')
  })
})

describe('a lost key frame', () => {
  it.each([
    [60, 59, 1_000],
    [15, 14, 250],
  ])('with a key frame every %d: %d frames are of no use', (gop, useless, ms) => {
    const engine = finishedRun({ ...CLOCKWORK, gop, loseKey: 3, for: 6 })
    for (const lane of ['whiteboard', 'production'] as const)
      expect(summaryOf(engine, lane).undecodable).toBe(useless)
    const { longestGapMs } = summaryOf(engine, 'production')
    expect(Math.abs(longestGapMs - ms - 1_000 / 60)).toBeLessThan(1)
  })

  it('costs nothing beyond itself when every frame is a key frame', () => {
    const { undecodable, longestGapMs } = summaryOf(
      finishedRun({ ...CLOCKWORK, gop: 1, loseKey: 100 }),
      'production',
    )
    expect(undecodable).toBe(0)
    expect(longestGapMs).toBeCloseTo(2_000 / 60, 1)
  })
})

describe('swap buffers at 60 Hz', () => {
  const swap = { mode: 'swap', for: 20, renderFull: 'drop-oldest' } as const

  it.each([
    // drawing, one buffer, two, three
    [8, 125, 60, 60],
    [16, 62.5, 60, 60],
    [17, 58.8, 30, 58.8],
    [18, 55.6, 30, 55.6],
    [33, 30.3, 30, 30.3],
    [34, 29.4, 20, 29.4],
    [51, 19.6, 15, 19.6],
  ])('with %d ms of drawing show %d, %d and %d new pictures a second', (render, one, two, three) => {
    const engine = finishedRun({ ...swap, render })
    expect(Math.abs(summaryOf(engine, 'one').fps - one)).toBeLessThan(0.06)
    expect(Math.abs(summaryOf(engine, 'two').fps - two)).toBeLessThan(0.06)
    expect(Math.abs(summaryOf(engine, 'three').fps - three)).toBeLessThan(0.06)
  })

  it('tear with one buffer in every refresh, and never with two or three', () => {
    const engine = finishedRun({ ...swap, render: 18 })
    expect(summaryOf(engine, 'one').torn).toBe(20 * 60 + 1)
    expect(summaryOf(engine, 'two').torn + summaryOf(engine, 'three').torn).toBe(0)
  })

  it('tear with any number of buffers once nobody waits for vsync, and then nobody waits for a buffer', () => {
    const engine = finishedRun({ ...swap, render: 18, vsync: false })
    for (const lane of ['one', 'two', 'three'] as const) {
      expect(summaryOf(engine, lane).torn).toBeGreaterThan(1_000)
      expect(summaryOf(engine, lane).blockedMs).toBe(0)
      expect(summaryOf(engine, lane).fps).toBeCloseTo(1_000 / 18, 1)
    }
  })

  it('make the renderer wait with two: the rest of the second refresh, 15.3 of 33.3 ms', () => {
    const engine = finishedRun({ ...swap, render: 18 })
    expect(summaryOf(engine, 'two').blockedMs / 20_000).toBeCloseTo(15.33 / 33.33, 2)
    expect(summaryOf(engine, 'one').blockedMs + summaryOf(engine, 'three').blockedMs).toBe(0)
  })

  it('give up every other picture with three and 8 ms of drawing, for a fresher one', () => {
    const engine = finishedRun({ ...swap, render: 8 })
    const [two, three] = [summaryOf(engine, 'two'), summaryOf(engine, 'three')]
    expect(three.droppedRender / three.received).toBeCloseTo(1 - 60 / 125, 2)
    expect(two.ageMs.mean - three.ageMs.mean).toBeGreaterThan(4)
  })

  it('waste nothing with three in line, and show each picture a refresh and more later', () => {
    const mailbox = summaryOf(finishedRun({ ...swap, render: 8 }), 'three')
    const line = summaryOf(finishedRun({ ...swap, render: 8, renderFull: 'block' }), 'three')
    expect(line.droppedRender).toBe(0)
    expect(line.fps).toBeCloseTo(60, 1)
    expect(line.ageMs.mean - mailbox.ageMs.mean).toBeGreaterThan(1_000 / 60)
  })
})

describe('the trace of each scenario', () => {
  it('is what it was', () => {
    const hashes = PIPELINE_SCENARIOS.map(({ id, seed, params }) => {
      const engine = createPipelineEngine({ scenario: id, seed, params, attachment: null })
      engine.advance(engine.extent)
      return `${id} ${engine.traceHash()}`
    })
    expect(hashes).toMatchInlineSnapshot(`
      [
        "drift ffaf00c496c4880a",
        "slow-decoder 647dc45430c7fb84",
        "key-lost 6ec64ed25dae6aee",
        "swap 7ef9a47f33d306a4",
        "light 8f8c2217574e66e9",
        "outage bee9352c74d094ba",
        "fast-swap c53d7913971c51b0",
        "uhd 373bae07b7aa8874",
      ]
    `)
    expect(new Set(hashes.map((line) => at(line.split(' '), 1))).size).toBe(PIPELINE_SCENARIOS.length)
  })
})
