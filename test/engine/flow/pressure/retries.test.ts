import { describe, expect, it } from 'vitest'
import { at } from '../../../../src/shared/assert.ts'
import { readParam } from '../../../../src/shared/params.ts'
import { PRESSURE_SETTINGS, type ClientId } from '../../../../src/engine/flow/pressure/settings.ts'
import { pauseBefore, type PauseKind } from '../../../../src/engine/flow/station/retry-pause.ts'
import { createEngine } from './support.ts'

// The formulas of M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015, without its cap.

const BASE_MS = 400
const MANY = 4_000

/** Pauses of many requests after so many failures, in ms, shortest first. */
const pausesOf = (kind: PauseKind, tries: number): number[] =>
  Array.from({ length: MANY }, (_, item) => pauseBefore(kind, BASE_MS, 1, item, tries) / 1_000).sort(
    (a, b) => a - b,
  )

describe('the pause before a retry', () => {
  it.each([
    ['full', 0, 0, 400],
    ['full', 3, 0, 3_200],
    ['equal', 0, 200, 400],
    ['equal', 3, 1_600, 3_200],
    ['decorrelated', 0, 400, 1_200],
  ] as const)(
    'with %s jitter after %i tries more lies evenly from %i to %i ms',
    (kind, tries, least, most) => {
      const pauses = pausesOf(kind, tries)
      // Kolmogorov and Smirnov: beyond 1.63 / sqrt(n) by chance once in a hundred draws.
      const furthest = pauses.reduce(
        (far, pause, i) => Math.max(far, Math.abs((pause - least) / (most - least) - (i + 0.5) / MANY)),
        0,
      )
      expect(furthest).toBeLessThan(1.63 / Math.sqrt(MANY))
    },
  )

  it('with decorrelated jitter hangs on the one before: never below the base, never above three times that', () => {
    let sum = 0
    for (let item = 0; item < MANY; item++) {
      const [first, second] = [0, 1].map((tries) => pauseBefore('decorrelated', BASE_MS, 7, item, tries))
      expect(second).toBeGreaterThanOrEqual(BASE_MS * 1_000)
      expect(second).toBeLessThanOrEqual(3 * (first ?? 0) + 2)
      sum += (second ?? 0) / 1_000
    }
    // The mean of a draw from b to 3s, with s from b to 3b: (b + 3 * 2b) / 2.
    expect(Math.abs(sum / MANY / (3.5 * BASE_MS) - 1)).toBeLessThan(0.03)
  })

  it('without jitter doubles', () => {
    expect([0, 1, 4].map((tries) => pauseBefore('backoff', BASE_MS, 7, 3, tries))).toEqual([4e5, 8e5, 64e5])
  })
})

it('clients that all failed together come back the less together the more of the pause is drawn', () => {
  const clients: ClientId[] = ['open', 'retry-backoff', 'retry-equal', 'retry-jitter']
  const engine = createEngine({
    policies: ['drop-newest'],
    clients,
    rate: 500,
    service: 1_000,
    capacity: 10,
    fault: 'stall',
    faultAt: 1,
    faultFor: 0.1,
    backoff: 1_000,
    timeout: 5_000,
    for: 4,
  })
  engine.advance(engine.extent)
  const firsts = engine.lanes.map(({ station }) => {
    const times: number[] = []
    for (let message = 0; message < station.ledger.offered; message++) {
      const item = station.itemOf(message)
      if (station.offeredAt(message) === engine.arrivals.times.get(item))
        times[item] = station.offeredAt(message)
    }
    return times
  })
  // Who tries again and when changes nothing about the arrivals of others.
  for (const times of firsts) expect(times).toEqual(at(firsts, 0))
  /** The most retries in any tenth of a second. */
  const peaks = engine.lanes.map(({ station }) => {
    const bins: number[] = []
    for (let message = 0; message < station.ledger.offered; message++) {
      const offered = station.offeredAt(message)
      if (offered === engine.arrivals.times.get(station.itemOf(message))) continue
      const bin = Math.floor(offered / 100_000)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    return Math.max(0, ...Object.values(bins))
  })
  const [open, none, equal, full] = peaks
  expect(open).toBe(0)
  expect(none).toBeGreaterThan(30)
  expect(equal).toBeLessThan(0.6 * (none ?? 0))
  expect(full).toBeLessThan(0.8 * (equal ?? 0))
})

it('an address from when there was one kind of jitter is still read: it has full jitter', () => {
  const spec = at(
    PRESSURE_SETTINGS.filter(({ key }) => key === 'clients'),
    0,
  )
  expect(readParam(spec, 'retry-backoff,retry-jitter')).toEqual({
    value: ['retry-backoff', 'retry-jitter'],
    complaint: null,
  })
  const { name } = at(createEngine({ policies: ['block'], clients: ['retry-jitter'] }).lanes, 0)
  expect(name).toContain('full jitter')
})
