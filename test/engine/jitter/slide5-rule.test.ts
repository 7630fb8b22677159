import { describe, expect, it } from 'vitest'
import {
  adjustTarget,
  RULE_CEILING,
  RULE_FLOOR,
  runRule,
  startRule,
} from '../../../src/engine/jitter/policies/slide5-rule.ts'
import { fromMs, SECOND, toMs } from '../../../src/engine/kernel/time.ts'

/** The targets one after the other, in milliseconds, until one is reached; the start is not among them. */
function walk(from: number, jitter: number, to: number): number[] {
  const targets: number[] = []
  let target = fromMs(from)
  while (toMs(target) !== to && targets.length < 1_000) {
    target = adjustTarget(target, fromMs(jitter))
    targets.push(toMs(target))
  }
  return targets
}

describe("slide 5's rule", () => {
  it('goes from 100 to 500 ms in nine steps of a fifth: ceil(log 5 / log 1.2)', () => {
    const targets = walk(100, 60, 500)
    expect(targets).toHaveLength(Math.ceil(Math.log(5) / Math.log(1.2)))
    expect(targets).toHaveLength(9)
    expect(targets.slice(0, 3)).toEqual([120, 144, 172.8])
  })

  it('goes from 500 to 50 ms in twenty-two steps of a tenth: ceil(log 0.1 / log 0.9)', () => {
    const targets = walk(500, 5, 50)
    expect(targets).toHaveLength(Math.ceil(Math.log(0.1) / Math.log(0.9)))
    expect(targets).toHaveLength(22)
    expect(targets.slice(0, 2)).toEqual([450, 405])
  })

  it.each([10, 11, 20, 35, 50])('changes nothing at a jitter of %i ms', (jitter) => {
    for (const target of [50, 100, 333, 500])
      expect(adjustTarget(fromMs(target), fromMs(jitter))).toBe(fromMs(target))
  })

  it('stays between 50 and 500 ms', () => {
    expect([toMs(RULE_FLOOR), toMs(RULE_CEILING)]).toEqual([50, 500])
    expect(adjustTarget(RULE_CEILING, fromMs(400))).toBe(RULE_CEILING)
    expect(adjustTarget(RULE_FLOOR, 0)).toBe(RULE_FLOOR)
  })

  it('never comes down again when a rough patch is followed by jitter between 10 and 50 ms', () => {
    const state = startRule()
    for (let second = 0; second <= 20; second++) runRule(state, second * SECOND, fromMs(80))
    expect(toMs(state.target)).toBe(500)
    for (let second = 21; second <= 3_600; second++) runRule(state, second * SECOND, fromMs(20))
    expect(toMs(state.target)).toBe(500)
  })
})

describe('the clock that the slide left out', () => {
  it('runs the rule once a second, however often the player asks', () => {
    const state = startRule()
    // Fifty requests a second for 9 seconds: the first run is a second after the first request.
    for (let request = 0; request <= 9 * 50; request++) runRule(state, (request * SECOND) / 50, fromMs(60))
    expect(toMs(state.target)).toBe(500)
    const early = startRule()
    for (let request = 0; request < 50; request++) runRule(early, (request * SECOND) / 50, fromMs(60))
    expect(toMs(early.target)).toBe(100)
  })

  it('matters: run at every packet of 20 ms, nine packets take the target from 100 to 500 ms', () => {
    let target = fromMs(100)
    let elapsed = 0
    for (; toMs(target) < 500; elapsed += 20) target = adjustTarget(target, fromMs(60))
    expect(elapsed).toBe(9 * 20)
  })

  it('catches up on the seconds that passed without a request', () => {
    const often = startRule()
    const seldom = startRule()
    for (let second = 0; second <= 5; second++) runRule(often, second * SECOND, fromMs(60))
    runRule(seldom, 0, fromMs(60))
    runRule(seldom, 5 * SECOND, fromMs(60))
    expect(seldom).toEqual(often)
  })
})
