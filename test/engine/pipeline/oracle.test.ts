import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { FATE } from '../../../src/engine/pipeline/codes.ts'
import type { Lane } from '../../../src/engine/pipeline/lane.ts'
import { PipelineEngine } from '../../../src/engine/pipeline/pipeline-engine.ts'
import { UnitDraws } from '../../../src/engine/pipeline/unit-draws.ts'
import { naiveWhiteboard, swapInLine, swapNewest, type NaiveFrame } from './oracle.ts'
import { anyPlayer, anySeed, laneOf, LENGTH, settingsWith } from './support.ts'

const END_OF: Partial<Record<number, NaiveFrame['end']>> = {
  [FATE.shown]: 'shown',
  [FATE.droppedNetwork]: 'droppedNetwork',
  [FATE.droppedDecoded]: 'droppedDecoded',
  [FATE.undecodable]: 'undecodable',
}

const framesOf = ({ ledger }: Lane): NaiveFrame[] =>
  Array.from({ length: ledger.length }, (_, frame) => ({
    shown: ledger.fateOf(frame) === FATE.shown ? ledger.endAt.get(frame) : null,
    end: END_OF[ledger.fateOf(frame)] ?? 'held',
  }))

describe("the sketch's player, against plain arrays", () => {
  it('does the same with every frame at the same moments', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyPlayer, anySeed, (settings, seed) => {
        const engine = new PipelineEngine({ seed, settings })
        engine.advance(engine.extent)
        const lane = laneOf(engine, 'whiteboard')
        const [decode, render] = [new UnitDraws(seed, 'decode.time'), new UnitDraws(seed, 'render.time')]
        const micro = (ms: number): number => Math.max(1, Math.round(ms * 1_000))
        const expected = naiveWhiteboard({
          arrivals: Array.from({ length: lane.ledger.length }, (_, i) => lane.ledger.arrivedAt.get(i)),
          gop: settings.gop,
          networkSlots: settings.networkSlots,
          decodedSlots: settings.decodedSlots,
          decodeTime: (frame) =>
            micro(
              settings.decode *
                (frame % settings.gop === 0 ? settings.keyCost : 1) *
                decode.factor(frame, settings.decodeUneven),
            ),
          drawTime: (frame) => micro(settings.render * render.factor(frame, settings.renderUneven)),
          pause: (took) =>
            ({ sixtieth: 16_667, sixteen: 16_000, rest: Math.max(1, 16_667 - took) })[settings.pause],
          until: LENGTH * SECOND,
        })
        expect(framesOf(lane)).toEqual(expected)
      }),
      { numRuns: 120 },
    )
  })
})

describe('swap buffers, against recurrences', () => {
  const anySwap = fc.record({
    render: fc.integer({ min: 2, max: 120 }).map((n) => n / 2),
    renderUneven: fc.constantFrom(0, 0.3, 1),
    hz: fc.constantFrom(24, 50, 60, 75, 144),
    seed: anySeed,
  })

  const drawTimesOf = (lane: Lane, seed: number, render: number, uneven: number): number[] => {
    const draws = new UnitDraws(seed, 'render.time')
    return Array.from({ length: lane.ledger.length + 4 }, (_, i) =>
      Math.max(1, Math.round(render * draws.factor(i, uneven) * 1_000)),
    )
  }

  it('in line: two, and three that wait', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anySwap, ({ seed, ...changes }) => {
        const settings = settingsWith({ ...changes, mode: 'swap', renderFull: 'block', for: LENGTH })
        const engine = new PipelineEngine({ seed, settings })
        engine.advance(engine.extent)
        for (const [id, buffers] of [
          ['two', 2],
          ['three', 3],
        ] as const) {
          const lane = laneOf(engine, id)
          const times = drawTimesOf(lane, seed, changes.render, changes.renderUneven)
          const expected = swapInLine(buffers, changes.hz, times).filter(({ begun }) => begun <= engine.now)
          const found = expected.map((_, i) => ({
            begun: lane.ledger.drawAt.get(i),
            drawn: lane.ledger.drawnAt.get(i),
            shown: lane.ledger.endAt.get(i),
          }))
          const known = (time: number): number => (time <= engine.now ? time : Number.NaN)
          expect(found).toEqual(
            expected.map(({ begun, drawn, shown }) => ({ begun, drawn: known(drawn), shown: known(shown) })),
          )
          expect(lane.ledger.length).toBe(expected.length)
        }
      }),
      { numRuns: 80 },
    )
  })

  it('three that give up the older picture', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anySwap, ({ seed, ...changes }) => {
        const settings = settingsWith({ ...changes, mode: 'swap', renderFull: 'drop-oldest', for: LENGTH })
        const engine = new PipelineEngine({ seed, settings })
        engine.advance(engine.extent)
        const lane = laneOf(engine, 'three')
        const times = drawTimesOf(lane, seed, changes.render, changes.renderUneven)
        const shown = Array.from({ length: lane.screen.shownFrame.length }, (_, i) =>
          lane.screen.shownFrame.get(i),
        )
        expect(shown).toEqual(swapNewest(changes.hz, times, engine.now))
        expect(lane.waits.renderer.upTo(engine.now)).toBe(0)
      }),
      { numRuns: 80 },
    )
  })
})
