import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | string): Action => ({ do: 'set', key, value, since: 'start' })
const give = (seconds: number, command: unknown): Action => ({
  do: 'command',
  command,
  at: seconds * SECOND,
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  grow: [seek(21), give(21, { kind: 'add-partition' }), seek(22)],
  order: [seek(20), set('read', 4_000), seek(20)],
  restart: [seek(6), give(6, { kind: 'restart', producer: 1 })],
  keyless: [seek(6), set('batch', 1_024), seek(20)],
  hot: [seek(12)],
  small: [seek(11)],
}
