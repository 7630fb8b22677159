import type { DelayStatistics } from '../../src/engine/jitter/profiles/profile.ts'
import { correlation, mean, nearestRank } from './statistics.ts'

/** A packet's times in milliseconds; a null arrival means lost. In order of sending. */
export interface Passed {
  readonly sent: number
  readonly arrived: number | null
}

/** The statistics of a trace, straight from their definitions. */
export function statisticsOf(packets: readonly Passed[]): DelayStatistics {
  const known = packets.flatMap(({ sent, arrived }) => (arrived === null ? [] : [{ sent, arrived }]))
  const transits = known.map(({ sent, arrived }) => arrived - sent)
  const fastest = transits.reduce((least, transit) => Math.min(least, transit), Infinity)
  const delays = transits.map((transit) => transit - fastest)
  const inOrder = known.toSorted((a, b) => a.arrived - b.arrived).map(({ sent, arrived }) => arrived - sent)
  let jitter = 0
  const jitters = inOrder.slice(1).map((transit, i) => {
    jitter += (Math.abs(transit - (inOrder[i] ?? 0)) - jitter) / 16
    return jitter
  })
  return {
    mean: mean(delays),
    p50: nearestRank(delays, 0.5),
    p95: nearestRank(delays, 0.95),
    p99: nearestRank(delays, 0.99),
    lagOne: correlation(delays.slice(0, -1), delays.slice(1)),
    jitter: mean(jitters),
    loss: (100 * (packets.length - known.length)) / packets.length,
  }
}

/** The middle one of each statistic, over an odd number of runs. */
export function medianOf(runs: readonly DelayStatistics[]): DelayStatistics {
  const middle = (key: keyof DelayStatistics): number =>
    nearestRank(
      runs.map((run) => run[key]),
      0.5,
    )
  return {
    mean: middle('mean'),
    p50: middle('p50'),
    p95: middle('p95'),
    p99: middle('p99'),
    lagOne: middle('lagOne'),
    jitter: middle('jitter'),
    loss: middle('loss'),
  }
}
