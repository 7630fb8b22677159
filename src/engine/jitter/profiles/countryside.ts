import { figuresOf, MEASURED_BASIS, type DelayStatistics, type Profile } from './profile.ts'

const MEASURED: DelayStatistics = {
  mean: 21.42,
  p50: 9.12,
  p95: 66.42,
  p99: 342.72,
  lagOne: 0.943,
  jitter: 5.77,
  loss: 0.0,
}
const MODEL: DelayStatistics = {
  mean: 20.6,
  p50: 9.18,
  p95: 65.17,
  p99: 365.38,
  lagOne: 0.893,
  jitter: 5.84,
  loss: 0.0,
}

/**
 * 5G far from the city: a measured rural road (CICV5G, rural and off-road, south, n8, run 01, one message every
 * 50 ms and back; resampled to 30 frames a second). Some twenty times a minute a message is stuck, for 0.2 s on
 * average and for more than half a second now and then, and all behind it wait.
 * Source: Zhang et al. 2025, Zenodo 10.5281/zenodo.17475688, CC BY 4.0. Statistics measured by us.
 */
export const COUNTRYSIDE: Profile = {
  id: '5g-rural',
  label: '5G in the country',
  summary:
    'A rural road: some twenty times a minute a packet is stuck for a fifth of a second, and now and then for much longer.',
  params: {
    fps: 30,
    for: 120,
    base: 24,
    shape: 'gamma',
    spread: 5.5,
    form: 3.6,
    correlation: 0.9,
    kind: 'blocking',
    stuck: 22,
    stuckFor: 185,
    delay: 100,
  },
  origin: {
    source:
      'CICV5G: Zhang et al., Tongji University, 2025 (Zenodo 10.5281/zenodo.17475688, github.com/zxr805/CICV5G), CC BY 4.0. Rural and off-road, south, n8, run 01: messages by 5G to another car and back, resampled to 30 frames a second.',
    caveat: 'On the road bad moments come in groups; here they come independently.',
    basis: MEASURED_BASIS,
    figures: figuresOf(MEASURED, MODEL),
  },
}
