import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: string | number): Action => ({ do: 'set', key, value, since: 'start' })
const command = (what: object, seconds: number): Action => ({
  do: 'command',
  command: what,
  at: seconds * SECOND,
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  write: [seek(10), set('branching', '32'), seek(10)],
  undo: [
    seek(5),
    command({ kind: 'undo', steps: 1 }, 5),
    command({ kind: 'undo', steps: 1 }, 5),
    command({ kind: 'change', line: 3 }, 5),
    seek(30),
  ],
  limit: [seek(10), set('limit', 1), seek(10)],
  grow: [seek(10)],
  array: [seek(6), set('branching', '8'), seek(6)],
}
