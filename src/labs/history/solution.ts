import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const command = (what: object, seconds: number): Action => ({
  do: 'command',
  command: what,
  at: seconds * SECOND,
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  look: [
    seek(4),
    command({ kind: 'back', steps: 1 }, 4),
    command({ kind: 'back', steps: 1 }, 4),
    command({ kind: 'visit' }, 4),
    seek(8),
  ],
  new: [seek(30), { do: 'press', what: 'step-back' }],
  far: [seek(30)],
  cap: [seek(55), { do: 'set', key: 'cap', value: 10, since: 'start' }, seek(30)],
  redirects: [seek(30)],
}
