import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | string): Action => ({ do: 'set', key, value, since: 'start' })

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  calm: [
    seek(4),
    { do: 'command', command: { kind: 'pause-consumer', paused: true }, at: 4 * SECOND },
    seek(15),
  ],
  burst: [seek(30), { do: 'press', what: 'next-trouble' }, seek(7.95), set('slots', 4), seek(30)],
  'too-fast': [seek(20), set('overflow', 'block'), seek(20)],
  blocked: [seek(12)],
  batch: [seek(12), set('batch', 1), seek(12)],
}
