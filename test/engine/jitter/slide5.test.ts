import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import type { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { simulation } from '../../../src/labs/jitter/scenario.ts'
import { JITTER_SCENARIOS } from '../../../src/labs/jitter/scenarios.ts'
import { runTo, startRun } from '../../labs/support/runs.ts'

/** What slide 5's notes promise: the rough patch with the rule not wired and wired, NetEq, and a fixed 300 ms. */
function roughPatch(
  seconds: number,
): Readonly<Record<string, ReturnType<JitterEngine['summaries']>[number]>> {
  const scenario = JITTER_SCENARIOS.find(({ id }) => id === 'rough-patch')
  if (scenario === undefined) throw new Error('the rough patch is gone')
  const policy = ['slide5-unwired', 'slide5-wired', 'neteq', 'fixed']
  const run = startRun(simulation, scenario, scenario.seed, { policy, delay: 300 })
  runTo(run, seconds * SECOND)
  const engine = run.engine as unknown as JitterEngine // the jitter lab makes no other engine
  return Object.fromEntries(engine.summaries().map((summary) => [summary.policy, summary]))
}

describe('the numbers of slide 5', { timeout: 30_000 }, () => {
  it('both targets climb to 500 ms together, and only the wired one moves what is played', () => {
    const { 'slide5-unwired': unwired, 'slide5-wired': wired } = roughPatch(12)
    expect(unwired?.targetMs).toBeCloseTo(500, 0)
    expect(wired?.targetMs).toBe(unwired?.targetMs)
    expect((wired?.delayMs.max ?? 0) - (unwired?.delayMs.max ?? 0)).toBeGreaterThan(300)
  })

  it('at 55 seconds the rule still aims at 500 ms, NetEq at 140', () => {
    const { 'slide5-wired': wired, neteq } = roughPatch(55)
    expect(wired?.targetMs).toBeCloseTo(500, 0)
    expect(neteq?.targetMs).toBe(140)
  })

  it('a fixed 300 ms is late on 17 of 1,800 packets, 305 ms behind against 691', () => {
    const { 'slide5-wired': wired, fixed } = roughPatch(62)
    expect([fixed?.sent, fixed?.late]).toEqual([1_800, 17])
    expect(Math.round(fixed?.delayMs.mean ?? 0)).toBe(305)
    expect(Math.round(wired?.delayMs.mean ?? 0)).toBe(691)
  })
})
