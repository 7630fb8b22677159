import { SECOND } from '../../engine/kernel/time.ts'
import type { ParamValue } from '../../shared/params.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: ParamValue): Action => ({ do: 'set', key, value, since: 'start' })
const act = (command: unknown, seconds: number): Action => ({ do: 'command', command, at: seconds * SECOND })

const BOTS = { kind: 'bots', on: true }
/** The buttons above the partitions. */
const now = (keying: string, seconds: number): Action =>
  act({ kind: 'set', key: 'keying', value: keying }, seconds)

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  evening: [seek(300)],
  viral: [seek(900), seek(1_800)],
  lie: [seek(60), act(BOTS, 60), seek(300), set('guard', true), seek(300)],
  film: [seek(7_230)],
  twice: [seek(300), set('dedupe', 'sequence'), seek(300)],
  watermark: [seek(600), set('watermark', 10), set('lateness', 300), seek(400)],
  fresh: [seek(3_895)],
  flight: [seek(610), set('lateness', 3_600), seek(610)],
  small: [seek(120), set('shrink', 100), seek(10)],
  crash: [seek(65)],
  skew: [
    seek(120),
    now('dedicated', 120),
    seek(135),
    now('salted', 135),
    seek(150),
    seek(0),
    now('user', 0),
    seek(120),
  ],
}
