import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { rulesOf, turnsOf } from '../../../src/engine/jitter/bounds/of-run.ts'
import { fixedCurve, bestFixed } from '../../../src/engine/jitter/bounds/best-fixed.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { POLICIES } from '../../../src/engine/jitter/policies/index.ts'
import { replay } from '../../../src/engine/jitter/replay.ts'
import { playoutOf } from '../../../src/engine/jitter/config-of.ts'
import type { StudyPiece } from '../../../src/engine/jitter/study.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { assert, at } from '../../../src/shared/assert.ts'
import { configArbitrary, DELAY_POLICIES, engineOf, THE_END } from '../../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Every piece of a run's study. */
function studied(engine: JitterEngine): StudyPiece[] {
  const first = engine.study(0)
  return Array.from({ length: first.parts }, (_, part) => engine.study(part).piece as StudyPiece)
}

describe('a replay', () => {
  it('of a run in its own mode is the run, at every moment', () => {
    fc.assert(
      fc.property(configArbitrary, fc.nat(6 * SECOND), (config, time) => {
        const settings = { ...config.settings, policy: DELAY_POLICIES, duplicate: 0 }
        const engine = new JitterEngine({ ...config, settings, trace: null })
        for (const moment of [time, THE_END]) {
          engine.advance(moment)
          for (const { policy, ledger } of engine.lanes) {
            const description = POLICIES[policy]
            assert(description.kind === 'delay', 'it plays by timestamp')
            const again = replay(engine, description, playoutOf(engine.present))
            expect(again.turns).toEqual(ledger.turns)
            expect([again.counts.played, again.counts.late]).toEqual([
              ledger.counts.played,
              ledger.counts.late,
            ])
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('the study of a run', () => {
  it('has for both modes every policy, the best fixed delay, the clairvoyant and its curve, and changes nothing', () => {
    const engine = engineOf('high', { policy: ['whiteboard', 'fixed', 'rehearsal'] })
    engine.advance(20 * SECOND)
    const before = engine.traceHash()
    const pieces = studied(engine)
    expect(engine.traceHash()).toBe(before)
    expect(studied(engine)).toEqual(pieces)
    for (const mode of ['skip', 'stall']) {
      const own = pieces.filter((piece) => piece.mode === mode)
      expect(own.filter(({ kind }) => kind === 'policy')).toHaveLength(3)
      expect(own.filter(({ kind }) => kind === 'fixed')).toHaveLength(1)
      expect(own.filter(({ kind }) => kind === 'clairvoyant')).toHaveLength(1)
      expect(own.filter(({ kind }) => kind === 'curve').length).toBeGreaterThan(5)
    }
  })

  it('finds nobody with turns beyond the clairvoyant, and no fixed delay better than the best', () => {
    const engine = engineOf('high', { policy: ['fixed', 'neteq', 'hedge', 'rehearsal'] })
    engine.advance(THE_END)
    const pieces = studied(engine)
    for (const mode of ['skip', 'stall'] as const) {
      const own = pieces.filter((piece) => piece.mode === mode)
      const bound = own.find((piece) => piece.kind === 'clairvoyant')
      assert(bound !== undefined, 'it is part of every study')
      for (const piece of own.filter((one) => one.kind === 'policy'))
        expect(piece.point?.cost).toBeGreaterThan(bound.best.cost - bound.best.slack)
      const rules = { ...rulesOf(engine), whenLate: mode }
      const table = turnsOf(engine)
      const best = bestFixed(table, rules)
      const curve = fixedCurve(table, rules)
      expect(Math.min(...curve.map(({ cost }) => cost))).toBeGreaterThanOrEqual(best.cost)
      expect(curve.length).toBeGreaterThan(10)
    }
  })

  it('of a run in which nothing has arrived yet is empty, but there', () => {
    const engine = engineOf('high', { policy: ['fixed'] })
    const pieces = studied(engine)
    expect(at(pieces, 0)).toMatchObject({ kind: 'policy', point: null })
    expect(pieces.find(({ kind }) => kind === 'fixed')).toMatchObject({ best: { cost: 0 }, curve: [] })
  })
})
