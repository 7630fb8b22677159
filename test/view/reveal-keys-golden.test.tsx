import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Columns } from '../../src/engine/kernel/columns.ts'
import type { AnySimulation, Scenario } from '../../src/engine/kernel/simulation.ts'
import { SECOND, type SimTime } from '../../src/engine/kernel/time.ts'
import { FIRST_BRANCH, Timeline } from '../../src/engine/kernel/timeline.ts'
import type { KeysFrame } from '../../src/engine/log/keys/frame.ts'
import { PLACES, type Place } from '../../src/engine/log/reveal/codes.ts'
import type { RevealFrame } from '../../src/engine/log/reveal/frame.ts'
import { simulation as keys } from '../../src/labs/keys/scenario.ts'
import { KEYS_SCENARIOS } from '../../src/labs/keys/scenarios.ts'
import { KeysSvg } from '../../src/labs/keys/View.tsx'
import { placesOf } from '../../src/labs/reveal/places.ts'
import { simulation as reveal } from '../../src/labs/reveal/scenario.ts'
import { REVEAL_SCENARIOS } from '../../src/labs/reveal/scenarios.ts'
import { RevealSvg } from '../../src/labs/reveal/View.tsx'
import { scenarioParams } from '../../src/state/lab-address.ts'

/** Golden pictures pin what is drawn: a change shows as a difference that can be read. They are no source of truth. */

/** The frame of a scenario at `time`, with so much of the past in view. */
function frameAt(simulation: AnySimulation, scenario: Scenario, time: SimTime, before: SimTime): unknown {
  const params = scenarioParams(simulation.params, scenario)
  const engine = simulation.create({ scenario: scenario.id, seed: scenario.seed, params, attachment: null })
  const commands = scenario.script
  const first = { id: FIRST_BRANCH, name: 'first run', parent: null, forkAt: 0, horizon: 0, commands }
  const timeline = Timeline.fromLog(engine, { branches: [first], current: FIRST_BRANCH, now: time })
  timeline.finish()
  return timeline.engine.frame({ from: time - before, to: time + before / 8 }, new Columns())
}

/** The markup on lines of its own, numbers as they are: small enough to read, stable enough to compare. */
const readable = (markup: string): string => markup.replaceAll('><', '>\n<')

const drawReveal = (scenario: Scenario, time: SimTime, width: number, place: Place | null = null): string => {
  const frame = frameAt(reveal, scenario, time, 20 * SECOND) as RevealFrame // the lab's engine makes these
  return renderToStaticMarkup(<RevealSvg frame={frame} width={width} compact={width < 400} place={place} />)
}

const drawKeys = (scenario: Scenario, time: SimTime, width: number): string => {
  const frame = frameAt(keys, scenario, time, 10 * SECOND) as KeysFrame // the lab's engine makes these
  return renderToStaticMarkup(<KeysSvg frame={frame} width={width} compact={width < 400} />)
}

const [, stall, back] = REVEAL_SCENARIOS
const [, order, restart] = KEYS_SCENARIOS

describe('the picture of ring or log', () => {
  test.each([stall, back])('$id', async (scenario) => {
    await expect(readable(drawReveal(scenario, 27 * SECOND, 800))).toMatchFileSnapshot(
      `golden/reveal-${scenario.id}.svg`,
    )
  })

  test('narrow and compact, with a place pointed at', async () => {
    await expect(readable(drawReveal(stall, 12 * SECOND, 320, 'tail'))).toMatchFileSnapshot(
      'golden/reveal-narrow.svg',
    )
  })

  test('draws no number that is none, at any moment of any scenario', () => {
    for (const scenario of REVEAL_SCENARIOS)
      for (const time of [0, 3 * SECOND, 31 * SECOND])
        expect(drawReveal(scenario, time, 360)).not.toMatch(/NaN|Infinity|undefined/)
  })

  test('tells all five places in numbers, at any moment', () => {
    for (const scenario of REVEAL_SCENARIOS)
      for (const time of [0, 9 * SECOND, 31 * SECOND]) {
        const stories = placesOf(frameAt(reveal, scenario, time, SECOND) as RevealFrame)
        expect(stories.map(({ place }) => place)).toEqual(PLACES)
        for (const { rings, log } of stories) {
          expect(rings).toMatch(/\d/)
          expect(`${rings} ${log}`).not.toMatch(/NaN|Infinity|undefined/)
        }
      }
  })

  test('each place is found in the picture', () => {
    const markup = drawReveal(back, 22 * SECOND, 800)
    for (const place of PLACES) expect(markup).toContain(`place-${place}`)
  })
})

describe('the picture of which partition', () => {
  test.each([order, restart])('$id', async (scenario) => {
    await expect(readable(drawKeys(scenario, 12 * SECOND, 800))).toMatchFileSnapshot(
      `golden/keys-${scenario.id}.svg`,
    )
  })

  test('narrow and compact', async () => {
    await expect(readable(drawKeys(order, 2 * SECOND, 320))).toMatchFileSnapshot('golden/keys-narrow.svg')
  })

  test('on a phone', async () => {
    await expect(readable(drawKeys(order, 2 * SECOND, 400))).toMatchFileSnapshot('golden/keys-phone.svg')
  })

  test('draws no number that is none, at any moment of any scenario', () => {
    for (const scenario of KEYS_SCENARIOS)
      for (const time of [0, 0.05 * SECOND, 11 * SECOND])
        expect(drawKeys(scenario, time, 360)).not.toMatch(/NaN|Infinity|undefined/)
  })
})
