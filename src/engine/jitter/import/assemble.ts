import { at } from '../../../shared/assert.ts'
import { counted } from '../../../shared/words.ts'
import { MILLISECOND, SECOND, toMs, type SimTime } from '../../kernel/time.ts'
import type { Trace } from '../trace.ts'
import type { ImportedTrace } from './trace-reader.ts'

/** A trace as it stood in a file: a row a delivery, in the file's order. Times in microseconds, NaN for lost. */
export interface TraceRows {
  readonly sequence: number[]
  readonly sent: number[]
  readonly arrived: number[]
}

/** How to tell of copies: a file's rows are one thing, a stream's packets another. */
export interface CopyWords {
  copied(count: number): string
  ignored(count: number): string
}

const ROW_WORDS: CopyWords = {
  copied: (count) => `${counted(count, 'row')} repeat a seq: taken as copies made by the network`,
  ignored: (count) => `${counted(count, 'row')} repeat a seq without a further arrival and were left out`,
}

const FALLBACK_INTERVAL: SimTime = 20 * MILLISECOND

/**
 * Makes a trace of rows: in order of sending, from time 0, further rows of one sequence number as copies, and
 * arrivals shifted so that none precedes its sending. Says in `notices` what it had to mend. Needs a row or more.
 */
export function assembleTrace(name: string, rows: TraceRows, words: CopyWords = ROW_WORDS): ImportedTrace {
  const notices: string[] = []
  const order = sendOrder(rows, notices)
  const { firstRows, copies } = splitCopies(rows, order, words, notices)
  const start = at(rows.sent, at(firstRows, 0))
  const clockOffset = offsetOf(rows, order, notices)
  const sent = Float64Array.from(firstRows, (row) => at(rows.sent, row) - start)
  const arrived = Float64Array.from(firstRows, (row) => at(rows.arrived, row) - start + clockOffset)
  const lost = arrived.reduce((count, arrival) => count + (Number.isNaN(arrival) ? 1 : 0), 0)
  if (lost === arrived.length) notices.push('every packet of this trace is lost')
  noteGaps(rows, firstRows, notices)
  const trace: Trace = {
    name,
    sent,
    arrived,
    copies: {
      row: Int32Array.from(copies, ({ row }) => row),
      arrived: Float64Array.from(copies, ({ arrival }) => arrival - start + clockOffset),
    },
    interval: usualInterval(sent),
    clockOffset,
  }
  return { trace, packets: sent.length, lost, notices }
}

/** The rows' indices in order of sending. */
function sendOrder({ sequence, sent }: TraceRows, notices: string[]): number[] {
  const order = Array.from({ length: sent.length }, (_, i) => i)
  const isSorted = order.every((i) => i === 0 || at(sent, i) >= at(sent, i - 1))
  if (isSorted) return order
  notices.push('the rows were not in order of sending; they were sorted by send_ms')
  return order.sort((a, b) => at(sent, a) - at(sent, b) || at(sequence, a) - at(sequence, b) || a - b)
}

/** The first row of each sequence number, and for the others of which packet they are a copy. */
function splitCopies(
  { sequence, arrived }: TraceRows,
  order: readonly number[],
  words: CopyWords,
  notices: string[],
): { firstRows: number[]; copies: { row: number; arrival: SimTime }[] } {
  const firstRows: number[] = []
  const copies: { row: number; arrival: SimTime }[] = []
  const packetOf = new Map<number, number>()
  const copied = new Set<number>()
  let ignored = 0
  for (const row of order) {
    const packet = packetOf.get(at(sequence, row))
    if (packet === undefined) packetOf.set(at(sequence, row), firstRows.push(row) - 1)
    else if (Number.isNaN(at(arrived, row)) || copied.has(packet)) ignored += 1
    else {
      copied.add(packet)
      copies.push({ row: packet, arrival: at(arrived, row) })
    }
  }
  if (copies.length > 0) notices.push(words.copied(copies.length))
  if (ignored > 0) notices.push(words.ignored(ignored))
  return { firstRows, copies }
}

/** What must be added to arrivals so that the fastest packet takes no negative time. */
function offsetOf({ sent, arrived }: TraceRows, order: readonly number[], notices: string[]): SimTime {
  const fastest = order.reduce((least, row) => {
    const transit = at(arrived, row) - at(sent, row)
    return transit < least ? transit : least
  }, 0)
  if (fastest === 0) return 0
  notices.push(
    `arrivals come up to ${toMs(-fastest)} ms before their sending, so the two clocks differ; ` +
      `all arrivals were moved by ${toMs(-fastest)} ms`,
  )
  return -fastest
}

function noteGaps({ sequence }: TraceRows, firstRows: readonly number[], notices: string[]): void {
  let lowest = Infinity
  let highest = -Infinity
  for (const row of firstRows) {
    lowest = Math.min(lowest, at(sequence, row))
    highest = Math.max(highest, at(sequence, row))
  }
  const missing = highest - lowest + 1 - firstRows.length
  if (missing > 0)
    notices.push(`${counted(missing, 'sequence number')} never occur: counted neither as sent nor as lost`)
}

/**
 * The sender's usual interval: the mean of the gaps that are within a quarter of the median one. The median alone
 * would do but for files with rounded times, where it is off by a part in a thousand and a player paced by it drifts.
 */
function usualInterval(sent: Float64Array): number {
  const gaps = sent.subarray(1).map((time, i) => time - at(sent, i))
  const positive = gaps.filter((gap) => gap > 0).sort()
  const median = positive[positive.length >> 1]
  if (median === undefined) return FALLBACK_INTERVAL
  const usual = positive.filter((gap) => Math.abs(gap - median) <= median / 4)
  const mean = usual.reduce((sum, gap) => sum + gap, 0) / usual.length
  return Math.min(Math.max(MILLISECOND, mean), SECOND)
}
