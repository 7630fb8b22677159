import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { KEYINGS, TOPIC } from '../../src/engine/ingest/codes.ts'
import type { TrendingFrame } from '../../src/engine/ingest/lab/frame.ts'
import { Columns } from '../../src/engine/kernel/columns.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { PlaneSvg } from '../../src/labs/trending/plane/EventTime.tsx'
import { layOutPlane } from '../../src/labs/trending/plane/layout.ts'
import { simulation } from '../../src/labs/trending/scenario.ts'
import { SpreadBars } from '../../src/labs/trending/SpreadBars.tsx'
import { at } from '../../src/shared/assert.ts'

/** Golden pictures pin what is drawn: a change shows as a difference that can be read. They are no source of truth. */

const nothing = (): void => {}
const HAND = {
  onPointerDown: nothing,
  onPointerMove: nothing,
  onPointerUp: nothing,
  onPointerCancel: nothing,
  dragged: null,
}

/** A small run whose topics are keyed by the title after half a minute. */
function frameAt(seconds: number): TrendingFrame {
  const params = { viewers: 1_000, titles: 100, offline: 10, lateness: 30, watermark: 5 }
  const run = simulation.create({ scenario: 'evening', seed: 3, params, attachment: null })
  run.advance(30 * SECOND)
  run.apply({ kind: 'set', key: 'keying', value: 'title' })
  run.advance(seconds * SECOND)
  return run.frame({ from: 0, to: run.now }, new Columns()) as TrendingFrame // the trending engine's are these
}

const readable = (markup: string): string => markup.replaceAll('><', '>\n<')
const frame = frameAt(100)

test('event time, narrow', async () => {
  const { plane } = frame
  const markup = renderToStaticMarkup(
    <PlaneSvg plane={plane} layout={layOutPlane(plane, 320, true)} event={null} pane={null} hand={HAND} />,
  )
  expect(markup).not.toMatch(/NaN|undefined/)
  await expect(readable(markup)).toMatchFileSnapshot('golden/trending-event-time.svg')
})

test('partitions keyed by the title, and by what is hot', async () => {
  const { topics, keyings } = frame.partitions
  const rows = [at(topics, TOPIC.playback), at(keyings, KEYINGS.indexOf('dedicated'))]
  const most = Math.max(...rows.flatMap(({ rate }) => [...rate]))
  const markup = renderToStaticMarkup(
    <svg width={500} height={112}>
      {rows.map((spread, i) => (
        <SpreadBars
          key={i}
          name={i === 0 ? 'events.playback' : 'hot ones apart'}
          {...{ spread, most, width: 500, top: 56 * i, chosen: i === 0 ? 7 : null, isDrawn: i === 1 }}
        />
      ))}
    </svg>,
  )
  expect(markup).toContain('wait, up to')
  await expect(readable(markup)).toMatchFileSnapshot('golden/trending-partitions.svg')
})
