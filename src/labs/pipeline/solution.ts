import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | string | boolean): Action => ({
  do: 'set',
  key,
  value,
  since: 'start',
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  drift: [seek(7), set('render', 8), seek(7), set('pause', 'rest'), seek(7)],
  'slow-decoder': [
    seek(6),
    set('skip', false),
    set('networkFull', 'block'),
    seek(12),
    set('skip', true),
    set('gop', 15),
    seek(6),
  ],
  'key-lost': [
    seek(6),
    set('gop', 15),
    seek(6),
    { do: 'command', command: { kind: 'lose', what: 'key' }, at: 6 * SECOND },
    seek(8),
  ],
  swap: [seek(1.2), { do: 'press', what: 'step' }, set('render', 16), seek(3), set('vsync', false), seek(3)],
  light: [seek(10), set('render', 3), seek(6)],
  outage: [seek(9), set('networkFull', 'block'), seek(9)],
  'fast-swap': [seek(3), set('renderFull', 'block'), seek(3)],
  uhd: [seek(6), set('pixel', 'yuv420-8'), seek(6), set('decodedSlots', 4), seek(6)],
}
