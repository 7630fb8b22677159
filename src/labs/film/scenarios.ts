import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

export const FILM_SCENARIOS = [
  {
    ...plain,
    id: 'calm',
    label: 'Calm',
    summary:
      'A steady link with room to spare. The call is there at once and holds a tenth of a second; the films take longer to begin and fetch twenty seconds ahead.',
    main: true,
    seed: 1,
    params: { capacity: 4_000 },
  },
  {
    ...plain,
    id: 'dip',
    label: 'Dip',
    summary:
      'For eight seconds the link carries a tenth. The call stands still nearly as long; the films live on what they hold, and nobody notices.',
    main: true,
    seed: 1,
    params: { capacity: 4_000, shape: 'dip', low: 10, at: 30, lasts: 8 },
  },
  {
    ...plain,
    id: 'tunnel',
    label: 'Tunnel',
    summary:
      'Six seconds without any signal, early on. The call leaves six seconds out for good; the film of one bitrate runs dry; those that began low have enough in hand.',
    main: true,
    seed: 1,
    params: { capacity: 3_500, shape: 'dip', low: 0, at: 20, lasts: 6, for: 90 },
  },
  {
    ...plain,
    id: 'commute',
    label: 'Commute',
    summary:
      'Good and bad stretches by turns. On average the link carries more than the one bitrate needs, and yet that film stalls; the two that adapt go down instead.',
    main: true,
    seed: 6,
    params: { capacity: 4_000, shape: 'stretches', low: 10, good: 15, bad: 6, for: 180 },
  },
  {
    ...plain,
    id: 'slower',
    label: 'A slower link',
    summary:
      'For a minute the link carries half of what the one bitrate needs: not a hiccup but a deficit, and no buffer cures it. A lower bitrate does.',
    seed: 1,
    params: { capacity: 4_000, shape: 'dip', low: 35, at: 30, lasts: 60 },
  },
  {
    ...plain,
    id: 'bus',
    label: '3G on the bus',
    summary:
      'A link that fades and vanishes as measured on phones on their way to work in Oslo. BBA shows more bits and stalls; BOLA shows fewer and gets through.',
    seed: 4,
    params: { capacity: 1_000, shape: 'mobile', fixed: 1_200, for: 300 },
  },
] as const satisfies readonly Scenario[]
