import { toMs, type SimTime } from '../../kernel/time.ts'
import type { CascadeEngine } from './cascade-engine.ts'
import type { Lane } from './lane.ts'

/** How many of the longest parts of a way are told. */
const MOST_PARTS = 3

/** Where an item's time went: the longest parts of its way, "640.0 ms at the source, 12.1 ms in queue 4". */
export function itinerary({ input, clock }: CascadeEngine, { ledger, stages }: Lane, item: number): string {
  const parts: { readonly place: string; readonly time: SimTime }[] = []
  const known = (time: number, other: number): number => (Number.isNaN(time) ? other : time)
  const end = known(ledger.leftAt.get(item), clock)
  let since = input.at.get(item)
  let place = 'at the source'
  const until = (time: number, next: string): void => {
    if (Number.isNaN(time)) return
    parts.push({ place, time: time - since })
    since = time
    place = next
  }
  stages.forEach((_, i) => {
    until(ledger.inAt[i]?.get(item) ?? Number.NaN, `in queue ${i + 1}`)
    until(ledger.startAt[i]?.get(item) ?? Number.NaN, `at work at stage ${i + 1}`)
    until(ledger.doneAt[i]?.get(item) ?? Number.NaN, `in hand at stage ${i + 1}`)
  })
  until(end, '')
  return parts
    .filter(({ time }) => time > 0)
    .sort((a, b) => b.time - a.time)
    .slice(0, MOST_PARTS)
    .map((part) => `${toMs(part.time).toFixed(1)} ms ${part.place}`)
    .join(', ')
}
