import type { Profile } from './profile.ts'

/**
 * A busy Wi-Fi as C. Huitema's congestion control C4 is tested with ("bad Wi-Fi": average jitter 7 ms, a path of
 * 2 ms). It is a published model, no measurement: draft-huitema-ccwg-c4-test, "Handling of High Jitter
 * Environments", private-octopus/c4, MIT. The generators are in `network/contention.ts`.
 */
export const BUSY_WIFI: Profile = {
  id: 'wifi',
  label: 'A busy Wi-Fi',
  summary:
    'A Wi-Fi cell in an office: most packets take a millisecond, one in fifteen must be repeated and takes some 90 ms, and those behind it wait.',
  params: {
    fps: 30,
    for: 120,
    base: 2,
    shape: 'constant',
    kind: 'contention',
    contention: 7,
    delay: 60,
    policy: ['fixed', 'neteq'],
  },
  origin: {
    source:
      'The “bad Wi-Fi” test of C4, a congestion control by C. Huitema and others: draft-huitema-ccwg-c4-test, private-octopus/c4 (MIT).',
    caveat: 'A published model of packets that collide; no measurement of it is published.',
    basis:
      'Published: the generators as described there, carried out by another program for 600,000 packets at 30 a second, delivered in order. Model: the median of 41 runs of 3,600 packets, of seeds 1 to 41. All are within 4 %, correlation within 0.02.',
    figures: [
      { label: 'Delay above the fastest, mean', unit: 'ms', digits: 1, measured: 12.14, model: 12.21 },
      { label: 'p50', unit: 'ms', digits: 2, measured: 0.69, model: 0.7 },
      { label: 'p95', unit: 'ms', digits: 1, measured: 83.25, model: 83.38 },
      { label: 'p99', unit: 'ms', digits: 1, measured: 120, model: 120 },
      { label: 'Correlation with the next packet', unit: '', digits: 2, measured: 0.569, model: 0.571 },
      { label: 'RFC 3550 jitter, mean', unit: 'ms', digits: 1, measured: 11.31, model: 11.35 },
    ],
  },
}
