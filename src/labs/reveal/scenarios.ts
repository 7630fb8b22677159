import { SECOND } from '../../engine/kernel/time.ts'
import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

/** A setting has this value from so many seconds on. */
const from = (seconds: number, key: string, value: number) =>
  ({ at: seconds * SECOND, command: { kind: 'set', key, value }, scripted: true }) as const

export const REVEAL_SCENARIOS = [
  {
    ...plain,
    id: 'even',
    label: 'Nobody stalls',
    summary:
      'Both readers keep up. The three buffers pass the same records on, and from outside nobody could tell them apart.',
    main: true,
    seed: 1,
    params: {},
  },
  {
    ...plain,
    id: 'stall',
    label: 'Reader B stalls',
    summary:
      'After five seconds reader B stops for good. One ring makes everybody wait for it, the other overwrites what it has not read, the log goes on and deletes later.',
    main: true,
    seed: 1,
    params: {},
    script: [from(5, 'readB', 0)],
  },
  {
    ...plain,
    id: 'back',
    label: 'B comes back',
    summary:
      'Reader B stops after five seconds and comes back after twenty more. In the log its offset has been deleted meanwhile, and auto.offset.reset sends it to the end.',
    main: true,
    seed: 1,
    params: {},
    script: [from(5, 'readB', 0), from(25, 'readB', 5)],
  },
  {
    ...plain,
    id: 'slow',
    label: 'B is slow',
    summary:
      'Reader B takes two records a second where four are made. The ring that blocks slows its producer, and with it reader A, down to the slowest reader.',
    main: true,
    seed: 1,
    params: { readB: 2 },
  },
  {
    ...plain,
    id: 'time',
    label: 'Retention by time',
    summary:
      'The log keeps records for ten seconds instead of so many bytes: how much it holds depends on how fast the producer writes.',
    seed: 3,
    params: { keepBytes: 0, keepSeconds: 10, writeUneven: 1, check: 2 },
    script: [from(20, 'write', 12), from(40, 'write', 2)],
  },
  {
    ...plain,
    id: 'room',
    label: 'Room enough',
    summary:
      'The log may keep 128 records, eight times the rings. Reader B stalls for twenty seconds, comes back, and misses nothing there.',
    seed: 1,
    params: { keepBytes: 16_384, readB: 5 },
    script: [from(5, 'readB', 0), from(25, 'readB', 10)],
  },
  {
    ...plain,
    id: 'alone',
    label: 'One reader',
    summary:
      'Only reader A, which stops after five seconds: what differs between ring and log is no matter of how many readers there are.',
    seed: 1,
    params: { readers: 1 },
    script: [from(5, 'readA', 0)],
  },
] as const satisfies readonly Scenario[]
