import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { Columns } from '../../../src/engine/kernel/columns.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { FATE, ROLE } from '../../../src/engine/pipeline/codes.ts'
import type { LaneFrame, PipelineFrame } from '../../../src/engine/pipeline/frame.ts'
import { PipelineEngine } from '../../../src/engine/pipeline/pipeline-engine.ts'
import {
  CLOCKWORK,
  anyGiven,
  anySeed,
  anySettings,
  createRun,
  footprint,
  LENGTH,
  runWith,
} from './support.ts'

const frameOf = (engine: PipelineEngine, from = 0, to = engine.now): PipelineFrame =>
  engine.frame({ from, to }, new Columns())

const laneIn = ({ lanes }: PipelineFrame, id: LaneFrame['lane']): LaneFrame => {
  const lane = lanes.find(({ lane: own }) => own === id)
  if (lane === undefined) throw new Error(`there is no lane ${id}`)
  return lane
}

describe('a frame', () => {
  it(
    'agrees with the engine, whatever the run and the span, and changes nothing',
    { timeout: 60_000 },
    () => {
      const moment = fc.integer({ min: -500_000, max: 4_000_000 })
      fc.assert(
        fc.property(anySettings, anySeed, anyGiven, moment, moment, (settings, seed, given, one, other) => {
          const engine = new PipelineEngine({ seed, settings })
          runWith(engine, given, LENGTH * SECOND)
          const before = footprint(engine)
          const span = { from: Math.min(one, other), to: Math.max(one, other) }
          const frame = frameOf(engine, span.from, span.to)
          expect(footprint(engine)).toEqual(before)
          expect(frame.settings).toEqual(engine.settings)
          frame.lanes.forEach((view, i) => {
            const { rings, screen, ledger } = at(engine.lanes, i)
            for (const ring of ['network', 'decoded', 'render'] as const) {
              const held = [...(view[ring]?.frame ?? [])].filter((number) => number >= 0)
              expect(held.length).toBe(rings[ring]?.size ?? 0)
            }
            expect(view.screen.frame).toBe(screen.frame)
            const inSpan = (time: number): boolean => time >= span.from && time <= span.to
            const shown = Array.from({ length: screen.shownAt.length }, (_, row) => screen.shownAt.get(row))
            // All of them, or the newest where there are too many.
            const [seen, all] = [[...view.shown.time].filter(inSpan), shown.filter(inSpan)]
            expect(seen).toEqual(all.slice(all.length - seen.length))
            expect(seen.length === all.length || seen.length >= 4_096).toBe(true)
            expect([...view.gone.time].every(inSpan)).toBe(true)
            view.gone.frame.forEach((number, row) => expect(view.gone.fate[row]).toBe(ledger.fateOf(number)))
            expect([...view.gone.fate].includes(FATE.shown)).toBe(false)
            view.waits.start.forEach((start, row) => {
              expect(at(view.waits.end, row)).toBeGreaterThanOrEqual(start)
              expect(start <= span.to && at(view.waits.end, row) >= span.from).toBe(true)
            })
            for (const { start, end } of view.freezes) expect(start <= span.to && end >= span.from).toBe(true)
          })
        }),
        { numRuns: 100 },
      )
    },
  )

  it('begins with the picture that was on the screen before', () => {
    const engine = createRun({ ...CLOCKWORK })
    engine.advance(2 * SECOND)
    const { shown } = laneIn(frameOf(engine, SECOND), 'production')
    expect(at(shown.time, 0)).toBeLessThan(SECOND)
    expect(at(shown.time, 1)).toBeGreaterThanOrEqual(SECOND)
    expect([...shown.frame]).toEqual([...shown.frame].map((_, i) => at(shown.frame, 0) + i))
  })

  it('marks what can no longer be decoded: everything after a hole, up to the next key frame', () => {
    const engine = createRun({ ...CLOCKWORK, gop: 20 })
    engine.advance(1.0001 * SECOND)
    engine.apply({ kind: 'pause-decoder', paused: true })
    engine.advance(1.2 * SECOND)
    engine.apply({ kind: 'lose', what: 'frame' })
    engine.advance(2 * SECOND)
    const { network } = laneIn(frameOf(engine), 'production')
    const doomed = [...(network?.frame ?? [])].filter((_, slot) => network?.doomed[slot] === 1)
    expect(engine.source.lost.get(0)).toBe(73)
    expect(doomed.sort((a, b) => a - b)).toEqual([74, 75, 76, 77, 78, 79])
  })

  it('tells what each swap buffer is doing', () => {
    const engine = createRun({ mode: 'swap', render: 18, renderFull: 'drop-oldest' })
    engine.advance(1.01 * SECOND)
    const rolesOf = (id: LaneFrame['lane']): number[] => [...(laneIn(frameOf(engine), id).chain?.role ?? [])]
    expect(rolesOf('one')).toEqual([ROLE.both])
    for (const [id, buffers] of [
      ['two', 2],
      ['three', 3],
    ] as const) {
      const roles = rolesOf(id)
      expect(roles).toHaveLength(buffers)
      expect(roles.filter((role) => role === ROLE.front).length).toBe(1)
      expect(roles.filter((role) => role === ROLE.drawing).length).toBe(1)
    }
  })
})

describe('the landmarks', () => {
  it('mark the first overflow as a turn and each freeze as trouble, in order of time', () => {
    const engine = createRun({ render: 5, loseKey: 4, for: 20 })
    engine.advance(20 * SECOND)
    const marks = engine.landmarks()
    const times = marks.map(({ time }) => time)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(marks).toContainEqual(
      expect.objectContaining({ kind: 'turn', label: 'Whiteboard player: decode ring overflows' }),
    )
    expect(marks.filter(({ kind }) => kind === 'trouble').map(({ label }) => label)).toContainEqual(
      expect.stringMatching(/^Vsync player freezes 10\d\d ms$/),
    )
  })

  it('are bounded', () => {
    const engine = createRun({ loss: 10, gop: 30, for: 300 })
    engine.advance(300 * SECOND)
    expect(engine.landmarks().length).toBeLessThan(300)
  })
})
