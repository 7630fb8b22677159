import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Columns } from '../../src/engine/kernel/columns.ts'
import type { Scenario } from '../../src/engine/kernel/simulation.ts'
import { SECOND, type SimTime } from '../../src/engine/kernel/time.ts'
import type { GroupsFrame } from '../../src/engine/log/groups/frame.ts'
import { simulation } from '../../src/labs/groups/scenario.ts'
import { GROUP_SCENARIOS } from '../../src/labs/groups/scenarios.ts'
import { GroupsSvg } from '../../src/labs/groups/View.tsx'
import { chosenLane } from '../../src/labs/groups/words.ts'
import { scenarioParams } from '../../src/state/lab-address.ts'

/** Golden pictures pin what is drawn: a change shows as a difference that can be read. They are no source of truth. */

type Run = ReturnType<typeof simulation.create>

function start(scenario: Scenario): Run {
  const params = scenarioParams(simulation.params, scenario)
  return simulation.create({ scenario: scenario.id, seed: scenario.seed, params, attachment: null })
}

function draw(run: Run, time: SimTime, width: number, compact: boolean, lane: string | null): string {
  run.advance(time)
  const span = { from: time - 12 * SECOND, to: time + SECOND }
  const frame = run.frame(span, new Columns()) as GroupsFrame // the groups engine's frames are these
  const chosen = chosenLane(frame, lane)
  return renderToStaticMarkup(<GroupsSvg frame={frame} chosen={chosen} width={width} compact={compact} />)
}

const readable = (markup: string): string => markup.replaceAll('><', '>\n<')

describe('the picture of the groups lab', () => {
  test.each(['mid-batch', 'storm', 'zombie'] as const)('%s', async (id) => {
    const scenario = GROUP_SCENARIOS.find((one) => one.id === id)
    if (scenario === undefined) throw new Error(`there is a scenario ${id}`)
    await expect(readable(draw(start(scenario), 17 * SECOND, 720, false, null))).toMatchFileSnapshot(
      `golden/groups-${id}.svg`,
    )
  })

  test('narrow, with the whiteboard’s cursor in detail', async () => {
    const [first] = GROUP_SCENARIOS
    await expect(
      readable(draw(start(first), 10 * SECOND, 320, false, 'lane.whiteboard')),
    ).toMatchFileSnapshot('golden/groups-narrow.svg')
  })

  test('draws no number that is none, at any moment of any scenario', () => {
    for (const scenario of GROUP_SCENARIOS) {
      const run = start(scenario)
      for (const time of [0, 0.1 * SECOND, 9 * SECOND, 18 * SECOND])
        for (const lane of [null, 'lane.whiteboard'])
          expect(draw(run, time, 360, time === 0, lane)).not.toMatch(/NaN|Infinity|undefined/)
    }
  }, 30_000)
})
