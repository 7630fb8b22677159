import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { FATE, JOURNEY, type Fate } from '../../../src/engine/jitter/fate.ts'
import { JitterEngine, type Lane } from '../../../src/engine/jitter/jitter-engine.ts'
import { POLICIES } from '../../../src/engine/jitter/policies/index.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { configArbitrary, deedsArbitrary, runWith, THE_END } from '../../support/jitter.ts'
import { Tally } from '../../support/tally.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const times = fc
  .array(fc.nat(6 * SECOND), { maxLength: 6 })
  .map((list) => [0, ...list.toSorted((a, b) => a - b), THE_END])

const withFate = ({ ledger }: Lane, fate: Fate): number =>
  Array.from({ length: ledger.fate.length }, (_, packet) => packet).filter(
    (packet) => ledger.fateOf(packet) === fate,
  ).length

/** Runs on from one moment to the next and calls `look` at each. */
function lookAt(
  engine: JitterEngine,
  deeds: Parameters<typeof runWith>[1],
  moments: readonly number[],
  look: () => void,
): void {
  for (const moment of moments) {
    runWith(
      engine,
      deeds.filter(({ time }) => time > engine.now || engine.now === 0),
      moment,
    )
    look()
  }
}

describe('every packet and every copy', () => {
  it('is played, late, lost, a duplicate or held, at every receiver and every moment', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, times, (config, deeds, moments) => {
        const engine = new JitterEngine(config)
        const tally = new Tally(engine)
        lookAt(engine, deeds, moments, () => {
          const summaries = engine.summaries()
          engine.lanes.forEach(({ receiver, ledger }, i) => {
            const { played, late, lost, duplicate } = ledger.counts
            const held = tally.inNetwork.size + receiver.waitingSince(engine).length
            expect(played + late + lost + duplicate + held).toBe(tally.sent)
            expect([lost, ledger.counts.waiting]).toEqual([tally.lost, receiver.waitingSince(engine).length])
            expect(summaries[i]).toMatchObject({ sent: tally.sent, played, late, lost, duplicate, held })
          })
        })
      }),
      { numRuns: 150 },
    )
  })

  it('has the fate that the counts say, where the network makes no copies', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, times, (config, deeds, moments) => {
        const engine = new JitterEngine({
          ...config,
          settings: { ...config.settings, duplicate: 0 },
          trace: null,
        })
        const calm = deeds.filter(({ command }) => command.kind !== 'set' || command.key !== 'duplicate')
        lookAt(engine, calm, moments, () => {
          for (const lane of engine.lanes) {
            const { counts } = lane.ledger
            expect(withFate(lane, FATE.played)).toBe(counts.played)
            expect(withFate(lane, FATE.lost)).toBe(counts.lost)
            expect(withFate(lane, FATE.overwritten)).toBe(counts.overwritten)
            expect(withFate(lane, FATE.dropped)).toBe(counts.dropped)
            expect(withFate(lane, FATE.late)).toBe(counts.late - counts.overwritten - counts.dropped)
            expect(withFate(lane, FATE.waiting)).toBe(counts.waiting)
            expect(withFate(lane, FATE.travelling)).toBe(engine.passage.inNetwork)
            expect(counts.duplicate).toBe(0)
          }
        })
      }),
      { numRuns: 100 },
    )
  })

  it('has met its end when a run is over, but for what a gate keeps for ever', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, (config, deeds) => {
        const engine = runWith(new JitterEngine(config), deeds, THE_END)
        expect(engine.nextEventTime).toBeNull()
        expect(engine.extent).toBeLessThanOrEqual(THE_END)
        expect(engine.passage.packets).toBe(engine.packetCount)
        for (let packet = 0; packet < engine.packetCount; packet++)
          expect(engine.passage.journeyOf(packet)).not.toBe(JOURNEY.travelling)
        // A gate of three keeps two frames back; the rule that drives its gate, or a reserve to be filled, may ask for
        // as many as fit.
        const kept = (lane: Lane): number => lane.ledger.counts.waiting
        const most = (lane: Lane): number =>
          ['slide5-wired', 'pjsip'].includes(lane.policy) ? config.settings.capacity : 2
        for (const lane of engine.lanes)
          expect(kept(lane)).toBeLessThanOrEqual(POLICIES[lane.policy].kind === 'gate' ? most(lane) : 0)
      }),
      { numRuns: 75 },
    )
  })
})

describe('the buffer', () => {
  it('of a whiteboard player never holds more than its ring', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, times, (config, deeds, moments) => {
        const engine = new JitterEngine(config)
        lookAt(engine, deeds, moments, () => {
          const gates = engine.lanes.filter(({ policy }) => POLICIES[policy].kind === 'gate')
          const depths = gates.map(({ receiver }) => receiver.waitingSince(engine).length)
          expect(Math.max(0, ...depths)).toBeLessThanOrEqual(config.settings.capacity)
        })
      }),
      { numRuns: 50 },
    )
  })
})
