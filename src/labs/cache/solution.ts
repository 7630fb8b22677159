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
  popular: [
    seek(10),
    give(10, { kind: 'ask', key: 6 }),
    give(10, { kind: 'set', key: 'samples', value: 1 }),
    seek(12),
  ],
  scan: [seek(22.8), seek(120)],
  loop: [seek(6), set('policy', 'allkeys-random'), seek(70)],
  shift: [seek(310), set('decay', 0), seek(600)],
  noeviction: [seek(80), { do: 'set', key: 'policy', value: 'allkeys-lru', since: 'now' }, seek(90)],
}
