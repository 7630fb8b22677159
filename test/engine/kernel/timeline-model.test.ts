import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JitterCommand, JitterConfig } from '../../../src/engine/jitter/config.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { SECOND, type SimTime } from '../../../src/engine/kernel/time.ts'
import type { Stamped } from '../../../src/engine/kernel/timeline.ts'
import { at } from '../../../src/shared/assert.ts'
import { stepsWithin, TimelineDriver } from '../../support/timeline-driver.ts'
import { ToyEngine, type ToyCommand } from '../../support/toy-engine.ts'
import { plainSettings } from '../../support/jitter.ts'

const toyCommand = (choice: number): ToyCommand => {
  const after = [0, 0, 1, 100_000, 55_555, 3 * SECOND]
  if (choice % 8 === 0) return { kind: 'refuse' }
  return choice % 2 === 0
    ? { kind: 'mark', label: String(choice % 5) }
    : { kind: 'ring', after: at(after, choice % after.length) }
}

const scripted = <C>(time: SimTime, command: NoInfer<C>): Stamped<C> => ({
  at: time,
  command,
  scripted: true,
})

const FPS = 30
const config: JitterConfig = {
  seed: 5,
  settings: plainSettings({
    fps: FPS,
    for: 3,
    base: 90,
    spread: 40,
    order: false,
    detour: 10,
    loss: 3,
    duplicate: 8,
    capacity: 6,
    policy: ['whiteboard', 'slide5-wired', 'neteq', 'fixed'],
  }),
  trace: null,
  row: null,
}

/** About the packets that are in the network at `time`, sometimes one that is not. */
const jitterCommand = (choice: number, time: SimTime): JitterCommand => {
  const packet = Math.max(0, Math.floor((time * FPS) / SECOND) - (choice % 5) + 1)
  const later = [0, 0, 1, 40_000, 200_000]
  const settings = [
    ['spread', 5],
    ['base', 150],
    ['loss', 20],
    ['order', true],
    ['shape', 'pareto'],
    ['delay', 40],
    ['fps', 60],
  ] as const
  const [key, value] = at(settings, choice % settings.length)
  if (choice % 3 === 0)
    return { kind: 'move', packet, arrival: time + at(later, (choice >> 2) % later.length) }
  return choice % 3 === 1 ? { kind: 'lose', packet } : { kind: 'set', key, value }
}

describe('a timeline equals running everything again from the start', () => {
  it(
    'for an engine of bells, with gaps far longer than the checkpoints are apart',
    { timeout: 60_000 },
    () => {
      const scripts: Stamped<ToyCommand>[][] = [
        [],
        [scripted(0, { kind: 'mark', label: 'start' }), scripted(1_500_000, { kind: 'ring', after: 0 })],
      ]
      fc.assert(
        fc.property(fc.constantFrom(...scripts), stepsWithin(6 * SECOND, 60 * SECOND), (script, steps) => {
          const driver = new TimelineDriver(() => new ToyEngine(), toyCommand, 60 * SECOND, script)
          for (const step of steps) driver.take(step)
          const { real, expected } = driver.visitAll()
          expect(real).toEqual(expected)
        }),
        { numRuns: 50 },
      )
    },
  )

  it('for the jitter engine', { timeout: 60_000 }, () => {
    const script = [scripted<JitterCommand>(1_200_000, { kind: 'set', key: 'spread', value: 80 })]
    fc.assert(
      fc.property(stepsWithin(3 * SECOND, 5 * SECOND), (steps) => {
        const driver = new TimelineDriver(() => new JitterEngine(config), jitterCommand, 5 * SECOND, script)
        for (const step of steps) driver.take(step)
        const { real, expected } = driver.visitAll()
        expect(real).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })
})
