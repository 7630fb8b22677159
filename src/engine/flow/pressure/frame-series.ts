import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { PagedColumn } from '../../kernel/paged-column.ts'
import { SECOND, toMs, type SimTime } from '../../kernel/time.ts'
import type { History } from '../station/history.ts'
import type { LogHistogram } from '../station/log-histogram.ts'
import type { Station } from '../station/station.ts'
import { MAX_DOTS } from './codes.ts'
import type { BandColumns, LaneFrame, Stretch } from './frame.ts'

/** Stretches of the level, each with its lowest and its highest; and rows of other kinds. */
const MAX_STRETCHES = 400
const MAX_ROWS = 400

/**
 * The level over the span. Each of many equal parts of it comes down to its lowest, its highest and its last: no peak
 * is lost. Begins with the level that held at the span's start.
 */
export function levelIn(history: History, span: Span, columns: Columns): LaneFrame['series'] {
  const { levelTime, levelLow, levelHigh, levelLast, openCell } = history
  const first = Math.max(0, levelTime.lowerBound(Math.max(0, span.from)) - 1)
  const end = Math.max(first, levelTime.lowerBound(Math.max(0, span.to + 1)))
  const rows: (readonly [SimTime, number])[] = []
  const add = (time: SimTime, low: number, high: number, last: number): void => {
    const isRising = last * 2 >= low + high
    for (const level of isRising ? [low, high] : [high, low]) if (level !== last) rows.push([time, level])
    rows.push([time, last])
  }
  if (first < end) rows.push([levelTime.get(first), levelLast.get(first)])
  const step = Math.max(1, Math.ceil((end - first) / MAX_STRETCHES))
  for (let start = first + 1; start < end; start += step) {
    const stop = Math.min(end, start + step)
    let low = Infinity
    let high = -Infinity
    for (let row = start; row < stop; row++) {
      low = Math.min(low, levelLow.get(row))
      high = Math.max(high, levelHigh.get(row))
    }
    add(levelTime.get(stop - 1), low, high, levelLast.get(stop - 1))
  }
  if (openCell.time <= span.to) add(openCell.time, openCell.low, openCell.high, openCell.last)
  const time = columns.float64(rows.length)
  const level = columns.int32(rows.length)
  rows.forEach((row, i) => {
    time[i] = row[0]
    level[i] = row[1]
  })
  return { time, level }
}

/** The newest switches of the span, and how many more there were. */
export function bandsIn(history: History, span: Span, columns: Columns): BandColumns {
  const { switchTime, switchTo, switchSignal, switchValue, switchThreshold } = history
  const inForce = Math.max(0, switchTime.lowerBound(Math.max(0, span.from) + 1) - 1)
  const end = Math.max(inForce, switchTime.lowerBound(Math.max(0, span.to) + 1))
  const first = Math.max(inForce, end - MAX_ROWS)
  const time = columns.float64(end - first)
  const strategy = columns.uint8(end - first)
  const signal = columns.uint8(end - first)
  const value = columns.float64(end - first)
  const threshold = columns.float64(end - first)
  switchTime.copy(first, end, time)
  switchTo.copy(first, end, strategy)
  switchSignal.copy(first, end, signal)
  switchValue.copy(first, end, value)
  switchThreshold.copy(first, end, threshold)
  return { time, strategy, signal, value, threshold, leftOut: first - inForce }
}

/** The newest stretches that touch the span in which the producer had to wait, oldest first. */
export function stallsIn({ stallStart, stallEnd }: History, span: Span): Stretch[] {
  const stretches: Stretch[] = []
  const last = stallStart.lowerBound(Math.max(0, span.to) + 1) - 1
  for (let i = last; i >= 0 && stretches.length < MAX_ROWS; i--) {
    const end = i < stallEnd.length ? stallEnd.get(i) : Number.NaN
    if (end < span.from) break
    stretches.push({ start: stallStart.get(i), end })
  }
  return stretches.reverse()
}

export function workersIn(history: History, span: Span, columns: Columns): LaneFrame['workers'] {
  const { workersTime, workersRunning, workersTarget } = history
  const first = Math.max(0, workersTime.lowerBound(Math.max(0, span.from) + 1) - 1)
  const end = Math.max(first, workersTime.lowerBound(Math.max(0, span.to) + 1))
  const time = columns.float64(end - first)
  const running = columns.int32(end - first)
  const target = columns.int32(end - first)
  workersTime.copy(first, end, time)
  workersRunning.copy(first, end, running)
  workersTarget.copy(first, end, target)
  return { time, running, target }
}

/** Quantiles of the waits by second, those of the second that is on included. */
export function secondsIn(
  history: History,
  span: Span,
  clock: SimTime,
  columns: Columns,
): LaneFrame['waitsBySecond'] {
  const { secondP50, secondP99, second } = history
  const from = Math.max(0, Math.floor(span.from / SECOND))
  const to = Math.floor(Math.min(span.to, clock) / SECOND)
  // Of the seconds a long span has the newest are shown.
  const first = Math.max(from, to - MAX_ROWS + 1)
  const count = Math.max(0, to - first + 1)
  const time = columns.float64(count)
  const p50 = columns.float64(count)
  const p99 = columns.float64(count)
  const read = (column: PagedColumn, number: number, q: number): number => {
    if (number < column.length) return toMs(column.get(number))
    return number === column.length ? toMs(second.quantile(q)) : Number.NaN
  }
  for (let i = 0; i < count; i++) {
    time[i] = (first + i) * SECOND
    p50[i] = read(secondP50, first + i, 0.5)
    p99[i] = read(secondP99, first + i, 0.99)
  }
  return { time, p50, p99 }
}

export function waitHistogram(waits: LogHistogram, columns: Columns): LaneFrame['waitHistogram'] {
  const octaves = waits.octaves()
  const last = octaves.findLastIndex((count) => count > 0)
  const count = columns.float64(last + 1)
  const edge = columns.float64(last + 2)
  for (let i = 0; i <= last; i++) count[i] = at(octaves, i)
  // Octave 0 counts zeros, octave i numbers of i bits.
  for (let i = 0; i < edge.length; i++) edge[i] = i === 0 ? 0 : toMs(2 ** (i - 1))
  return { edge, count }
}

/** The newest messages that ended in the span. */
export function endedIn(station: Station, span: Span, columns: Columns): LaneFrame['ended'] {
  const { order, endedAt, fate } = station.ledger
  let end = order.length
  if (end > 0 && endedAt.get(order.get(end - 1)) > span.to) end = firstAfter(station, span.to)
  let first = end
  while (first > 0 && end - first < MAX_DOTS && endedAt.get(order.get(first - 1)) >= span.from) first -= 1
  const ended = {
    time: columns.float64(end - first),
    offered: columns.float64(end - first),
    fate: columns.uint8(end - first),
    key: columns.int32(end - first),
  }
  for (let i = 0; i < end - first; i++) {
    const message = order.get(first + i)
    ended.time[i] = endedAt.get(message)
    ended.offered[i] = station.offeredAt(message)
    ended.fate[i] = fate.get(message)
    ended.key[i] = station.messages.key.get(station.itemOf(message))
  }
  return ended
}

/** The place of the first message that ended after `time`; they are in order of time. */
function firstAfter({ ledger: { order, endedAt } }: Station, time: SimTime): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (endedAt.get(order.get(middle)) <= time) low = middle + 1
    else high = middle
  }
  return low
}
