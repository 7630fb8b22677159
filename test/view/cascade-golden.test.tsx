import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { CascadeFrame } from '../../src/engine/flow/cascade/frame.ts'
import { Columns } from '../../src/engine/kernel/columns.ts'
import type { Scenario } from '../../src/engine/kernel/simulation.ts'
import { SECOND, type SimTime } from '../../src/engine/kernel/time.ts'
import { simulation } from '../../src/labs/cascade/scenario.ts'
import { CASCADE_SCENARIOS } from '../../src/labs/cascade/scenarios.ts'
import { CascadeSvg } from '../../src/labs/cascade/View.tsx'
import { scenarioParams } from '../../src/state/lab-address.ts'

/** Golden pictures pin what is drawn: a change shows as a difference that can be read. They are no source of truth. */

function draw(scenario: Scenario, time: SimTime, width: number): string {
  const params = scenarioParams(simulation.params, scenario)
  const engine = simulation.create({ scenario: scenario.id, seed: scenario.seed, params, attachment: null })
  engine.advance(time)
  const frame = engine.frame({ from: time - 10 * SECOND, to: time + SECOND }, new Columns()) as CascadeFrame // the lab's engine makes these
  const markup = renderToStaticMarkup(<CascadeSvg frame={frame} width={width} compact={width < 400} />)
  return markup.replaceAll('><', '>\n<')
}

const [slow, fanIn] = CASCADE_SCENARIOS

describe('the picture of one slow stage', () => {
  test('pressure has reached the source', async () => {
    await expect(draw(slow, 16 * SECOND, 800)).toMatchFileSnapshot('golden/cascade-slow-stage.svg')
  })

  test('narrow and compact, with a second source', async () => {
    await expect(draw(fanIn, 14 * SECOND, 320)).toMatchFileSnapshot('golden/cascade-narrow.svg')
  })
})
