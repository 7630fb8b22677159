import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { Columns } from '../../src/engine/kernel/columns.ts'
import type { Scenario } from '../../src/engine/kernel/simulation.ts'
import type { PipelineFrame } from '../../src/engine/pipeline/frame.ts'
import { createPipelineEngine } from '../../src/labs/pipeline/scenario.ts'
import { PIPELINE_SCENARIOS } from '../../src/labs/pipeline/scenarios.ts'
import { PipelineSvg } from '../../src/labs/pipeline/View.tsx'

/** The frame of a scenario at `seconds`, with so many of the past in view. */
function frameAt({ id, seed, params }: Scenario, seconds: number, before: number): PipelineFrame {
  const engine = createPipelineEngine({ scenario: id, seed, params, attachment: null })
  const now = seconds * SECOND
  engine.advance(now)
  return engine.frame({ from: now - before * SECOND, to: now + 0.03 * SECOND }, new Columns())
}

/** The markup on lines of its own, numbers as they are: small enough to read, stable enough to compare. */
const readable = (markup: string): string => markup.replaceAll('><', '>\n<')

const draw = (frame: PipelineFrame, width: number, compact: boolean): string =>
  renderToStaticMarkup(<PipelineSvg frame={frame} width={width} compact={compact} />)

describe('the picture of the pipeline lab', () => {
  test.each(PIPELINE_SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
    '%s',
    async (id, scenario) => {
      const frame = frameAt(scenario, id === 'outage' ? 6.6 : 4.3, 0.2)
      await expect(readable(draw(frame, 720, false))).toMatchFileSnapshot(`golden/pipeline-${id}.svg`)
    },
  )

  test('narrow and compact', async () => {
    const frame = frameAt(PIPELINE_SCENARIOS[1], 5.2, 0.2)
    await expect(readable(draw(frame, 290, true))).toMatchFileSnapshot('golden/pipeline-narrow.svg')
  })

  test('is a function of the frame: drawn twice, it is the same', () => {
    const frames = [1, 2].map(() => frameAt(PIPELINE_SCENARIOS[0], 3, 0.5))
    const [one, other] = frames.map((frame) => draw(frame, 720, true))
    expect(one).toBe(other)
  })

  test.each([0, 0.01, 3, 30, 31])(
    'can be drawn at %d s, of any width and span',
    { timeout: 30_000 },
    (seconds) => {
      for (const scenario of PIPELINE_SCENARIOS)
        for (const [width, before] of [
          [240, 0.1],
          [290, 30],
          [720, 5],
          [1_100, 0.5],
        ] as const) {
          const markup = draw(frameAt(scenario, seconds, before), width, before < 1)
          expect(markup).not.toMatch(/NaN|undefined|Infinity/)
        }
    },
  )

  test.each([
    ['drift', 'never used'],
    ['drift', '46.2 fps'],
    ['key-lost', 'frozen'],
    ['slow-decoder', 'skipped'],
    ['swap', 'the renderer waited'],
  ])('%s says “%s”', (id, words) => {
    const scenario = PIPELINE_SCENARIOS.find((one) => one.id === id) ?? PIPELINE_SCENARIOS[0]
    expect(draw(frameAt(scenario, 4.3, 1), 900, false)).toContain(words)
  })
})
