import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { SECOND, type SimTime } from '../../src/engine/kernel/time.ts'
import { Columns } from '../../src/engine/kernel/columns.ts'
import type { RunSpec, Scenario } from '../../src/engine/kernel/simulation.ts'
import type { Stamped } from '../../src/engine/kernel/timeline.ts'
import { Timeline } from '../../src/engine/kernel/timeline.ts'
import type { FilmFrame } from '../../src/engine/film/frame.ts'
import type { JitterFrame } from '../../src/engine/jitter/frame.ts'
import type { StudyPiece } from '../../src/engine/jitter/study.ts'
import type { TopicFrame } from '../../src/engine/log/topic/frame.ts'
import type { RingFrame } from '../../src/engine/ring/frame.ts'
import { layOut as layOutFilm } from '../../src/labs/film/layout.ts'
import { simulation as film } from '../../src/labs/film/scenario.ts'
import { FILM_SCENARIOS } from '../../src/labs/film/scenarios.ts'
import { chosenIn } from '../../src/labs/film/segment-story.ts'
import { FilmSvg } from '../../src/labs/film/View.tsx'
import { simulation as jitter } from '../../src/labs/jitter/scenario.ts'
import { JITTER_SCENARIOS } from '../../src/labs/jitter/scenarios.ts'
import { JitterSvg } from '../../src/labs/jitter/View.tsx'
import { layOut } from '../../src/labs/jitter/layout.ts'
import { policiesOf } from '../../src/labs/jitter/ScorePanel.tsx'
import { ScorePlot } from '../../src/labs/jitter/ScorePlot.tsx'
import { sortOut } from '../../src/labs/jitter/use-study.ts'
import { layOut as layOutLog, wholeDomain } from '../../src/labs/log/layout.ts'
import { simulation as log } from '../../src/labs/log/scenario.ts'
import { LOG_SCENARIOS } from '../../src/labs/log/scenarios.ts'
import { chosenIn as chosenSegment } from '../../src/labs/log/segments.ts'
import { LogSvg } from '../../src/labs/log/View.tsx'
import { simulation as ring } from '../../src/labs/ring/scenario.ts'
import { RING_SCENARIOS } from '../../src/labs/ring/scenarios.ts'
import { RingSvg } from '../../src/labs/ring/View.tsx'
import { scenarioParams } from '../../src/state/lab-address.ts'

/** Golden pictures pin what is drawn: a change shows as a difference that can be read. They are no source of truth. */

const nobody = { onPointerDown: () => {}, onPointerMove: () => {}, onPointerUp: () => {} }

/** The frame of a scenario at `time`, with so much of the past in view. */
function frameAt(simulation: typeof jitter, scenario: Scenario, time: SimTime, before: SimTime): unknown {
  const params = scenarioParams(simulation.params, scenario)
  const spec: RunSpec = { scenario: scenario.id, seed: scenario.seed, params, attachment: null }
  const script: readonly Stamped<unknown>[] = scenario.script
  const main = { id: 'main', name: 'first run', parent: null, forkAt: 0, horizon: 0, commands: script }
  const timeline = Timeline.fromLog(simulation.create(spec), { branches: [main], current: 'main', now: time })
  timeline.finish()
  return timeline.engine.frame({ from: time - before, to: time + before / 8 }, new Columns())
}

/** The markup on lines of its own, numbers as they are: small enough to read, stable enough to compare. */
const readable = (markup: string): string => markup.replaceAll('><', '>\n<')

describe('the picture of the jitter lab', () => {
  test.each(JITTER_SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
    '%s',
    async (id, scenario) => {
      const time = id === 'slide3' ? 0.3 * SECOND : 5.3 * SECOND
      const frame = frameAt(jitter, scenario, time, SECOND) as JitterFrame // the jitter engine's frames are these
      const layout = layOut(frame, 720, false, 4)
      const markup = renderToStaticMarkup(
        <JitterSvg frame={frame} layout={layout} packet={150} hand={nobody} />,
      )
      await expect(readable(markup)).toMatchFileSnapshot(`golden/jitter-${id}.svg`)
    },
  )

  test('narrow and compact', async () => {
    const [, medium] = JITTER_SCENARIOS
    const frame = frameAt(jitter, medium, 5.3 * SECOND, SECOND) as JitterFrame
    const layout = layOut(frame, 320, true, 2)
    const markup = renderToStaticMarkup(
      <JitterSvg frame={frame} layout={layout} packet={null} hand={nobody} />,
    )
    await expect(readable(markup)).toMatchFileSnapshot('golden/jitter-narrow.svg')
  })

  test('is a function of the frame: drawn twice, it is the same', () => {
    const [, , high] = JITTER_SCENARIOS
    const draw = (): string => {
      const frame = frameAt(jitter, high, 4 * SECOND, SECOND) as JitterFrame
      return renderToStaticMarkup(
        <JitterSvg frame={frame} layout={layOut(frame, 720, false, 4)} packet={null} hand={nobody} />,
      )
    }
    expect(draw()).toBe(draw())
  })
})

