import { describe, expect, it, vi } from 'vitest'
import { DELAY_QUANTILE } from '../../../src/engine/jitter/network/delay-shapes.ts'
import { POLICY_IDS } from '../../../src/engine/jitter/settings/policies.ts'
import { toMs } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import { laneOf, shownBy, summaryOf } from '../../support/jitter.ts'
import {
  hasRealData,
  importTrace,
  measuredTraces,
  netemTable,
  playTrace,
  traceText,
  WITHOUT,
} from '../../support/real-data.ts'
import { slide4 } from '../../support/slide4.ts'
import { mean } from '../../support/statistics.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** RFC 3550 section 6.4.1 over the lines of a file, in milliseconds and in order of arrival. */
function jitterOf(file: string): number {
  const packets = traceText(file)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(([, , arrival]) => arrival !== '' && arrival !== undefined)
    .map(([, send, arrival]) => ({ arrival: Number(arrival), transit: Number(arrival) - Number(send) }))
    .toSorted((a, b) => a.arrival - b.arrival)
  return packets
    .slice(1)
    .reduce((j, { transit }, i) => j + (Math.abs(transit - at(packets, i).transit) - j) / 16, 0)
}

describe.skipIf(!hasRealData)(`measured traces${WITHOUT}`, () => {
  // Packets, losses, delays and J come from the index beside the traces, computed by another program.
  it.each(measuredTraces.map((measured) => [measured.file, measured] as const))(
    '%s: its packets, losses, delays and final jitter, and every packet accounted for by every policy',
    (file, measured) => {
      const engine = playTrace(file, { policy: [...POLICY_IDS], delay: 100 })
      expect(engine.nextEventTime).toBeNull()
      expect(engine.passage.packets).toBe(measured.packets)
      expect(toMs(engine.jitter)).toBeCloseTo(jitterOf(file), 6)
      // The index knows the constant-rate files from before their times were rounded for the file.
      const isRounded = file.includes('_cbr')
      expect(Math.abs(toMs(engine.jitter) - measured.rfc3550_final_jitter_ms)).toBeLessThan(
        isRounded ? 0.15 : 0.001,
      )
      const { fastest, slowest } = engine.passage.transits
      const own = [fastest, slowest].map((transit) => toMs(transit - engine.source.clockOffset))
      expect(Math.abs(at(own, 0) - measured.delay_ms.min)).toBeLessThan(isRounded ? 0.5 : 0.01)
      expect(Math.abs(at(own, 1) - measured.delay_ms.max)).toBeLessThan(isRounded ? 0.5 : 0.01)
      for (const { sent, played, late, lost, duplicate, held } of engine.summaries()) {
        expect([sent, lost, duplicate]).toEqual([measured.packets, measured.lost, 0])
        expect(played + late + lost + held).toBe(sent)
      }
      expect(
        engine.checks().filter((row) => !(Math.abs(row.predicted - row.measured) <= row.tolerance)),
      ).toEqual([])
    },
  )
})

describe.skipIf(!hasRealData)(`what the whiteboard buffer does to measured traces${WITHOUT}`, () => {
  // Published with the project's research: a ring of 30, a gate of three that is asked again after every underrun.
  it.each([['cicv5g_cbr20_n8_a.csv', 233]])(
    '%s: its latency only ratchets up, to a mean of about %i ms above the fastest packet',
    (file, expected) => {
      const engine = playTrace(file, { policy: ['gate-once'], capacity: 30 })
      const { mean: latency } = summaryOf(engine, 'gate-once').delayMs
      const fastest = toMs(engine.passage.transits.fastest - engine.source.clockOffset)
      expect(Math.abs(latency - fastest - expected)).toBeLessThan(3)
    },
  )

  it.each(measuredTraces.map(({ file }) => file))(
    "%s: what slide 4's few lines do, written out again",
    (file) => {
      const engine = playTrace(file, { policy: ['whiteboard', 'gate-once'], capacity: 30 })
      const trace = importTrace(file)
      for (const [policy, gate] of [
        ['whiteboard', 'always'],
        ['gate-once', 'until it plays'],
      ] as const) {
        const shown = shownBy(laneOf(engine, policy)).map(({ packet, shownAt }) => [packet, shownAt])
        expect(shown).toEqual([...slide4(trace, 30, gate)])
      }
    },
  )

  it('webrtc_pcmu_jitter.csv: 32 rebuffers in 41 s, where a fixed 134 ms by timestamp is late on no packet', () => {
    const engine = playTrace('webrtc_pcmu_jitter.csv', { policy: ['gate-once', 'fixed'], delay: 134 })
    expect(Math.abs(summaryOf(engine, 'gate-once').stalls - 32)).toBeLessThanOrEqual(1)
    expect(summaryOf(engine, 'fixed').late).toBe(0)
  })
})

describe.skipIf(!hasRealData)(`the fit of netem's experimental table${WITHOUT}`, () => {
  it('is within 0.003 deviations on average and 0.3 at worst, as it says', () => {
    const table = netemTable('experimental.dist')
    expect(table).toHaveLength(4_096)
    const errors = table.map((entry, i) =>
      Math.abs(DELAY_QUANTILE.experimental((i + 0.5) / table.length) - entry / 8_192),
    )
    expect(mean(errors)).toBeLessThan(0.003)
    expect(Math.max(...errors)).toBeLessThan(0.3)
  })
})

describe('without measured traces', () => {
  it('says why their tests are skipped', () => {
    expect(WITHOUT === '').toBe(hasRealData)
  })
})
