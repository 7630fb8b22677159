import type { ChainRow } from '../engine/flow/streams/row.ts'
import type { Sleeper } from '../engine/flow/streams/chain.ts'
import type { Outcome } from '../shared/outcome.ts'
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
  /** Nothing is under way any more: a chain that was ended still finishes the write it is at. */
  readonly isOver: boolean
  /** Chunks that came to the sink out of turn, or not as they were sent and transformed. */
  readonly wrong: number
}

/** One line of the comparison: what the standard's algorithms say, the model's number, and what really happened. */
export interface Judged {
  readonly id: string
  readonly what: string
  readonly unit: 'chunks' | 'B' | 's' | 'times'
  /** What must hold of the real number, whatever the timing; null where timing decides, and nothing is judged. */
  readonly must: { readonly be: '=' | '≤' | '≥'; readonly value: number } | null
  /** In simulated time. */
  readonly model: number | null
  /** In this browser. */
  readonly here: number | null
  readonly verdict: 'agrees' | 'differs' | 'not judged' | 'not yet'
}

/** A reason that went along the chain: who must hear it, and what they were told; null when they weren't. */
export interface Heard {
  readonly who: string
  readonly told: string | null
}

export interface LaneReport extends ChainReport {
  readonly judged: readonly Judged[]
  readonly heard: readonly Heard[]
}

/** The page's chains: both sources at once, on one clock, with the same chunks. */
export interface StreamsApi {
  /** Starts both chains anew. What the model says comes at once; refused, by name, where the browser lacks a part. */
  begin(settings: StreamSettings): Promise<Outcome<Readonly<Record<StreamLane, readonly ChainRow[]>>>>
  /** What the chains have come to, with the rows from number `from` on; null before the first start. */
  look(from: Readonly<Record<StreamLane, number>>): Promise<Readonly<Record<StreamLane, LaneReport>> | null>
  /** The consumers give up (the sinks error), or the producers fail (the sources error), with a reason. */
  end(how: 'cancel' | 'fail', reason: string): Promise<void>
}
