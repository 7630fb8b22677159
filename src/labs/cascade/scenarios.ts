import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: true, seed: 1 } as const

/** Four workers a stage, always equally fast: what is slow then is an item, not a stage. */
const FOUR_WORKERS = {
  workers1: 4,
  workers2: 4,
  workers3: 4,
  workers4: 4,
  workers5: 4,
  service: 'constant',
  time1: 10,
  time2: 10,
  time3: 10,
  time4: 10,
  time5: 10,
} as const

const DEEP = { slots1: 500, slots2: 500, slots3: 500, slots4: 500, slots5: 500 } as const

export const CASCADE_SCENARIOS = [
  {
    ...plain,
    id: 'slow-stage',
    label: 'One slow stage',
    summary:
      'Stage 4 of 5 works four times more slowly for ten seconds: its queue fills, then the one before it, and so on back to the source.',
    params: { fault: 'slow', faultStage: 4, faultAt: 10, faultFor: 10, slowBy: 4 },
  },
  {
    ...plain,
    id: 'fan-in',
    label: 'Fan-in',
    summary:
      'A second source joins at stage 3 and bursts for ten seconds: in one shared queue its items starve those of the first source.',
    params: {
      rate: 100,
      rate2: 50,
      join: 3,
      burst: 'second',
      burstTimes: 5,
      burstAt: 10,
      burstFor: 10,
      edge: 'wait',
    },
  },
  {
    ...plain,
    id: 'head-of-line',
    label: 'Head of line',
    summary:
      'One item in a hundred takes 800 ms longer at stage 3: in single file everyone behind it waits, with a lane for each key only its own lane does.',
    params: { ...FOUR_WORKERS, rate: 100, blockers: 1, blockMs: 800, blockAt: 3, edge: 'wait', credit: 400 },
  },
  {
    ...plain,
    id: 'shed-at-edge',
    label: 'Shed at the edge',
    summary:
      'The source offers twice what the stages can do for 15 seconds: one wiring keeps everyone waiting, the other turns half away at once and stays fast.',
    params: { burst: 'first', burstTimes: 3.4, burstAt: 10, burstFor: 15 },
  },
  {
    ...plain,
    id: 'deep-buffers',
    label: 'Deep buffers',
    summary:
      'The same slow stage with room for 500 before each stage: the source hears of it ten times later, and everyone is late meanwhile.',
    params: { ...DEEP, fault: 'slow', faultStage: 4, faultAt: 10, faultFor: 25, slowBy: 4, for: 90 },
  },
  {
    ...plain,
    id: 'two-minutes-calm',
    label: 'Two minutes of calm',
    summary:
      'Nothing goes wrong for two minutes: every stage is a queue of its own, and the time through all of them is what theory says.',
    params: {
      rate: 125,
      for: 120,
      slots1: 200,
      slots2: 200,
      slots3: 200,
      slots4: 200,
      slots5: 200,
      credit: 200,
    },
  },
] as const satisfies readonly Scenario[]
