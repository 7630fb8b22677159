import { describe, expect, it } from 'vitest'
import { SECOND, tickTime } from '../../../src/engine/kernel/time.ts'
import { FATE } from '../../../src/engine/pipeline/codes.ts'
import type { Lane } from '../../../src/engine/pipeline/lane.ts'
import { CLOCKWORK, createRun, finishedRun, laneOf, summaryOf } from './support.ts'

const shownBy = ({ screen }: Lane): number[] =>
  Array.from({ length: screen.shownFrame.length }, (_, i) => screen.shownFrame.get(i))

const fatesOf = ({ ledger }: Lane, fate: number): number[] =>
  Array.from({ length: ledger.length }, (_, frame) => frame).filter((frame) => ledger.fateOf(frame) === fate)

describe('the vsync player', () => {
  it('shows every frame at a refresh of its own, and skips none, when all is well', () => {
    const lane = laneOf(finishedRun({ ...CLOCKWORK, for: 10 }), 'production')
    const frames = shownBy(lane)
    expect(frames).toEqual(frames.map((_, i) => i))
    for (let i = 0; i < lane.screen.shownAt.length; i++) {
      const time = lane.screen.shownAt.get(i)
      expect(tickTime(Math.round((time * 60) / SECOND), 60)).toBe(time)
    }
    expect(lane.screen.longestGap(lane.screen.since)).toBeLessThanOrEqual(16_667)
  })

  it('begins after its playing delay, at the next refresh', () => {
    for (const playout of [0, 100, 250]) {
      const lane = laneOf(finishedRun({ ...CLOCKWORK, playout, for: 5 }), 'production')
      const wait = lane.screen.shownAt.get(0) - lane.ledger.arrivedAt.get(0)
      expect(wait).toBeGreaterThanOrEqual(playout * 1_000)
      // With no delay at all it must still decode and draw.
      expect(wait).toBeLessThanOrEqual(playout * 1_000 + 3 * 16_667)
    }
  })

  it('shows each frame of 30 a second for two refreshes, and of 24 for two and three in turn', () => {
    const gapsOf = (fps: number): number[] => {
      const { screen } = laneOf(finishedRun({ ...CLOCKWORK, fps, for: 5 }), 'production')
      return Array.from({ length: 40 }, (_, i) =>
        Math.round(((screen.shownAt.get(i + 21) - screen.shownAt.get(i + 20)) * 60) / SECOND),
      )
    }
    expect(new Set(gapsOf(30))).toEqual(new Set([2]))
    expect(gapsOf(24).join('')).toMatch(/^(23){20}$|^(32){20}$/)
  })

  it('shows the newest frame on a screen that is slower than the stream, and counts those it skips', () => {
    const { shown, skipped, received, droppedNetwork } = summaryOf(
      finishedRun({ ...CLOCKWORK, fps: 60, hz: 50, for: 10 }),
      'production',
    )
    expect(shown / 10).toBeCloseTo(50, -1)
    expect(skipped / received).toBeCloseTo(1 / 6, 1)
    expect(droppedNetwork).toBe(0)
  })

  it('goes on from a key frame when the decoder is too slow; the network never waits, and lateness is bounded', () => {
    const engine = finishedRun({ ...CLOCKWORK, decode: 25, for: 30 })
    const { skipped, undecodable, droppedNetwork, networkBlockedMs, ageMs, shown } = summaryOf(
      engine,
      'production',
    )
    expect([undecodable, droppedNetwork, networkBlockedMs]).toEqual([0, 0, 0])
    expect(skipped).toBeGreaterThan(500)
    expect(shown / 30).toBeCloseTo(40, 0)
    expect(ageMs.p99).toBeLessThan(500) // a third of a group of a second, and the playing delay
    const { skipped: none, ageMs: late, droppedNetwork: lost } = summaryOf(engine, 'whiteboard')
    expect(none).toBe(0)
    expect(lost).toBeGreaterThan(0)
    expect(late.p99).toBeGreaterThan(1_500) // a ring of a hundred frames
  })

  it('jumps only to a key frame whose time has come', () => {
    const engine = finishedRun({ ...CLOCKWORK, decode: 25, for: 10 })
    const lane = laneOf(engine, 'production')
    const skipped = fatesOf(lane, FATE.skipped).filter((frame) =>
      Number.isNaN(lane.ledger.decodeAt.get(frame)),
    )
    const ends = skipped.filter((frame) => !skipped.includes(frame + 1))
    expect(ends.length).toBeGreaterThan(5)
    for (const frame of ends) {
      expect((frame + 1) % 60).toBe(0)
      expect(lane.dueAt(frame + 1)).toBeLessThanOrEqual(lane.ledger.endAt.get(frame))
    }
  })

  it('draws a late picture for the refresh it can make, whatever the number of buffers', () => {
    for (const [renderSlots, fps] of [
      [2, 30],
      [3, 55.6],
    ] as const) {
      const engine = finishedRun({ ...CLOCKWORK, render: 18, renderSlots, for: 10 })
      const { fps: measured, torn, skipped } = summaryOf(engine, 'production')
      expect(Math.abs(measured - fps)).toBeLessThan(0.2)
      expect(torn).toBe(0)
      expect(skipped).toBeGreaterThan(40)
    }
  })

  it('tears with a single buffer, or without vsync', () => {
    expect(summaryOf(finishedRun({ renderSlots: 1, for: 5 }), 'production').torn).toBeGreaterThan(250)
    expect(summaryOf(finishedRun({ vsync: false, for: 5 }), 'production').torn).toBeGreaterThan(250)
  })
})

