import { figuresOf, MEASURED_BASIS, type DelayStatistics, type Profile } from './profile.ts'

const MEASURED: DelayStatistics = {
  mean: 5.5,
  p50: 3.89,
  p95: 9.56,
  p99: 13.95,
  lagOne: 0.895,
  jitter: 1.96,
  loss: 0.0,
}
const MODEL: DelayStatistics = {
  mean: 5.65,
  p50: 4.1,
  p95: 9.52,
  p99: 13.85,
  lagOne: 0.877,
  jitter: 1.9,
  loss: 0.0,
}

/**
 * 5G in the city, band n78: a car at 30 km/h, messages to another and back (so the delays are of two ways), as CICV5G
 * measured them: urban road, 30 ms, n78, v30, run 01; resampled to 30 frames a second. Their transport delivers in
 * order, so a message that the radio repeats holds up those behind it: the delay jumps by some 200 ms and falls back
 * at a slope of -1, twice a minute. Between, a gamma jitter of a few milliseconds.
 * Source: Zhang et al. 2025, Zenodo 10.5281/zenodo.17475688, CC BY 4.0. Statistics measured by us.
 */
export const CITY_N78: Profile = {
  id: '5g-city',
  label: '5G in the city',
  summary:
    'A car in town on 5G band n78: a few milliseconds of jitter, and about twice a minute a packet is stuck for 0.2 s and those behind it wait.',
  params: {
    fps: 30,
    for: 120,
    base: 16,
    shape: 'gamma',
    spread: 2.5,
    form: 3.5,
    correlation: 0.7,
    kind: 'blocking',
    stuck: 2,
    stuckFor: 200,
    delay: 20,
  },
  origin: {
    source:
      'CICV5G: Zhang et al., Tongji University, 2025 (Zenodo 10.5281/zenodo.17475688, github.com/zxr805/CICV5G), CC BY 4.0. Urban road, 30 ms, n78, 30 km/h, run 01: messages by 5G to another car and back, resampled to 30 frames a second.',
    caveat:
      'Times are exponential here; the longest times that a message was stuck are longer in the model than on the road.',
    basis: MEASURED_BASIS,
    figures: figuresOf(MEASURED, MODEL),
  },
}
