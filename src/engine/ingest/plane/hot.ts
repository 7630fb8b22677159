import { outside } from '../../../shared/assert.ts'
import { KEYINGS, PARTITIONS } from '../codes.ts'
import { createBatch, NONE } from '../record.ts'
import type { Routing } from '../route.ts'
import type { FullestFrame, HottestFrame } from './frame.ts'
import type { KeptRecords } from './kept-records.ts'

/** The fullest of fifty partitions by their rates, with what its newest records are about; null where nothing comes in. */
export function fullestOf(rate: Float64Array, topic: number, records: KeptRecords): FullestFrame | null {
  const most = Math.max(...rate)
  if (most === 0) return null
  const partition = rate.indexOf(most)
  const place = topic * PARTITIONS + partition
  const [from, to] = [records.startOf(place), records.endOf(place)]
  const counts = new Map<number, number>()
  const event = createBatch(1)
  for (let offset = from; offset < to; offset++) {
    records.read(place, offset, event)
    const title = event.title[0] ?? outside(offset)
    if (title !== NONE) counts.set(title, (counts.get(title) ?? 0) + 1)
  }
  let [title, aboutTitle] = [-1, 0]
  for (const [one, count] of counts) if (count > aboutTitle) [title, aboutTitle] = [one, count]
  return { partition, title, aboutTitle, looked: to - from }
}

/** Which of the hot titles has most events, by their rates; `all` is the rate of all players' events. */
export function hottestOf(
  titles: readonly number[],
  rates: readonly number[],
  all: number,
  routing: Routing,
): HottestFrame {
  const most = Math.max(...rates)
  const title = titles[rates.indexOf(most)] ?? outside(most)
  return {
    title,
    share: all === 0 ? 0 : most / all,
    places: KEYINGS.map((keying) => routing.placesOf(keying, title)),
  }
}
