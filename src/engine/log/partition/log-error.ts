import type { Problem } from '../../../shared/outcome.ts'

/** Why a partition refuses something, by Kafka's own names for its errors. */
export type LogErrorName =
  | 'OffsetOutOfRange'
  | 'InvalidTimestamp'
  | 'InvalidRecord'
  | 'RecordTooLarge'
  | 'RecordBatchTooLarge'
  | 'CorruptRecord'
  | 'UnsupportedCompressionType'

export interface LogProblem extends Problem {
  readonly error: LogErrorName
}

/** The answer of a partition. */
export type LogOutcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: LogProblem }

export const refuseWith = (
  error: LogErrorName,
  what: string,
): { readonly ok: false; readonly problem: LogProblem } => ({ ok: false, problem: { error, what } })