describe('the trade of delay and lateness', () => {
  test.each([640, 320])('%i pixels wide', async (width) => {
    const [, , high] = JITTER_SCENARIOS
    const params = { ...scenarioParams(jitter.params, high), policy: ['whiteboard', 'fixed', 'neteq'] }
    const engine = jitter.create({ scenario: high.id, seed: high.seed, params, attachment: null })
    engine.advance(10 * SECOND)
    const frame = engine.frame({ from: 0, to: 0 }, new Columns()) as JitterFrame // the jitter engine's frames are these
    const parts = engine.study?.(0).parts ?? 0
    const pieces = Array.from({ length: parts }, (_, part) => engine.study?.(part).piece as StudyPiece)
    const found = sortOut(pieces).skip
    const markup = renderToStaticMarkup(
      <ScorePlot
        width={width}
        policies={policiesOf(frame, 'skip', found)}
        fixed={found.fixed?.curve ?? []}
        bestFixed={found.fixed?.best ?? null}
        clairvoyant={found.curve}
        badWords="late"
      />,
    )
    await expect(readable(markup)).toMatchFileSnapshot(`golden/jitter-score-${width}.svg`)
  })
})

describe('the picture of the ring lab', () => {
  test.each(RING_SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
    '%s',
    async (id, scenario) => {
      const frame = frameAt(ring, scenario, 8 * SECOND, 5 * SECOND) as RingFrame // the ring engine's frames are these
      const markup = renderToStaticMarkup(<RingSvg frame={frame} width={720} compact={false} />)
      await expect(readable(markup)).toMatchFileSnapshot(`golden/ring-${id}.svg`)
    },
  )
})

describe('the picture of call and film', () => {
  const draw = (scenario: Scenario, time: SimTime, width: number, compact: boolean): string => {
    const frame = frameAt(film, scenario, time, 40 * SECOND) as FilmFrame // the film engine's frames are these
    return renderToStaticMarkup(
      <FilmSvg
        frame={frame}
        layout={layOutFilm(frame, width, compact)}
        chosen={chosenIn(frame, 'bba.10')}
        hand={nobody}
      />,
    )
  }

  test.each(FILM_SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
    '%s',
    async (id, scenario) => {
      await expect(readable(draw(scenario, 45 * SECOND, 720, false))).toMatchFileSnapshot(
        `golden/film-${id}.svg`,
      )
    },
  )

  test('narrow and compact, before anything is shown', async () => {
    const [calm] = FILM_SCENARIOS
    await expect(readable(draw(calm, 0.4 * SECOND, 320, true))).toMatchFileSnapshot('golden/film-narrow.svg')
  })

  test('draws no number that is none, at any moment of any scenario', () => {
    for (const scenario of FILM_SCENARIOS)
      for (const time of [0, 0.1 * SECOND, 3 * SECOND, 33.4 * SECOND, 600 * SECOND])
        expect(draw(scenario, time, 360, false)).not.toMatch(/NaN|Infinity|undefined/)
  })
})

describe('the picture of the log', () => {
  const draw = (scenario: Scenario, time: SimTime, width: number, compact: boolean): string => {
    const frame = frameAt(log, scenario, time, 20 * SECOND) as TopicFrame // the log engine's frames are these
    const layout = layOutLog(frame, width, compact, null)
    return readable(
      renderToStaticMarkup(<LogSvg frame={frame} layout={layout} chosen={chosenSegment(frame, '0.0')} />),
    )
  }

  test.each(LOG_SCENARIOS.map((scenario) => [scenario.id, scenario] as const))('%s', async (id, scenario) => {
    await expect(draw(scenario, 12.8 * SECOND, 720, false)).toMatchFileSnapshot(`golden/log-${id}.svg`)
  })

  test('narrow and compact', async () => {
    await expect(draw(LOG_SCENARIOS[0], 20 * SECOND, 320, true)).toMatchFileSnapshot('golden/log-narrow.svg')
  })

  test('draws fifty partitions of thousands of segments in a few paths', () => {
    const many = LOG_SCENARIOS.find(({ id }) => id === 'many') ?? LOG_SCENARIOS[0]
    const params = {
      ...scenarioParams(log.params, many),
      segmentKib: 1,
      rate: 2_000,
      batch: 300,
      retentionKib: -1,
    }
    const engine = log.create({ scenario: many.id, seed: many.seed, params, attachment: null })
    engine.advance(8 * SECOND)
    const frame = engine.frame({ from: 0, to: 8 * SECOND }, new Columns()) as TopicFrame // as above
    expect(frame.segments.base.length).toBeGreaterThan(1_500)
    const all = wholeDomain(frame)
    const markup = renderToStaticMarkup(
      <LogSvg frame={frame} layout={layOutLog(frame, 720, false, null)} chosen={null} />,
    )
    expect(markup.match(/<[a-z]+/g)?.length).toBeLessThan(400)
    // Level of detail: what would be hairlines is drawn as one; closer by, each segment is a block of its own.
    const blocks = (text: string): number =>
      /class="log-block" d="([^"]*)"/.exec(text)?.[1]?.split('M').length ?? 0
    const near = { from: all.to - 0.1 * (all.to - all.from), to: all.to }
    const close = renderToStaticMarkup(
      <LogSvg frame={frame} layout={layOutLog(frame, 720, false, near)} chosen={null} />,
    )
    expect(blocks(markup)).toBeLessThan(frame.segments.base.length / 2)
    expect(blocks(close)).toBeGreaterThan(50)
  })
})
