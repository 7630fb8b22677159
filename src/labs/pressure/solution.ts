import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | string | readonly string[]): Action => ({
  do: 'set',
  key,
  value,
  since: 'start',
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  mismatch: [seek(6), seek(12.6), set('capacity', 1_000), seek(8), set('service', 10_500), seek(12)],
  'one-burst': [
    seek(10),
    set('capacity', 20_000),
    seek(10),
    set('capacity', 10_000),
    set('startup', 0.2),
    seek(10.1),
  ],
  adaptive: [seek(8), { do: 'select', thing: 'adaptive-hysteresis' }, seek(20), set('rate', 20_000), seek(5)],
  sampling: [
    seek(10),
    set('policies', ['drop-newest', 'sample-half', 'sample-matched']),
    seek(10.5),
    set('rate', 20_000),
    seek(15),
  ],
  'scale-out': [seek(5), set('startup', 0.2), seek(10)],
  bufferbloat: [seek(20), set('capacity', 50), seek(30), set('capacity', 10_000), seek(30.1)],
  'retry-storm': [
    seek(16),
    set('capacity', 2_000),
    seek(20),
    set('capacity', 6_000),
    set('backoff', 500),
    seek(20.1),
  ],
  'closed-loop': [
    seek(7),
    { do: 'command', command: { kind: 'stall', ms: 1_000 }, at: 7 * SECOND },
    set('connections', 1_000),
    seek(10),
  ],
  'ninety-nine': [
    seek(30),
    set('rate', 9_900),
    seek(30.1),
    set('rate', 9_000),
    set('serviceShape', 'constant'),
    seek(30),
    set('rate', 11_000),
    seek(10),
  ],
  'slow-consumer': [seek(8), seek(15)],
}
