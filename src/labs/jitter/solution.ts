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
  'shared-queue': [seek(11), set('delay', 300), seek(31), set('queue', 1_000)],
  cells: [seek(12), seek(0), { do: 'press', what: 'next-trouble' }, seek(31), set('delay', 350), seek(21)],
  clocks: [
    seek(150),
    set('policy', ['gate-once', 'fixed', 'neteq']),
    seek(210),
    set('drift', -500),
    seek(290),
  ],
  '5g-city': [
    seek(10),
    seek(0),
    { do: 'press', what: 'next-trouble' },
    seek(61),
    { do: 'compare', params: { delay: 300 } },
    set('delay', 300),
  ],
  '5g-spells': [seek(8), seek(45), set('delay', 110), seek(21)],
  '5g-rural': [seek(61), set('late', 'stall'), set('policy', ['whiteboard', 'fixed', 'neteq']), seek(62)],
  call: [seek(21), set('delay', 140), seek(31), set('delay', 400)],
  internet: [seek(61), set('delay', 28), set('policy', ['whiteboard', 'fixed', 'neteq'])],
  wifi: [seek(2), { do: 'select', thing: '40' }, set('delay', 150), seek(61), set('contention', 20)],
  satellites: [
    seek(7),
    seek(0),
    { do: 'press', what: 'next-trouble' },
    seek(21),
    set('delay', 100),
    seek(61),
  ],
  'too-slow': [seek(6), set('delay', 1_000), seek(20), set('hop', 30)],
}
