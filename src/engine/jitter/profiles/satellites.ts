import type { Profile } from './profile.ts'

/**
 * A satellite network that deals its paths anew every 15 s, as measured on Starlink: Casparsen et al., "Statistical
 * Characterization and Prediction of E2E Latency over LEO Satellite Networks", arXiv 2601.08439. Its abstract gives
 * the cycle and how long the spikes last, about 140 ms after each change and 75 ms before the next; how high they
 * are, the mean delay and the jitter between are ours.
 */
export const SATELLITES: Profile = {
  id: 'satellites',
  label: 'Satellites',
  summary:
    'A network that changes satellites every 15 s, by the clock: the one common spike that a player could foresee.',
  params: {
    fps: 50,
    for: 120,
    base: 40,
    shape: 'gamma',
    form: 2,
    spread: 5,
    correlation: 0.5,
    kind: 'satellite',
    slotSpike: 60,
    slotStep: 15,
    delay: 40,
    policy: ['fixed', 'neteq'],
  },
  origin: {
    source:
      'Casparsen et al., “Statistical Characterization and Prediction of E2E Latency over LEO Satellite Networks”, arXiv 2601.08439 (2026): measurements on Starlink, 500 a second.',
    caveat:
      'Only the times are theirs. How high the spikes are, the mean delay and the jitter between are not in the abstract, and are ours.',
    basis: 'Measured: the abstract of the paper. Model: the same, by construction; a test sees to it.',
    figures: [
      { label: 'From change to change', unit: 's', digits: 0, measured: 15, model: 15 },
      { label: 'Spike after a change', unit: 'ms', digits: 0, measured: 140, model: 140 },
      { label: 'Spike before a change', unit: 'ms', digits: 0, measured: 75, model: 75 },
    ],
  },
}
