import { expect, test } from 'vitest'
import { Columns } from '../../src/engine/kernel/columns.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import type { PressureFrame } from '../../src/engine/flow/pressure/frame.ts'
import { layOut } from '../../src/labs/pressure/layout.ts'
import { asksOf } from '../../src/labs/pressure/number-places.ts'
import { simulation } from '../../src/labs/pressure/scenario.ts'
import { PRESSURE_SCENARIOS } from '../../src/labs/pressure/scenarios.ts'
import { storyOf } from '../../src/labs/pressure/story.ts'
import { scenarioParams } from '../../src/state/lab-address.ts'

test.each(['one-burst', 'retry-storm'])(
  'every number of the picture can be asked about, at its place and apart from the others: %s',
  (id) => {
    const scenario = PRESSURE_SCENARIOS.find((one) => one.id === id)
    if (scenario === undefined) throw new Error(`no scenario ${id}`)
    const params = scenarioParams(simulation.params, scenario)
    const engine = simulation.create({ scenario: id, seed: 1, params, attachment: null })
    engine.advance(6.5 * SECOND)
    const frame = engine.frame({ from: 0, to: 7 * SECOND }, new Columns()) as PressureFrame // the lab's engine makes these
    const asked = new Set<string>()
    for (const width of [320, 720, 1000]) {
      const layout = layOut(frame, width, false)
      frame.lanes.forEach((lane, row) => {
        const asks = asksOf(frame, lane, layout, row)
        const told = storyOf(lane, layout, 0).parts.flatMap(({ measure }) => measure ?? [])
        for (const measure of [...told, ...asks.map((ask) => ask.measure)]) asked.add(measure)
        expect(asks.map(({ measure }) => measure)).toEqual(
          expect.arrayContaining(['offered', 'held', 'throughput', 'p99']),
        )
        for (const { box, measure } of asks) {
          expect(box.bottom - box.top, measure).toBeGreaterThanOrEqual(24)
          expect(box.right - box.left, measure).toBeGreaterThanOrEqual(24)
          expect([box.left >= 0, box.right <= width, box.bottom <= layout.height], measure).toEqual([
            true,
            true,
            true,
          ])
        }
        asks.forEach(({ box: a }, i) =>
          asks.slice(i + 1).forEach(({ box: b }) => {
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
            const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
            expect(Math.min(wide, high)).toBeLessThanOrEqual(4)
          }),
        )
      })
    }
    expect(asked).toContain('lossShare')
    const { lane } = frame.lanes[0] ?? { lane: '' }
    for (const measure of asked) expect(engine.explain(lane, measure)?.text, measure).toMatch(/\w/)
  },
)
