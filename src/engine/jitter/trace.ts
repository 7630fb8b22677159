import { at } from '../../shared/assert.ts'
import type { SimTime } from '../kernel/time.ts'
import { TraceHash } from '../kernel/trace-hash.ts'

/** The most packets a run may have: its history must fit in memory. */
export const MAX_PACKETS = 500_000

/** A recorded network: what was sent when, and when it arrived. Rows are in order of sending. */
export interface Trace {
  readonly name: string
  /** Microseconds since the first packet was sent. */
  readonly sent: Float64Array
  /** Microseconds on the same clock as `sent`, shifted by `clockOffset`; NaN where the packet was lost. */
  readonly arrived: Float64Array
  /** Further copies that the network delivered: of which row, and when. */
  readonly copies: { readonly row: Int32Array; readonly arrived: Float64Array }
  /** The usual time between two packets, in microseconds and fractions of them. */
  readonly interval: number
  /** What was added to every arrival so that none precedes its sending: the two clocks are not the same. */
  readonly clockOffset: SimTime
}

/** A fingerprint of the trace's content (not of its name): sixteen hexadecimal digits. */
export function traceId(trace: Trace): string {
  const hash = new TraceHash()
  for (let i = 0; i < trace.sent.length; i++) {
    hash.add(at(trace.sent, i))
    const arrival = at(trace.arrived, i)
    hash.add(Number.isNaN(arrival) ? -1 : arrival)
  }
  for (let i = 0; i < trace.copies.row.length; i++) {
    hash.add(at(trace.copies.row, i))
    hash.add(at(trace.copies.arrived, i))
  }
  return hash.hex()
}
