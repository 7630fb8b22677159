import { AnyTraceReader } from '../../src/engine/jitter/import/any-trace.ts'
import type { ChosenTrace } from '../../src/engine/jitter/import/trace-reader.ts'
import type { Wish } from '../../src/engine/kernel/simulation.ts'
import { assert } from '../../src/shared/assert.ts'
import { sentence, type Outcome } from '../../src/shared/outcome.ts'

export function readTrace(
  chunks: Uint8Array | readonly Uint8Array[],
  wish: Wish | null = null,
  name = 'file',
): Outcome<ChosenTrace> {
  const reader = new AnyTraceReader(wish)
  for (const chunk of chunks instanceof Uint8Array ? [chunks] : chunks) reader.push(chunk)
  return reader.finish(name)
}

/** The trace of a file that is good; throws what is wrong with it otherwise. */
export function goodTrace(file: Uint8Array, wish: Wish | null = null, name = 'file'): ChosenTrace {
  const outcome = readTrace(file, wish, name)
  assert(outcome.ok, outcome.ok ? '' : sentence(outcome.problem))
  return outcome.value
}

/** The whole sentence a person reads, or 'accepted'. */
export const verdictOn = (file: Uint8Array, wish: Wish | null = null): string => {
  const outcome = readTrace(file, wish)
  return outcome.ok ? 'accepted' : sentence(outcome.problem)
}

/** Delays in microseconds, by packet; NaN for lost. */
export const delaysOf = ({ trace }: ChosenTrace): number[] =>
  Array.from(trace.arrived, (arrived, i) => arrived - (trace.sent[i] ?? Number.NaN))
