import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { at } from '../../src/shared/assert.ts'
import type { TrendingFrame } from '../../src/engine/ingest/lab/frame.ts'
import { FIRING, PLACE } from '../../src/engine/ingest/plane/codes.ts'
import type { PlaneFrame } from '../../src/engine/ingest/plane/frame.ts'
import { Columns } from '../../src/engine/kernel/columns.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { Partitions } from '../../src/labs/trending/Partitions.tsx'
import { EventTime, PlaneSvg } from '../../src/labs/trending/plane/EventTime.tsx'
import { layOutPlane, MINUTE } from '../../src/labs/trending/plane/layout.ts'
import { forecast } from '../../src/labs/trending/plane/Points.tsx'
import { chosenEvent, eventThing, lineAt } from '../../src/labs/trending/plane/things.ts'
import { simulation } from '../../src/labs/trending/scenario.ts'
import { World } from '../../src/labs/trending/World.tsx'

const nothing = (): void => {}
const hand = {
  onPointerDown: nothing,
  onPointerMove: nothing,
  onPointerUp: nothing,
  onPointerCancel: nothing,
  dragged: null,
}

/** A small run with all that the plane can show: late events, some too late, a region that falls silent. */
function start() {
  const params = { viewers: 1_000, titles: 100, offline: 20, lateness: 60, watermark: 10 }
  const run = simulation.create({ scenario: 'evening', seed: 3, params, attachment: null })
  return {
    run,
    frameAt: (seconds: number): TrendingFrame => {
      run.advance(seconds * SECOND)
      return run.frame({ from: 0, to: run.now }, new Columns()) as TrendingFrame // the trending engine's are these
    },
  }
}

const { run, frameAt } = start()
const early = [0, 1, 35, 100].map(frameAt)
run.apply({ kind: 'outage', region: 1 })
const late = [200, 400, 780].map(frameAt)
const last = at(late, 2)

/** How often a path begins anew: its marks. */
const marks = (markup: string, className: string): number =>
  [...markup.matchAll(new RegExp(`class="${className}" d="([^"]*)"`, 'g'))].reduce(
    (sum, [, path = '']) => sum + (path.match(/M/g)?.length ?? 0),
    0,
  )

const draw = (plane: PlaneFrame, width: number, minutes: number): string => {
  const shown = { now: plane.now, span: { from: plane.now - minutes * MINUTE, to: plane.now } }
  return renderToStaticMarkup(
    <PlaneSvg plane={plane} layout={layOutPlane(shown, width, false)} event={null} pane={null} hand={hand} />,
  )
}

test('draws every minute, firing and point in view once, and no more', () => {
  const { plane } = last
  // All of the run is in view.
  const markup = draw(plane, 900, 20)
  const { panes, firings, points } = plane
  const closed = panes.closed.filter((time) => !Number.isNaN(time)).length
  // A minute before the run began lies below the plane.
  const fired = (kind: number): number =>
    firings.kind.filter((one, i) => one === kind && at(firings.pane, i) >= 0).length
  const placed = (place: number): number => points.place.filter((one) => one === place).length
  expect({
    closed: marks(markup, 'cell-closed'),
    open: marks(markup, 'cell-outline'),
    early: marks(markup, 'fire-early'),
    first: marks(markup, 'fire-first'),
    update: marks(markup, 'fire-update'),
    final: marks(markup, 'fire-final'),
    onTime: marks(markup, 'point-on-time'),
    late: marks(markup, 'point-late'),
    // A cross is two strokes.
    tooLate: marks(markup, 'point-too-late') / 2,
  }).toEqual({
    closed,
    open: panes.number.length - closed,
    early: fired(FIRING.early),
    first: fired(FIRING.first),
    update: fired(FIRING.update),
    final: fired(FIRING.final),
    onTime: placed(PLACE.onTime),
    late: placed(PLACE.late),
    tooLate: placed(PLACE.tooLate),
  })
  expect(Math.min(closed, fired(FIRING.update), placed(PLACE.late), placed(PLACE.tooLate))).toBeGreaterThan(0)
  expect(markup).toContain('eu is silent')
})

test('draws no number that is none, whatever the moment, the width and what is chosen', () => {
  for (const { plane, world, partitions } of [...early, ...late])
    for (const [width, minutes] of [
      [320, 3],
      [900, 8],
    ] as const) {
      const row = plane.points.idLow.length - 1
      const things = ['pane-0', 'partition-4-7', 'event-1-1']
      if (row >= 0) things.push(eventThing(at(plane.points.idHigh, row), at(plane.points.idLow, row)))
      const markup = things.map((selected) =>
        renderToStaticMarkup(
          <>
            <EventTime
              {...{ plane, selected, select: nothing, act: nothing, compact: width === 320 }}
              titleOf={String}
            />
            <World world={world} compact={false} />
            <Partitions
              {...{
                spread: partitions,
                selected,
                select: nothing,
                act: nothing,
                getLog: null,
                compact: false,
              }}
              titleOf={String}
            />
          </>,
        ),
      )
      expect(draw(plane, width, minutes)).not.toMatch(/NaN|Infinity|undefined|null/)
      expect(markup.join('')).not.toMatch(/NaN|Infinity|undefined|null/)
    }
})

test('what is foretold of a dragged event is what became of those that arrived then', () => {
  const { plane } = last
  const words: Readonly<Record<number, string>> = {
    [PLACE.onTime]: 'on time',
    [PLACE.late]: 'told again',
    [PLACE.tooLate]: 'too late',
  }
  const told = [...plane.points.arrived.keys()].map((i) => ({
    is: words[at(plane.points.place, i)] ?? '',
    said: forecast(plane, at(plane.points.happened, i), at(plane.points.arrived, i)),
  }))
  // The lines are known second by second: an event in the second in which one passes it may be told wrong.
  const wrong = told.filter(({ is, said }) => !said.endsWith(`: ${is}`))
  expect(wrong.length).toBeLessThan(told.length / 200)
  expect(new Set(told.map(({ is }) => is)).size).toBe(3)
  expect(forecast(plane, plane.now, plane.now + 1)).toContain('not there yet')
})

test('a line is read as it stood: the last step at or before a moment', () => {
  const time = Float64Array.of(0, 10, 20)
  const line = Float64Array.of(1, 2, 3)
  expect([-1, 0, 9, 10, 19, 20, 99].map((moment) => lineAt(time, line, moment))).toEqual([
    Number.NaN,
    1,
    1,
    2,
    2,
    3,
    3,
  ])
})

test('a chosen event is found where it arrived, or on its way; any other thing is none', () => {
  const { plane } = last
  const { points } = plane
  const thing = eventThing(at(points.idHigh, 5), at(points.idLow, 5))
  expect(chosenEvent(plane, thing)?.arrived).toBe(points.arrived[5])
  const held = { due: 9, happened: 1, origin: 2, region: 0, type: 6, title: 3, idHigh: 7, idLow: 8 }
  const away = chosenEvent({ ...plane, held: [held] }, 'event-7-8')
  expect([away?.arrived, away?.place]).toEqual([9, null])
  expect(['pane-3', 'event-7', null, 'title-5'].map((one) => chosenEvent(plane, one))).toEqual([
    null,
    null,
    null,
    null,
  ])
})
