import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number | readonly string[], since: 'start' | 'now' = 'start'): Action => ({
  do: 'set',
  key,
  value,
  since,
})

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  calm: [seek(30), set('capacity', 400, 'now'), seek(90)],
  dip: [seek(40), set('buffer', 6), seek(45), set('buffer', 22), set('call', 300), seek(45)],
  tunnel: [seek(32), set('delay', 10_000), seek(40)],
  commute: [seek(30), { do: 'compare', params: { buffer: 60 } }, { do: 'press', what: 'check' }],
  slower: [seek(75), set('fixed', 1_200), seek(91)],
  bus: [seek(115), set('player', ['fixed', 'bba', 'bola', 'rate']), seek(200)],
}
