import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: true, seed: 2 } as const

export const ANCESTORS_SCENARIOS = [
  {
    ...plain,
    id: 'crossed',
    label: 'Criss-cross',
    summary:
      'Each side has merged the other: there are two best common ancestors. Two pointers find one of them, or none.',
    params: { shape: 'crossed' },
  },
  {
    ...plain,
    id: 'lists',
    label: 'Two lists',
    summary:
      'Two branches without merges: two pointers and Git agree on the one commit where the lists went apart.',
    params: { shape: 'lists' },
  },
  {
    ...plain,
    id: 'merged',
    label: 'Merged once',
    summary:
      'One side has merged the other on the way: two pointers know first parents only, and go back too far.',
    params: { shape: 'merged' },
  },
  {
    ...plain,
    id: 'random',
    label: 'As it comes',
    summary: 'Merges at random: count how often two pointers are right all the same.',
    params: { shape: 'random', for: 60 },
    seed: 12,
    main: false,
  },
] as const satisfies readonly Scenario[]
