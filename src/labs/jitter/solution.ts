import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | readonly string[]): Action => ({
  do: 'set',
  key,
  value,
  since: 'start',
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  low: [seek(6), { do: 'select', thing: '100' }, set('spread', 30), seek(20)],
  medium: [
    seek(8),
    seek(0),
    { do: 'press', what: 'next-trouble' },
    { do: 'press', what: 'step-back' },
    { do: 'press', what: 'step' },
    seek(8),
    { do: 'command', command: { kind: 'move', packet: 120, arrival: 4.2 * SECOND }, at: 4 * SECOND },
    { do: 'switch', branch: 'main' },
  ],
  high: [
    set('policy', ['whiteboard', 'fixed', 'neteq']),
    seek(40),
    { do: 'compare', params: { spread: 10 } },
    { do: 'press', what: 'check' },
  ],
  slide3: [
    set('fps', 20),
    seek(0.5),
    set('fps', 30),
    set('delay', 84),
    seek(1),
    set('fps', 60),
    set('delay', 167),
    seek(1),
  ],
  silence: [seek(5.3), seek(11)],
  'rough-patch': [seek(12), seek(55)],
  'too-slow': [seek(6), set('delay', 1_000), seek(20), set('hop', 30)],
}
