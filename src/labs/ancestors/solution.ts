import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  crossed: [
    seek(10),
    { do: 'command', command: { kind: 'start', side: 'a', at: 0 }, at: 10 * SECOND },
    seek(30),
  ],
  lists: [seek(4.5), seek(8)],
  merged: [seek(15)],
  random: [seek(60)],
}
