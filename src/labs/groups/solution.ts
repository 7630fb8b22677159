import { SECOND } from '../../engine/kernel/time.ts'
import type { Deed } from '../../engine/log/groups/codes.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | string): Action => ({ do: 'set', key, value, since: 'start' })
const deed = (what: Deed, member: number, seconds: number): Action => ({
  do: 'command',
  command: { kind: 'member', deed: what, member },
  at: seconds * SECOND,
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  'mid-batch': [seek(9), seek(26), deed('crash', 1, 26), seek(27)],
  fourth: [
    seek(3),
    deed('start', 3, 3),
    seek(7),
    deed('leave', 1, 7),
    seek(13),
    seek(13.3),
    deed('crash', 0, 13.3),
    seek(26),
  ],
  storm: [seek(10), seek(34), seek(49)],
  zombie: [seek(16), seek(22), set('down', 4), seek(22)],
  'new-group': [seek(2), set('reset', 'earliest'), seek(16), set('reset', 'none'), seek(2)],
  slow: [seek(20), seek(30), set('maxPoll', 3), seek(26)],
  clock: [seek(28), set('autoCommit', 1), seek(28)],
  often: [seek(65)],
}