describe('a full ring', () => {
  const backlog = { ...CLOCKWORK, skip: false, decode: 25, networkSlots: 10, for: 6 } as const

  it('of packets that drops its oldest takes the frames after them along, up to the next key frame', () => {
    const lane = laneOf(finishedRun({ ...backlog, networkFull: 'drop-oldest' }), 'production')
    const [first = -1] = fatesOf(lane, FATE.droppedNetwork)
    expect(first).toBeGreaterThan(0)
    const next = 60 * Math.ceil(first / 60)
    for (let frame = first + 1; frame < next; frame++)
      expect([FATE.undecodable, FATE.droppedNetwork]).toContain(lane.ledger.fateOf(frame))
    expect(lane.ledger.fateOf(next)).not.toBe(FATE.undecodable)
  })

  it('of packets that drops the new one keeps what it had', () => {
    const lane = laneOf(finishedRun({ ...backlog, networkFull: 'drop-newest' }), 'production')
    for (const frame of fatesOf(lane, FATE.droppedNetwork)) {
      expect(lane.ledger.queuedAt.get(frame)).toBeNaN()
      expect(lane.ledger.endAt.get(frame)).toBe(lane.ledger.arrivedAt.get(frame))
    }
    expect(lane.ledger.counts.droppedNetwork).toBeGreaterThan(20)
  })

  it('of packets that makes one wait loses nothing: the network stands still, and everything is late', () => {
    const engine = finishedRun({ ...backlog, networkFull: 'block' })
    const { droppedNetwork, undecodable, networkBlockedMs, ageMs } = summaryOf(engine, 'production')
    expect([droppedNetwork, undecodable]).toEqual([0, 0])
    expect(networkBlockedMs).toBeGreaterThan(4_000)
    expect(ageMs.p99).toBeGreaterThan(1_500)
    expect(laneOf(engine, 'production').outside).toBeGreaterThan(50)
  })

  it('lets in who waits outside as soon as it no longer makes one wait', () => {
    const engine = createRun({ ...backlog, networkFull: 'block' })
    engine.advance(4 * SECOND)
    const before = laneOf(engine, 'production').outside
    expect(before).toBeGreaterThan(10)
    engine.apply({ kind: 'set', key: 'networkFull', value: 'drop-oldest' })
    expect(laneOf(engine, 'production').outside).toBe(0)
    expect(summaryOf(engine, 'production').droppedNetwork).toBeGreaterThanOrEqual(before - 1)
  })

  const early = { ...CLOCKWORK, playout: 400, decodedSlots: 6, for: 5 } as const

  it('of decoded frames that makes one wait holds the decoder back, and costs nothing', () => {
    const engine = finishedRun({ ...early, decodedFull: 'block' })
    const { droppedDecoded, blockedMs, shown, received, held } = summaryOf(engine, 'production')
    expect(droppedDecoded).toBe(0)
    expect(shown + held).toBe(received)
    expect(blockedMs).toBeGreaterThan(3_000)
  })

  it.each(['drop-oldest', 'drop-newest'] as const)(
    'of decoded frames that drops (%s) loses frames before their time',
    (decodedFull) => {
      const { droppedDecoded, undecodable, blockedMs } = summaryOf(
        finishedRun({ ...early, decodedFull }),
        'production',
      )
      expect(droppedDecoded).toBeGreaterThan(100)
      expect(undecodable).toBe(0) // they were decoded: nobody after them misses them
      expect(blockedMs).toBe(0)
    },
  )

  it('of drawn pictures draws aside what it then throws away, when it drops the new one', () => {
    const engine = finishedRun({ mode: 'swap', render: 5, renderFull: 'drop-newest', for: 5 })
    const { droppedRender, shown, fps, blockedMs } = summaryOf(engine, 'three')
    expect(fps).toBeCloseTo(60, 0)
    expect(droppedRender).toBeGreaterThan(shown)
    expect(blockedMs).toBe(0)
  })
})

describe('the network', () => {
  it('lets no frame overtake another, and brings what it held back at once when the silence ends', () => {
    const engine = finishedRun({ spread: 50, stall: 1_000, stallAt: 2, for: 6 })
    const { arrivedAt } = laneOf(engine, 'production').ledger
    const arrivals = Array.from({ length: arrivedAt.length }, (_, i) => arrivedAt.get(i)).filter(
      (time) => !Number.isNaN(time),
    )
    expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b))
    expect(arrivals.some((time) => time >= 2 * SECOND && time < 3 * SECOND)).toBe(false)
    expect(arrivals.filter((time) => time === 3 * SECOND).length).toBeGreaterThan(50)
  })

  it('loses the share it is told to, the same for both', () => {
    const engine = finishedRun({ loss: 10, gop: 1, for: 60 })
    expect(engine.source.lost.length / engine.source.sent).toBeCloseTo(0.1, 1)
    expect(summaryOf(engine, 'whiteboard').received).toBe(summaryOf(engine, 'production').received)
  })
})

describe('a freeze', () => {
  it('is counted by the rule of WebRTC statistics: three times the mean, and 150 ms above it', () => {
    // 60 a second: 166.7 ms; a key frame every 8 or 12 frames makes a hole of 150 or 217 ms.
    const freezesWith = (gop: number): number =>
      summaryOf(finishedRun({ ...CLOCKWORK, gop, loseKey: 10, for: 6 }), 'production').freezes
    expect(freezesWith(8)).toBe(0)
    expect(freezesWith(12)).toBe(1)
  })
})
