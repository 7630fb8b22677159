import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

/** A topic with something to catch up on, so that batches are full. */
const busy = { backlog: 150, reset: 'earliest', produce: 12, work: 150 } as const

export const GROUP_SCENARIOS = [
  {
    ...plain,
    id: 'mid-batch',
    label: 'Crash mid-batch',
    summary:
      'Member A crashes with part of its batch processed. Who committed first has lost the rest of it; who commits afterwards does the first part twice; a sink that knows what it has seen does neither.',
    main: true,
    seed: 3,
    params: { ...busy, fault: 'crash', faultAt: 8.4, down: 12 },
  },
  {
    ...plain,
    id: 'fourth',
    label: 'A fourth for three',
    summary:
      'Three partitions and three members: each has one. A fourth has nothing to do, until one of the others goes.',
    main: true,
    seed: 1,
    params: { ...busy, backlog: 300 },
  },
  {
    ...plain,
    id: 'storm',
    label: 'Rebalance storm',
    summary:
      'Six members restart one after the other. With the eager protocol everybody stops each time; cooperative members stop only for what moves; the consumer protocol has no barrier at all.',
    main: true,
    seed: 1,
    params: {
      study: 'rebalance',
      partitions: 24,
      members: 6,
      produce: 50,
      work: 100,
      maxPoll: 20,
      heartbeat: 0.5,
      keys: 400,
      reset: 'earliest',
      fault: 'rolling',
      faultAt: 6,
      down: 3,
      for: 50,
    },
  },
  {
    ...plain,
    id: 'zombie',
    label: 'A zombie comes back',
    summary:
      'Member A stands still for nine seconds, and the group gives its partition away. Then it goes on with its old batch as if nothing had happened, and its commit is refused.',
    main: true,
    seed: 3,
    params: { ...busy, fault: 'freeze', faultAt: 7.7, down: 9 },
  },
  {
    ...plain,
    id: 'new-group',
    label: 'A new group: from where?',
    summary:
      'A hundred and twenty records are there when a group comes for the first time. Kafka’s default is to begin at the latest: it never sees them.',
    seed: 1,
    params: { backlog: 120, produce: 8, reset: 'latest', for: 40 },
  },
  {
    ...plain,
    id: 'slow',
    label: 'Too slow between polls',
    summary:
      'Member A gets slow. Its heartbeats go on, but it does not poll in time, so it has to leave the group, and its whole batch is done by somebody else as well.',
    seed: 3,
    params: { ...busy, fault: 'slow', faultAt: 6, down: 25 },
  },
  {
    ...plain,
    id: 'clock',
    label: 'Commit by the clock',
    summary:
      'enable.auto.commit, every five seconds: what was processed since the last commit comes again after a crash, several batches of it.',
    seed: 3,
    params: { ...busy, maxPoll: 5, commit: 'auto', fault: 'crash', faultAt: 9.7, down: 10 },
  },
  {
    ...plain,
    id: 'often',
    label: 'Crashes by chance',
    summary:
      'One member, batches of fifty, and one in forty or so ends in a crash: lost and done twice add up to about half a batch a crash each.',
    seed: 4,
    params: {
      partitions: 1,
      members: 1,
      produce: 250,
      produceUneven: 0,
      keys: 50,
      backlog: 1_000,
      reset: 'earliest',
      work: 4,
      maxPoll: 50,
      session: 1,
      heartbeat: 0.3,
      crashes: 8,
      down: 0.2,
      for: 120,
    },
  },
] as const satisfies readonly Scenario[]
