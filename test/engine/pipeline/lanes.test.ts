import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { FATE } from '../../../src/engine/pipeline/codes.ts'
import type { Lane } from '../../../src/engine/pipeline/lane.ts'
import { PipelineEngine } from '../../../src/engine/pipeline/pipeline-engine.ts'
import { anyGiven, anyPlayer, anySeed, anySettings, failing, laneOf, LENGTH, runWith } from './support.ts'

/** How many frames met which end, counted one by one. */
function tally({ ledger }: Lane): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [name, code] of Object.entries(FATE)) {
    counts[name] = Array.from({ length: ledger.length }, (_, frame) => ledger.fateOf(frame)).filter(
      (fate) => fate === code,
    ).length
  }
  return counts
}

describe('whatever the settings, the seed and the commands', () => {
  it('each frame meets exactly one end, and all checks hold', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, fc.nat(LENGTH * SECOND), (settings, seed, given, until) => {
        const engine = new PipelineEngine({ seed, settings })
        runWith(engine, given, until)
        expect(failing(engine.checks())).toEqual([])
        for (const lane of engine.lanes) {
          const { received, outOfOrder, ...ends } = lane.ledger.counts
          expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(received)
          expect(outOfOrder).toBe(0)
          const { underway, ...counted } = tally(lane)
          expect(counted).toEqual(ends)
          expect(underway).toBe(lane.ledger.length - received)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('what is held stands somewhere, once', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyPlayer, anySeed, anyGiven, fc.nat(LENGTH * SECOND), (settings, seed, given, until) => {
        const engine = new PipelineEngine({ seed, settings })
        runWith(engine, given, until)
        for (const { ledger, rings, chain, decoder, renderer, outside } of engine.lanes) {
          const inHand = (decoder?.frame ?? -1) >= 0 ? 1 : 0
          const drawing = renderer.frame >= 0 ? 1 : 0
          const ready = chain === null ? 0 : chain.waiting
          const inRings = (rings.network?.size ?? 0) + (rings.decoded?.size ?? 0) + (rings.render?.size ?? 0)
          expect(outside + inRings + inHand + drawing + ready).toBe(ledger.counts.held)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('rings stay within their slots, and frames go through the stages in order', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyPlayer, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new PipelineEngine({ seed, settings })
        runWith(engine, given, LENGTH * SECOND)
        for (const { ledger, rings } of engine.lanes) {
          expect(rings.network?.size).toBeLessThanOrEqual(settings.networkSlots)
          expect(rings.decoded?.size).toBeLessThanOrEqual(settings.decodedSlots)
          const stages = ['arrivedAt', 'queuedAt', 'decodeAt', 'decodedAt', 'drawAt', 'drawnAt'] as const
          for (let frame = 0; frame < ledger.length; frame++) {
            const times = [...stages, 'endAt' as const]
              .map((stage) => ledger[stage].get(frame))
              .filter((time) => !Number.isNaN(time))
            expect(times).toEqual(times.toSorted((a, b) => a - b))
          }
          for (const stage of stages) {
            const times = Array.from({ length: ledger.length }, (_, frame) => ledger[stage].get(frame))
            const known = times.filter((time) => !Number.isNaN(time))
            expect(known, `${stage}: first in, first out`).toEqual(known.toSorted((a, b) => a - b))
          }
        }
      }),
      { numRuns: 80 },
    )
  })

  it('both wirings get the same frames at the same moments', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anyPlayer, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new PipelineEngine({ seed, settings })
        runWith(engine, given, LENGTH * SECOND)
        const [one, other] = [laneOf(engine, 'whiteboard').ledger, laneOf(engine, 'production').ledger]
        expect(one.length).toBe(other.length)
        for (let frame = 0; frame < one.length; frame++)
          expect(Object.is(one.arrivedAt.get(frame), other.arrivedAt.get(frame))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('only what is decoded after its predecessor, or is a key frame, is shown', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anyPlayer, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new PipelineEngine({ seed, settings })
        runWith(engine, given, LENGTH * SECOND)
        for (const { ledger } of engine.lanes) {
          const isDecoded = (frame: number): boolean => !Number.isNaN(ledger.decodeAt.get(frame))
          for (let frame = 0; frame < ledger.length; frame++) {
            if (ledger.fateOf(frame) !== FATE.shown || frame % settings.gop === 0) continue
            expect(isDecoded(frame - 1)).toBe(true)
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})
