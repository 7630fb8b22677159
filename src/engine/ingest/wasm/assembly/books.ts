const TICK_MS: i32 = 100
/** collector-books.ts DRAWN_LINGER_MS. */
const LINGER_MS: i32 = 100

/**
 * CollectorBooks.endTick where nobody crashed. `told` gets batches, full ones, events, and as drawn events in the log and
 * batches.
 */
export function keepBooks(
  cells: usize,
  collectors: i32,
  tickMs: i32,
  batchSize: u32,
  open: usize,
  flushMs: usize,
  flushed: usize,
  told: usize,
): void {
  let batches: u32 = 0
  let full: u32 = 0
  let events: u32 = 0
  let inLog: u32 = 0
  let drawn: u32 = 0
  let cell = cells
  for (let collector: i32 = 0; collector < collectors; collector++) {
    const at = (<usize>collector) << 2
    let sum: u32 = 0
    let waiting = load<u32>(open + at)
    let sentMs = load<i32>(flushMs + at)
    let sent = load<u32>(flushed + at)
    for (let ms = tickMs; ms < tickMs + TICK_MS; ms++, cell += 4) {
      let left = load<u32>(cell)
      sum += left
      while (left > 0) {
        const isOld = ms - sentMs >= LINGER_MS
        const some = isOld ? 1 : min(left, batchSize - waiting)
        left -= some
        waiting += some
        if (!isOld && waiting < batchSize) break
        inLog += waiting
        drawn += 1
        sent = waiting
        sentMs = ms
        waiting = 0
      }
    }
    store<u32>(open + at, waiting)
    store<i32>(flushMs + at, sentMs)
    store<u32>(flushed + at, sent)
    const whole = sum / batchSize
    full += whole
    batches += whole + u32(sum % batchSize != 0)
    events += sum
  }
  store<u32>(told, batches)
  store<u32>(told, full, 4)
  store<u32>(told, events, 8)
  store<u32>(told, inLog, 12)
  store<u32>(told, drawn, 16)
}
