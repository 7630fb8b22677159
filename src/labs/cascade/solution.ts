import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | string): Action => ({ do: 'set', key, value, since: 'start' })

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  'slow-stage': [seek(14), seek(32), set('edge', 'wait'), seek(19)],
  'fan-in': [seek(19), seek(30), set('join', 5), seek(19.5)],
  'head-of-line': [seek(20), set('keys', 1), seek(15)],
  'shed-at-edge': [seek(26), seek(36), set('credit', 5), seek(8)],
  'deep-buffers': [seek(34), seek(46), set('credit', 1_500), seek(35)],
  'two-minutes-calm': [seek(61), { do: 'press', what: 'check' }, set('rate', 225), seek(61)],
}
