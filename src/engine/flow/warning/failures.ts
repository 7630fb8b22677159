import { RandomStream } from '../../kernel/random.ts'
import { SECOND } from '../../kernel/time.ts'
import { Faults, type FaultWindow } from '../service/faults.ts'
import type { RunId } from './codes.ts'
import type { WarningSettings } from './settings.ts'

/** Each slow message takes this many times as long as the one before it. */
const GROWTH = 1.2

/** What disturbs the last stage of `run`: nothing in the calm one. The first of two stages is always well. */
export function faultsOf(run: RunId, seed: number, settings: WarningSettings): Faults {
  if (run === 'calm' || settings.failure === 'none') return new Faults([])
  if (settings.failure === 'blocking') return new Faults(blockers(seed, settings))
  const from = settings.begins * SECOND
  return new Faults([{ from, to: Math.max(from, settings.for * SECOND), speed: settings.speed / 100 }])
}

/** While one slow message is in the worker's hands nothing else goes on: the worker stands still for the others. */
function blockers(seed: number, settings: WarningSettings): FaultWindow[] {
  const stream = RandomStream.of(seed, 'warning.blockers')
  const windows: FaultWindow[] = []
  let length = settings.block
  let from = settings.begins
  while (from < settings.for) {
    windows.push({ from: Math.round(from * SECOND), to: Math.round((from + length) * SECOND), speed: 0 })
    from = Math.max(from + length + 1, from + settings.blockEvery * (0.9 + 0.2 * stream.uniform()))
    length *= GROWTH
  }
  return windows
}
