import { figuresOf, MEASURED_BASIS, type DelayStatistics, type Profile } from './profile.ts'

const MEASURED: DelayStatistics = {
  mean: 21.45,
  p50: 16.0,
  p95: 71.04,
  p99: 89.5,
  lagOne: 0.96,
  jitter: 3.61,
  loss: 0.0,
}
const MODEL: DelayStatistics = {
  mean: 22.3,
  p50: 15.13,
  p95: 70.36,
  p99: 89.99,
  lagOne: 0.96,
  jitter: 3.61,
  loss: 0.0,
}

/**
 * 5G in the city, band n8: the same car and road as in `city-n78.ts`, on a lower and narrower band (10 ms, n8, v30,
 * run 01), resampled to one packet every 20 ms. Long calm times, and two spells of many seconds in which every packet
 * takes some 40 ms more. Their share of the time, 30 %, is measured; two spells do not tell their usual length, and
 * 28 and 12 s are ours.
 * Source: Zhang et al. 2025, Zenodo 10.5281/zenodo.17475688, CC BY 4.0. Statistics measured by us.
 */
export const CITY_N8: Profile = {
  id: '5g-spells',
  label: '5G with bad spells',
  summary:
    'The same car on the narrower band n8: calm for half a minute, then for a dozen seconds every packet takes some 40 ms more.',
  params: {
    fps: 50,
    for: 120,
    base: 30,
    shape: 'gamma',
    spread: 6,
    form: 8,
    correlation: 0.88,
    kind: 'spells',
    calm: 28,
    bad: 12,
    badDelay: 43,
    badSpread: 20,
    delay: 40,
    policy: ['fixed', 'neteq'],
  },
  origin: {
    source:
      'CICV5G: Zhang et al., Tongji University, 2025 (Zenodo 10.5281/zenodo.17475688, github.com/zxr805/CICV5G), CC BY 4.0. Urban road, 10 ms, n8, 30 km/h, run 01: messages by 5G to another car and back, resampled to one every 20 ms.',
    caveat:
      'The trace holds only two bad spells: their share of the time is measured, their length is not, nor a single jump of 262 ms.',
    basis: MEASURED_BASIS,
    figures: figuresOf(MEASURED, MODEL),
  },
}
