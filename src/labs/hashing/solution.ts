import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const give = (seconds: number, command: unknown): Action => ({
  do: 'command',
  command,
  at: seconds * SECOND,
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  grow: [
    seek(6),
    give(6, { kind: 'remove', server: 1 }),
    give(6, { kind: 'set', key: 'virtual', value: 1 }),
    seek(7),
  ],
  fail: [seek(6), seek(11)],
  uneven: [seek(2), { do: 'set', key: 'virtual', value: 256, since: 'now' }, seek(6)],
  many: [seek(12)],
  churn: [seek(60)],
}
