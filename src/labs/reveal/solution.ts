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
  even: [
    seek(11),
    give(11, { kind: 'stall', reader: 'b', stalled: true }),
    seek(20),
    give(20, { kind: 'read', reader: 'b' }),
  ],
  stall: [seek(20), give(20, { kind: 'clean-up' }), set('keepBytes', 16_384), seek(30)],
  back: [seek(27), set('reset', 'earliest'), seek(27)],
  slow: [seek(30), set('slots', 64), seek(50)],
  time: [seek(38)],
  room: [seek(50)],
  alone: [seek(30)],
}
