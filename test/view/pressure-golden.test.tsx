import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Columns } from '../../src/engine/kernel/columns.ts'
import type { Scenario } from '../../src/engine/kernel/simulation.ts'
import { SECOND, type SimTime } from '../../src/engine/kernel/time.ts'
import type { PressureFrame } from '../../src/engine/flow/pressure/frame.ts'
import type { Quantity } from '../../src/labs/pressure/difference.ts'
import { differences } from '../../src/labs/pressure/difference.ts'
import { PressureSvg } from '../../src/labs/pressure/PressureSvg.tsx'
import { simulation } from '../../src/labs/pressure/scenario.ts'
import { PRESSURE_SCENARIOS } from '../../src/labs/pressure/scenarios.ts'
import { scenarioParams } from '../../src/state/lab-address.ts'

/** Golden pictures pin what is drawn: a change shows as a difference that can be read. They are no source of truth. */

const VIEW = 10 * SECOND

function frameAt(scenario: Scenario, time: SimTime, before: SimTime = VIEW): PressureFrame {
  const params = scenarioParams(simulation.params, scenario)
  const engine = simulation.create({ scenario: scenario.id, seed: scenario.seed, params, attachment: null })
  engine.advance(time)
  const span = { from: time - before, to: time + before / 10 }
  return engine.frame(span, new Columns()) as PressureFrame // the lab's engine makes these
}

const draw = (frame: PressureFrame, width: number, compact = false, quantity: Quantity = 'queue'): string =>
  renderToStaticMarkup(
    <PressureSvg
      frame={frame}
      width={width}
      compact={compact}
      reference={frame.lanes[0]?.lane ?? ''}
      quantity={quantity}
      chosen={null}
    />,
  )

/** The markup on lines of its own, numbers as they are: small enough to read, stable enough to compare. */
const readable = (markup: string): string => markup.replaceAll('><', '>\n<')

const scenarioOf = (id: string): Scenario => {
  const found = PRESSURE_SCENARIOS.find((scenario) => scenario.id === id)
  if (found === undefined) throw new Error(`no scenario ${id}`)
  return found
}

describe('the picture of backpressure', () => {
  test('too much: a producer stalls, a process is down', async () => {
    const markup = draw(frameAt(scenarioOf('mismatch'), 13 * SECOND), 960)
    await expect(readable(markup)).toMatchFileSnapshot('golden/pressure-mismatch.svg')
  })

  test('adaptive: thousands of switches, on a slide', async () => {
    const markup = draw(frameAt(scenarioOf('adaptive'), 7 * SECOND), 800, true)
    await expect(readable(markup)).toMatchFileSnapshot('golden/pressure-adaptive.svg')
  })

  test('on a phone', async () => {
    const markup = draw(frameAt(scenarioOf('closed-loop'), 6 * SECOND), 320)
    await expect(readable(markup)).toMatchFileSnapshot('golden/pressure-narrow.svg')
  })

  test('draws no number that is none, in any scenario, for any difference', () => {
    for (const scenario of PRESSURE_SCENARIOS)
      for (const time of [0, 2.5 * SECOND]) {
        const frame = frameAt(scenario, time)
        for (const quantity of ['lost', 'served', 'wait'] as const)
          expect(draw(frame, 360, false, quantity), scenario.id).not.toMatch(/NaN|Infinity|undefined/)
      }
  })

  test('a stalled producer shows: its gate is shut, its box fills, what is held back is told', () => {
    const at = (time: SimTime): string => {
      const frame = frameAt(scenarioOf('mismatch'), time)
      return draw({ ...frame, lanes: frame.lanes.filter(({ lane }) => lane === 'block') }, 960)
    }
    expect(at(3 * SECOND)).not.toMatch(/gate-shut|station-stalled/)
    const stalled = at(9 * SECOND)
    expect(stalled).toMatch(/gate-shut/)
    expect(stalled).toMatch(/>producer stalled</)
    expect(stalled).toMatch(
      /class="vessel-number"[^>]*>[\d,]+<\/text><text class="vessel-word"[^>]*>stalled</,
    )
  })
})

describe('the difference between lanes', () => {
  const frame = frameAt(scenarioOf('mismatch'), 9 * SECOND)
  const [reference] = frame.lanes
  if (reference === undefined) throw new Error('no lanes')

  test('is nothing from a lane to itself, and now what the counts say', () => {
    const lost = differences(frame, frame.lanes, reference, 'lost')
    const queue = differences(frame, frame.lanes, reference, 'queue')
    const served = differences(frame, frame.lanes, reference, 'served')
    expect(new Set(lost[0]?.value)).toEqual(new Set([0]))
    frame.lanes.forEach(({ counts, level }, i) => {
      expect(lost[i]?.value.at(-1)).toBe(counts.droppedNewest + counts.droppedOldest)
      expect(queue[i]?.value.at(-1)).toBe(level - reference.level)
      expect(served[i]?.value.at(-1)).toBe(counts.served - reference.counts.served)
    })
  })

  test('of a run whose beginning is in view began at nothing', () => {
    for (const quantity of ['lost', 'served', 'queue'] as const)
      for (const { value } of differences(frame, frame.lanes, reference, quantity))
        expect(Math.abs(value[1] ?? Number.NaN)).toBeLessThan(1e-6)
  })
})
