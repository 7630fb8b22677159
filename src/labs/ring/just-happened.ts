import { at } from '../../shared/assert.ts'
import { HAPPENED } from '../../engine/ring/codes.ts'
import type { LaneFrame } from '../../engine/ring/frame.ts'

/** For so long, in microseconds of simulated time, what happened stays marked. */
const FRESH = 180_000

/** What happened to a lane in the last moment: item numbers, and slots. */
export interface JustHappened {
  readonly pushed: ReadonlySet<number>
  readonly poppedSlots: ReadonlySet<number>
  readonly overwrittenSlots: ReadonlySet<number>
  readonly rejected: readonly number[]
}

/** Reads the lane's newest events. A function of the frame, so a pause shows them still. */
export function justHappened({ events }: LaneFrame, now: number): JustHappened {
  const pushed = new Set<number>()
  const poppedSlots = new Set<number>()
  const overwrittenSlots = new Set<number>()
  const rejected: number[] = []
  for (let i = events.time.length - 1; i >= 0 && at(events.time, i) > now - FRESH; i--) {
    const slot = at(events.slot, i)
    const item = at(events.item, i)
    if (events.kind[i] === HAPPENED.push) pushed.add(item)
    if (events.kind[i] === HAPPENED.pop) poppedSlots.add(slot)
    if (events.kind[i] === HAPPENED.overwrite) overwrittenSlots.add(slot)
    if (events.kind[i] === HAPPENED.reject) rejected.push(item)
  }
  return { pushed, poppedSlots, overwrittenSlots, rejected }
}
