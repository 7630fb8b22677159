import { RandomStream } from '../../../src/engine/kernel/random.ts'
import { Pacer } from '../../../src/engine/kernel/pacer.ts'
import type { RingSettings } from '../../../src/engine/ring/settings.ts'

/** An item's end in a naive run: when it was made, got in and left; null for not at all. */
export interface NaiveItem {
  readonly made: number
  entered: number | null
  left: number | null
  fate: 'waiting' | 'held' | 'consumed' | 'overwritten' | 'rejected'
}

/**
 * One lane once more, the obvious way: plain arrays, and time in steps from the next moment to the next. It shares
 * the two clocks with the engine, and no other code. `slots` is Infinity for the list.
 */
export function naiveRun(seed: number, settings: RingSettings, slots: number): NaiveItem[] {
  const { produce, produceUneven, consume, consumeUneven, overflow, batch, flush, for: seconds } = settings
  const arrivals = new Pacer(
    RandomStream.of(seed, 'producer.gaps'),
    { rate: produce, unevenness: produceUneven },
    'at-once',
  )
  const turns = new Pacer(
    RandomStream.of(seed, 'consumer.gaps'),
    { rate: consume, unevenness: consumeUneven },
    'after-a-gap',
  )
  const items: NaiveItem[] = []
  let buffer: NaiveItem[] = []
  let inHand: NaiveItem | null = null
  let unusedTurn = false
  const full = Math.min(batch, slots)

  const enter = (item: NaiveItem, now: number): void => {
    item.entered = now
    item.fate = 'held'
    buffer.push(item)
  }
  const takeBatch = (now: number): void => {
    for (const item of buffer.slice(0, batch)) {
      item.left = now
      item.fate = 'consumed'
    }
    buffer = buffer.slice(batch)
    unusedTurn = false
    if (inHand === null) return
    enter(inHand, now)
    inHand = null
    arrivals.goOn(now)
  }
  const arrive = (now: number): void => {
    const item: NaiveItem = { made: now, entered: null, left: null, fate: 'waiting' }
    items.push(item)
    if (buffer.length < slots) return enter(item, now)
    if (overflow === 'block') {
      inHand = item
      arrivals.stop(now)
    } else if (overflow === 'reject') {
      item.left = now
      item.fate = 'rejected'
    } else {
      const [oldest] = buffer
      if (oldest !== undefined) {
        oldest.left = now
        oldest.fate = 'overwritten'
      }
      buffer = buffer.slice(1)
      enter(item, now)
    }
  }

  for (;;) {
    const nextTurn = turns.due ?? Infinity
    const nextArrival = arrivals.due ?? Infinity
    const ripe = (buffer[0]?.entered ?? Infinity) + flush * 1_000
    const nextFlush = unusedTurn && full > 1 ? ripe : Infinity
    const now = Math.min(nextTurn, nextArrival, nextFlush)
    if (now > seconds * 1e6) return items
    if (nextTurn === now) {
      turns.next()
      if (buffer.length >= full || ripe <= now) takeBatch(now)
      else unusedTurn = true
    } else if (nextFlush === now) takeBatch(now)
    else {
      arrivals.next()
      arrive(now)
    }
  }
}
