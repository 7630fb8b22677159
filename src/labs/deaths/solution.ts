import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | string): Action => ({ do: 'set', key, value, since: 'start' })

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  mismatch: [seek(40), seek(520), seek(6_000), set('keep', 17), seek(9_000)],
  burst: [seek(450), seek(5_200), set('heap', 4_199), seek(1_000)],
  hour: [
    seek(3_600),
    seek(600),
    { do: 'command', command: { kind: 'restart' }, at: 600 * SECOND },
    set('slots', 7_200_000),
    seek(3_600),
  ],
  day: [
    seek(86_400),
    seek(3_600),
    set('reset', 'latest'),
    seek(43_200),
    seek(3_600),
    set('consume', 10_000),
    seek(3_600),
  ],
  short: [
    seek(1_600),
    seek(2_000),
    seek(60),
    { do: 'command', command: { kind: 'stall', stalled: true }, at: 60 * SECOND },
    seek(600),
  ],
  help: [seek(5_000), set('recoverAt', 6_000), seek(7_200)],
  latest: [seek(5_800), set('reset', 'earliest'), seek(6_100)],
  uneven: [set('slots', 1_048_576), seek(3_600)],
}
