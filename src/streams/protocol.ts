import type { ChainRow } from '../engine/flow/streams/row.ts'
import type { Sleeper } from '../engine/flow/streams/chain.ts'
import type { StreamLane, StreamSettings } from '../engine/flow/streams/settings.ts'

/** The clock a real chain goes by: the browser's, or a test's. Microseconds. */
export interface StreamClock {
  now(): number
  /** Resolves that much later, in a task of its own. `who` orders sleepers that wake at one moment. */
  sleep(span: number, who: Sleeper): Promise<void>
}

/** Something that was said along the chain, with the reason given. */
export interface Call {
  readonly at: number
  readonly what: string
  readonly reason: string | null
}

export type Ending = 'running' | 'written' | 'cancelled' | 'failed'

/** What a real chain has come to; `rows` are those the page doesn't have yet. */
export interface ChainReport {
  readonly rows: readonly ChainRow[]
  /** The state now, which has no row until something happens. */
  readonly current: ChainRow
  readonly calls: readonly Call[]
  readonly ending: Ending
  /** Chunks that came to the sink out of turn, or not as they were sent and transformed. */
  readonly wrong: number
}

/** Rows, of all, in which desiredSize was not highWaterMark less what was counted in. */
export interface StreamsApi {
  /** Starts both chains anew, at once; what the model says comes at once too. */
  begin(settings: StreamSettings): Promise<Readonly<Record<StreamLane, readonly ChainRow[]>>>
  /** What the chains have come to, with the rows from number `from` on. */
  look(from: Readonly<Record<StreamLane, number>>): Promise<Readonly<Record<StreamLane, ChainReport>> | null>
  /** The consumer gives up (the sink errors), or the producer fails (the source errors), with a reason. */
  end(how: 'cancel' | 'fail', reason: string): Promise<void>
}
