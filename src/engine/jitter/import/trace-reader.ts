import type { Outcome } from '../../../shared/outcome.ts'
import type { Part } from '../../kernel/simulation.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { Trace } from '../trace.ts'

/** The longest trace there may be. */
export const MAX_DURATION: SimTime = 24 * 3_600 * SECOND

/** What an import tells beside the trace: what was noticed and mended. */
export interface ImportedTrace {
  readonly trace: Trace
  readonly packets: number
  readonly lost: number
  readonly notices: readonly string[]
}

/** A trace, the streams of the file it is in, and which one of them it is. None in a file that knows no streams. */
export interface ChosenTrace extends ImportedTrace {
  readonly parts: readonly Part[]
  readonly part: string | null
}

/**
 * Reads a file of one format. Feed it chunks with `push`, then call `finish`. Bytes are taken as they come, so that
 * a file of any size needs little more memory than its packets.
 */
export interface TraceReader {
  /** False once the file is refused: there is no use in reading on, and further chunks change nothing. */
  push(bytes: Uint8Array): boolean
  /** The trace, or why there is none. `name` is shown wherever the trace is. */
  finish(name: string): Outcome<ChosenTrace>
}
