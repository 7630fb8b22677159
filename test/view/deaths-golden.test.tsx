import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Columns } from '../../src/engine/kernel/columns.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import type { DeathsFrame } from '../../src/engine/flow/deaths/frame.ts'
import { lab } from '../../src/labs/deaths/lab.ts'
import { simulation } from '../../src/labs/deaths/scenario.ts'
import { DEATHS_SCENARIOS } from '../../src/labs/deaths/scenarios.ts'
import { DeathsSvg } from '../../src/labs/deaths/View.tsx'
import { sayBytes, sayCount, sayTime } from '../../src/labs/deaths/words.ts'
import { scenarioParams } from '../../src/state/lab-address.ts'

/** Golden pictures pin what is drawn: a change shows as a difference that can be read. They are no source of truth. */

function frameAt(id: string, seconds: number): DeathsFrame {
  const scenario = DEATHS_SCENARIOS.find((one) => one.id === id) ?? DEATHS_SCENARIOS[0]
  const params = scenarioParams(simulation.params, scenario)
  const engine = simulation.create({ scenario: id, seed: scenario.seed, params, attachment: null })
  const now = Math.min(seconds * SECOND, engine.extent)
  engine.advance(now)
  return engine.frame({ from: now - lab.view.before, to: now }, new Columns()) as DeathsFrame // its own engine's
}

const draw = (id: string, seconds: number, width: number): string =>
  renderToStaticMarkup(<DeathsSvg frame={frameAt(id, seconds)} width={width} compact={width < 400} />)

/** The markup on lines of its own, numbers as they are: small enough to read, stable enough to compare. */
const readable = (markup: string): string => markup.replaceAll('><', '>\n<')

describe('the picture of the three deaths', () => {
  test.each([
    ['hour', 2_000, 880],
    ['short', 2_100, 360],
  ] as const)('%s after %i s, %i px wide', async (id, seconds, width) => {
    await expect(readable(draw(id, seconds, width))).toMatchFileSnapshot(`golden/deaths-${id}.svg`)
  })

  test('draws no number that is none, at any moment of any scenario', () => {
    for (const { id } of DEATHS_SCENARIOS)
      for (const seconds of [0, 0.3, 33, 520, 6_000])
        expect(draw(id, seconds, 740)).not.toMatch(/NaN|Infinity|undefined/)
  })

  test('tells each death by its time, and by what', () => {
    const markup = draw('mismatch', 6_000, 880)
    expect(markup).toContain('8 min 32 s: out of memory')
    expect(markup).toContain('32.8 s: full: overwrites the oldest')
    expect(markup).toContain('1 h 35 min: retention deletes what nobody has read')
    expect(draw('mismatch', 20, 880)).toContain('nothing lost')
  })
})

test('large numbers are told in words one can take in', () => {
  expect([sayCount(65_536), sayCount(7_200_000), sayCount(172_800_000)]).toEqual([
    '65,536',
    '7.20 M',
    '172.8 M',
  ])
  expect([sayBytes(512), sayBytes(2 ** 26), sayBytes(10_737_418_000), sayBytes(12.55 * 2 ** 30)]).toEqual([
    '512 bytes',
    '64 MiB',
    '10 GiB',
    '12.6 GiB',
  ])
  expect([6.55, 512.3, 540, 3_600, 5_369].map((seconds) => sayTime(seconds * SECOND))).toEqual([
    '6.6 s',
    '8 min 32 s',
    '9 min',
    '1 h',
    '1 h 29 min',
  ])
})
