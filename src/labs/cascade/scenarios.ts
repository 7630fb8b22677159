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
  time1: 5,
  time2: 5,
  time3: 5,
  time4: 5,
  time5: 5,
} as const

const DEEP = { slots1: 1_000, slots2: 1_000, slots3: 1_000, slots4: 1_000, slots5: 1_000 } as const

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
      rate: 200,
      rate2: 100,
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
      'One item in a hundred takes 400 ms longer at stage 3: in single file everyone behind it waits, with a lane for each key only its own lane does.',
    params: { ...FOUR_WORKERS, rate: 200, blockers: 1, blockMs: 400, blockAt: 3, edge: 'wait', credit: 400 },
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
      'The same slow stage with room for a thousand before each stage: the source hears of it ten times later, and everyone is late meanwhile.',
    params: { ...DEEP, fault: 'slow', faultStage: 4, faultAt: 10, faultFor: 25, slowBy: 4, for: 90 },
  },
  {
    ...plain,
    id: 'two-minutes-calm',
    label: 'Two minutes of calm',
    summary:
      'Nothing goes wrong for two minutes: every stage is a queue of its own, and the time through all of them is what theory says.',
    params: {
      rate: 250,
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
