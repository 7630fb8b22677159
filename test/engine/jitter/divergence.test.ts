import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { FATE, STALL_CAUSE } from '../../../src/engine/jitter/fate.ts'
import { JitterEngine, type Lane } from '../../../src/engine/jitter/jitter-engine.ts'
import type { Stall } from '../../../src/engine/jitter/quality/stalls.ts'
import { POLICIES } from '../../../src/engine/jitter/policies/index.ts'
import { POLICY_WORDS, type PolicyId } from '../../../src/engine/jitter/settings/policies.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { configArbitrary, deedsArbitrary, engineOf, runWith, THE_END } from '../../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

interface Seen {
  readonly kind: string
  readonly moment: number
}

const stallsOf = ({ ledger }: Lane): Stall[] =>
  Array.from({ length: ledger.stallCount }, (_, i) => ledger.stall(i))

/** What a viewer of one receiver saw of a packet in a run that is over; null for one that never left the buffer. */
function seenOf(engine: JitterEngine, lane: Lane, packet: number): Seen | null {
  const { ledger, policy } = lane
  const shownAt = ledger.shownAt.get(packet)
  const arrived = engine.passage.arrivals.get(packet)
  switch (ledger.fateOf(packet)) {
    case FATE.played: {
      const stall = stallsOf(lane).find(({ end, cause }) => end === shownAt && cause !== STALL_CAUSE.missing)
      return stall === undefined
        ? { kind: 'on-time', moment: shownAt }
        : { kind: 'after-stall', moment: stall.start }
    }
    case FATE.late:
      return { kind: 'discarded', moment: arrived }
    case FATE.overwritten:
      return { kind: 'overwritten', moment: arrived }
    case FATE.dropped:
      return { kind: 'dropped', moment: arrived }
    case FATE.lost:
      return {
        kind: POLICIES[policy].kind === 'gate' ? 'closed-up' : 'gap',
        moment: engine.passage.sentTimes.get(packet),
      }
    case FATE.travelling:
    case FATE.waiting:
      return null
  }
}

/** The first packet of which two receivers' viewers saw something else, by looking at every packet. */
function firstDifference(engine: JitterEngine): unknown {
  const lanes = (['whiteboard', 'production'] as const).map((origin) =>
    engine.lanes.find(({ policy }) => POLICY_WORDS[policy].origin === origin),
  )
  const [a, b] = lanes
  if (a === undefined || b === undefined) return null
  for (let packet = 0; packet < engine.passage.packets; packet++) {
    const [one, other] = [seenOf(engine, a, packet), seenOf(engine, b, packet)]
    if (one === null || other === null) return null
    if (one.kind !== other.kind)
      return {
        packet,
        time: Math.min(one.moment, other.moment),
        whiteboard: { policy: a.policy, sight: { kind: one.kind } },
        production: { policy: b.policy, sight: { kind: other.kind } },
      }
  }
  return null
}

describe('the first difference', () => {
  it('is that of a comparison of every packet when the run is over', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, (config, deeds) => {
        const engine = runWith(new JitterEngine(config), deeds, THE_END)
        const expected = firstDifference(engine)
        expect(engine.divergence === null).toBe(expected === null)
        expect(engine.divergence ?? {}).toMatchObject(expected ?? {})
      }),
      { numRuns: 300 },
    )
  })

  it('once found stays what it is, and is found at the latest when the run is over', () => {
    fc.assert(
      fc.property(
        configArbitrary,
        deedsArbitrary,
        fc.integer({ min: 1, max: 20 }),
        (config, deeds, stride) => {
          const found: unknown[] = []
          const engine = runWith(new JitterEngine(config), deeds, THE_END, (one, goal) => {
            while ((one.nextEventTime ?? Infinity) <= goal) {
              one.advance(goal, stride)
              if (one.divergence !== null) found.push(one.divergence)
            }
            one.advance(goal)
          })
          for (const divergence of found) expect(divergence).toEqual(engine.divergence)
          const unasked = runWith(new JitterEngine(config), deeds, THE_END)
          expect(engine.divergence).toEqual(unasked.divergence)
        },
      ),
      { numRuns: 150 },
    )
  })

  it.each<[string, PolicyId[]]>([
    ['two whiteboard buffers', ['whiteboard', 'gate-once']],
    ['two production players', ['fixed', 'neteq']],
    ['one alone', ['whiteboard']],
  ])('needs a whiteboard and a production player: not %s', (_, policy) => {
    const engine = engineOf('high', { policy })
    engine.advance(10 * SECOND)
    expect(engine.divergence).toBeNull()
    expect(engine.landmarks().every(({ kind }) => kind === 'trouble')).toBe(true)
  })

  it('is a landmark of its own among the stalls, in order of time', () => {
    const engine = engineOf('high', { policy: ['whiteboard', 'fixed'] })
    engine.advance(20 * SECOND)
    const marks = engine.landmarks()
    const [turn, ...others] = marks.filter(({ kind }) => kind === 'turn')
    expect([turn?.time, others]).toEqual([engine.divergence?.time, []])
    const stalls = engine.lanes.flatMap(stallsOf).map(({ start }) => start)
    const troubles = marks.filter(({ kind }) => kind === 'trouble').map(({ time }) => time)
    expect(troubles).toEqual(stalls.toSorted((a, b) => a - b))
  })
})
