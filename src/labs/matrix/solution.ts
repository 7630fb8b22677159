import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const set = (key: string, value: number): Action => ({ do: 'set', key, value, since: 'start' })
const press = (thing: string): Action => ({ do: 'select', thing })

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  rush: [seek(55), press('payments.block'), set('tickerWithin', 2_000), seek(55)],
  'no-crash': [set('crash', 25), seek(40)],
  'long-queue': [seek(30), press('tickers.drop-oldest'), set('buffer', 0.2), seek(40)],
  double: [seek(50), set('startup', 1), seek(50)],
}
