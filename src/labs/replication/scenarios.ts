import type { Scenario, ScriptedCommand } from '../../engine/kernel/simulation.ts'
import type { Stamped } from '../../engine/kernel/timeline.ts'
import { SECOND } from '../../engine/kernel/time.ts'

const at = (seconds: number, command: ScriptedCommand): Stamped<ScriptedCommand> => ({
  at: seconds * SECOND,
  command,
  scripted: true,
})

const plain = { script: [], main: false } as const

export const REPLICATION_SCENARIOS = [
  {
    ...plain,
    id: 'calm',
    label: 'Three replicas',
    summary:
      'Three brokers keep the same log: the leader appends, two followers fetch. Nothing fails until you make it.',
    main: true,
    seed: 1,
    params: {},
  },
  {
    ...plain,
    id: 'acks1',
    label: 'Kill the leader',
    summary:
      'Broker 2 is a little slow and still in sync. At 5 s the leader dies and broker 2 takes over: what only the leader had is gone, though the client was told “ok”.',
    main: true,
    seed: 4,
    params: { slow: 2, slowMs: 600 },
    script: [at(5, { kind: 'kill', broker: 1 }), at(11, { kind: 'restart', broker: 1 })],
  },
  {
    ...plain,
    id: 'two-down',
    label: 'Lose two of three',
    summary:
      'The leader dies at 4 s, and another broker at 9 s. With acks=all and min.insync.replicas=2 the last one takes no more writes until one comes back at 16 s.',
    main: true,
    seed: 43,
    params: { for: 26, deliveryTimeout: 15_000 },
    script: [
      at(4, { kind: 'kill', broker: 1 }),
      at(9, { kind: 'kill', broker: 3 }),
      at(16, { kind: 'restart', broker: 3 }),
    ],
  },
  {
    ...plain,
    id: 'zombie',
    label: 'Zombie leader',
    summary:
      'From 5 s to 12 s the leader is cut off from the other brokers and the controller, but not from the clients. Another leader is elected; the old one does not know.',
    main: true,
    seed: 2,
    params: {},
    script: [at(5, { kind: 'cut-off', broker: 1 }), at(12, { kind: 'reconnect', broker: 1 })],
  },
  {
    ...plain,
    id: 'unclean',
    label: 'Unclean election',
    group: 'Failures',
    summary:
      'The in-sync replicas die one by one; the last has what no other has. At 12 s broker 2 comes back, without the newest records. May it lead?',
    seed: 3,
    params: { for: 34, deliveryTimeout: 20_000 },
    script: [
      at(3, { kind: 'kill', broker: 2 }),
      at(6, { kind: 'kill', broker: 3 }),
      at(9, { kind: 'kill', broker: 1 }),
      at(12, { kind: 'restart', broker: 2 }),
      at(24, { kind: 'restart', broker: 1 }),
    ],
  },
  {
    ...plain,
    id: 'slow',
    label: 'A slow follower',
    group: 'Failures',
    summary:
      'From 4 s to 14 s broker 3 takes four seconds for each fetch. It leaves the in-sync replicas, and later comes back.',
    seed: 5,
    params: { slow: 3, slowMs: 0 },
    script: [
      at(4, { kind: 'set', key: 'slowMs', value: 4_000 }),
      at(14, { kind: 'set', key: 'slowMs', value: 0 }),
    ],
  },
  {
    ...plain,
    id: 'frozen',
    label: 'A frozen leader',
    group: 'Failures',
    summary:
      'The leader freezes at 5 s, as in a long pause of its process, and goes on at 9 s. It still believes that it leads.',
    seed: 6,
    params: {},
    script: [at(5, { kind: 'freeze', broker: 1 }), at(9, { kind: 'thaw', broker: 1 })],
  },
  {
    ...plain,
    id: 'retry',
    label: 'Sent twice',
    group: 'Retries',
    summary:
      'Now and then the producer’s connections break while answers are on their way. It sends those batches again, and the leader has them already.',
    seed: 7,
    params: { latency: 100, rate: 16 },
    script: [3, 5, 7, 9, 11].map((second) => at(second, { kind: 'break' })),
  },
  {
    ...plain,
    id: 'reorder',
    label: 'Overtaken',
    group: 'Retries',
    summary:
      'Two of three brokers die and one returns: refused batches are sent again and again. Without idempotence and with five requests in flight, later ones get in first.',
    seed: 8,
    params: { idempotence: false, for: 24, deliveryTimeout: 3_000, latency: 60, rate: 20 },
    script: [
      at(3, { kind: 'kill', broker: 2 }),
      at(5, { kind: 'kill', broker: 3 }),
      at(9, { kind: 'restart', broker: 2 }),
    ],
  },
] as const satisfies readonly Scenario[]
