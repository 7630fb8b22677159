import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | string | boolean, since: 'start' | 'now' = 'start'): Action => ({
  do: 'set',
  key,
  value,
  since,
})
const act = (kind: string, broker: number, at: number): Action => ({
  do: 'command',
  command: { kind, broker },
  at: at * SECOND,
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  calm: [seek(3), act('kill', 1, 3), seek(7), act('restart', 1, 7), seek(10)],
  acks1: [seek(7), seek(13), set('slowMs', 0), seek(8)],
  'two-down': [seek(7), seek(12), seek(20)],
  zombie: [seek(9), seek(14)],
  unclean: [seek(14), set('unclean', true, 'now'), seek(17), seek(28)],
  slow: [seek(10), seek(18), set('lagMax', 10_000), seek(13)],
  frozen: [seek(8), seek(11)],
  retry: [seek(12), set('idempotence', false), seek(12)],
  reorder: [seek(14), set('inFlight', 1), seek(20)],
}
