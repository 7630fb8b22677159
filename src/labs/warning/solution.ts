import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number): Action => ({ do: 'set', key, value, since: 'start' })

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  bloat: [seek(420), set('fullPage', 120), seek(420)],
  cascade: [seek(300), set('window', 60), set('hold', 15), seek(300)],
  lag: [seek(340), set('window', 120), set('fullPage', 240), seek(340)],
  blocking: [seek(500), set('burnPage', 10), seek(500)],
  calm: [seek(200), set('window', 60), set('hold', 15), seek(600)],
}
