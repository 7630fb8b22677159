import type { Door } from './episodes.ts'

/** Something that one can do after the season. */
export interface Ability {
  readonly name: string
  /** A sign of 24 x 24, as the path of its strokes. */
  readonly icon: string
  /**
   * Steps of labs that show it, as the browser keeps them: lab, then `scenario/step`. All of them done lights the
   * badge. None: no lab can tell, and `ask` is for oneself.
   */
  readonly proof: readonly { readonly lab: string; readonly steps: readonly string[] }[]
  readonly ask: string
  readonly door: Door
}

export const ABILITIES: readonly Ability[] = [
  {
    name: 'See the linked lists inside real systems',
    icon: 'M10 4a6 6 0 1 0 0 12 6 6 0 1 0 0-12M14.500 14.500 21 21',
    proof: [],
    ask: 'Where in Git, in a browser and in an editor is one, and where only almost?',
    door: { title: 'Episode 1', route: 'season?episode=1' },
  },
  {
    name: 'Choose a structure for data in time',
    icon: 'M12 21V11M12 11 5 4M12 11l7-7M5 9V4h5M14 4h5v5',
    proof: [{ lab: 'reveal', steps: ['stall/waits', 'stall/loses', 'stall/retention'] }],
    ask: 'A reader stalls. Who waits, who loses?',
    door: { title: 'Ring or log', route: 'lab/reveal?scenario=stall' },
  },
  {
    name: 'Design a cache, and what it evicts',
    icon: 'M4 4h16v6H4zM4 14h10v6H4zM17 15l5 5M22 15l-5 5',
    proof: [],
    ask: 'When does the least recently used entry come back first?',
    door: { title: 'Episode 5', route: 'season?episode=5' },
  },
  {
    name: 'Spread data so that little moves',
    icon: 'M12 3v6M12 9 4 17M12 9l8 8M12 9v8M2 17h4v4H2zM10 17h4v4h-4zM18 17h4v4h-4z',
    proof: [{ lab: 'keys', steps: ['grow/thirteen', 'grow/data', 'order/breaks'] }],
    ask: 'Twelve become thirteen. Which keys move?',
    door: { title: 'Which partition?', route: 'lab/keys?scenario=grow' },
  },
  {
    name: 'Hold an endless stream in a fixed room',
    icon: 'M12 3a9 9 0 1 1-8.500 6M3 4v5h5',
    proof: [
      { lab: 'ring', steps: ['burst/full', 'too-fast/moves', 'too-fast/block'] },
      { lab: 'deaths', steps: ['mismatch/ring', 'mismatch/list'] },
    ],
    ask: 'The buffer is full. What now?',
    door: { title: 'Ring buffer', route: 'lab/ring?scenario=burst' },
  },
  {
    name: 'Choose backpressure by what the data is worth',
    icon: 'M12 3v18M5 21h14M4 8h16M4 8l-2.500 6h5zM20 8l-2.500 6h5z',
    proof: [{ lab: 'matrix', steps: ['rush/press', 'rush/default', 'long-queue/fresh'] }],
    ask: 'A payment and a price wait in one queue. Which may be dropped?',
    door: { title: 'Which strategy?', route: 'lab/matrix?scenario=rush' },
  },
  {
    name: 'Tell which system a LeetCode problem is about',
    icon: 'M8 6 2 12l6 6M16 6l6 6-6 6M14 4l-4 16',
    proof: [],
    ask: 'LRU Cache is Redis, almost. What are the other seven?',
    door: { title: 'The problems', route: 'season?part=practice' },
  },
]
