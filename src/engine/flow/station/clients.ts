import type { SimTime } from '../../kernel/time.ts'
import type { RequestCounts } from '../pressure/frame.ts'
import type { LogHistogram } from './log-histogram.ts'
import type { Station } from './station.ts'

/** Clients that answer to what becomes of their messages. They belong to one lane; an open loop needs none. */
export interface Clients {
  /** Whether the load's arrivals are its first attempts; otherwise it sends in its own time. */
  readonly followsLoad: boolean
  /** When it does something next by itself; Infinity for never. */
  readonly nextTime: SimTime
  /** Latencies with those filled in that were never measured because nothing was sent; null where nothing is missing. */
  readonly corrected: LogHistogram | null
  itemOf(message: number): number
  offeredAt(message: number): SimTime
  /** The station took note of a message sent. */
  sent(station: Station, message: number, item: number, tries: number, now: SimTime): void
  /** A message was served: whether its client still waited for it. */
  served(station: Station, message: number, now: SimTime): boolean
  /** A message was lost: whether its request is over. */
  lost(station: Station, message: number, now: SimTime): boolean
  ring(station: Station, now: SimTime): void
  /** Another rate of the load or of a worker, messages a second. */
  reconfigure(arrivals: number, service: number): void
  requests(station: Station): RequestCounts
  save(): unknown
  restore(saved: unknown): void
}
