import { figuresOf, MEASURED_BASIS, type DelayStatistics, type Profile } from './profile.ts'

const MEASURED: DelayStatistics = {
  mean: 8.62,
  p50: 6.8,
  p95: 19.15,
  p99: 26.35,
  lagOne: 0.647,
  jitter: 3.96,
  loss: 0.0,
}
const MODEL: DelayStatistics = {
  mean: 9.0,
  p50: 7.28,
  p95: 20.3,
  p99: 26.14,
  lagOne: 0.64,
  jitter: 3.88,
  loss: 0.0,
}

/**
 * A path through the Internet of its day, measured by 13,448 round trips: the data behind netem's table
 * `experimental` (iproute2, netem/experimental.dat, NIST, public domain). Half of each round trip, in order, one
 * packet every 20 ms: the delays are theirs, the pace is ours.
 */
export const INTERNET_PATH: Profile = {
  id: 'internet',
  label: 'An Internet path',
  summary:
    'A wired path across the Internet, jitter of a few milliseconds with a long tail: the one behind netem’s “experimental” delays.',
  params: {
    fps: 50,
    for: 120,
    base: 95,
    shape: 'experimental',
    spread: 7,
    correlation: 0.66,
    delay: 20,
  },
  origin: {
    source:
      'netem/experimental.dat of iproute2 (github.com/iproute2/iproute2@ee2a4a86), NIST, public domain: 13,448 round trips. Half of each as one way, one packet every 20 ms, delivered in order.',
    caveat: 'A single jump of 163 ms in 13,448 packets is not in the model.',
    basis: MEASURED_BASIS,
    figures: figuresOf(MEASURED, MODEL),
  },
}
