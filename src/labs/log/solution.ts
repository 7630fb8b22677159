import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | string, since: 'start' | 'now' = 'start'): Action => ({
  do: 'set',
  key,
  value,
  since,
})
const act = (seconds: number, command: unknown): Action => ({ do: 'command', command, at: seconds * SECOND })

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  'time-lapse': [
    seek(5),
    act(5, { kind: 'find', partition: 0, offset: 3 }),
    seek(16),
    act(16, { kind: 'pause-group', group: 1, paused: true }),
    seek(20),
    act(20, { kind: 'join-group', from: 'earliest' }),
    seek(30),
    set('retentionHours', 2, 'now'),
    act(30, { kind: 'clean-up' }),
    seek(31),
  ],
  'slow-reader': [seek(14), set('reset', 'earliest'), seek(40), set('speedC', 100), seek(12)],
  'at-least': [seek(16), set('segmentKib', 32), seek(17)],
  'too-small': [seek(6), set('retentionKib', 0), seek(6)],
  'fourteen-days': [seek(8), seek(15), set('segmentHours', 24), seek(20)],
  compaction: [seek(24), act(24, { kind: 'join-group', from: 'earliest' }), seek(26)],
  'far-behind': [seek(18)],
  future: [
    seek(8),
    act(8, { kind: 'future-record', hours: 48 }),
    seek(24),
    set('aheadHours', 1),
    act(10, { kind: 'future-record', hours: 48 }),
    seek(12),
  ],
  many: [seek(20), act(20, { kind: 'find', partition: 0, offset: 100 }), seek(20.5)],
}
