import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

export const UNDO_SCENARIOS = [
  {
    ...plain,
    id: 'write',
    label: 'Writing',
    summary:
      'One line after another is changed. A full copy makes 64 lines anew each time, the tree three nodes and one line.',
    main: true,
    seed: 13,
    params: {},
  },
  {
    ...plain,
    id: 'undo',
    label: 'Undo and go on',
    summary:
      'Several steps back, some forward, and then something new: the future that was undone is cut off, and what only it had becomes garbage.',
    main: true,
    seed: 12,
    params: { edit: 4, undo: 3, redo: 1, atonce: 4 },
  },
  {
    ...plain,
    id: 'limit',
    label: 'Five and no more',
    summary: 'Past and present are five versions at most: each change more drops the oldest one.',
    main: true,
    seed: 1,
    params: { limit: 5, place: 'local' },
  },
  {
    ...plain,
    id: 'grow',
    label: 'A line more',
    summary:
      'Every change adds a line at the end. When the tree is full it grows by a level, and all that was there is shared.',
    seed: 1,
    params: { place: 'append', lines: 12, undo: 0, redo: 0 },
  },
  {
    ...plain,
    id: 'array',
    label: 'One array',
    summary:
      'All lines in one node, as a plain array in Redux: a change copies 256 references, and shares the texts.',
    seed: 1,
    params: { branching: 'one', lines: 256 },
  },
] as const satisfies readonly Scenario[]
