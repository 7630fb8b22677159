import type { Problem } from '../../../shared/outcome.ts'

/** What is wrong with bytes that should be a log. */
export type CorruptionKind =
  | 'truncated' // the bytes end before what they announce
  | 'size' // a length or a count that nothing can have
  | 'magic' // another format than record batch v2
  | 'crc' // the checksum does not fit
  | 'varint' // a number that runs on for too long, or is out of range
  | 'order' // offsets that do not follow each other
  | 'compression' // a compression that is not at hand, or bytes it can't unpack
  | 'attributes' // a record's attributes, of which none exist yet

/** Bytes that are not what they should be: a value, never an exception, since bytes may come from anywhere. */
export interface Corruption extends Problem {
  readonly kind: CorruptionKind
  /**
   * The position of the first byte that is wrong, in the bytes given; inside a compressed batch that of its
   * compressed part.
   */
  readonly at: number
  readonly where: string
}

export type Decoded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Corruption }

export const corruption = (kind: CorruptionKind, at: number, what: string): Corruption => ({
  kind,
  at,
  what,
  where: `byte ${at}`,
})

export const corrupt = (
  kind: CorruptionKind,
  at: number,
  what: string,
): { readonly ok: false; readonly problem: Corruption } => ({
  ok: false,
  problem: corruption(kind, at, what),
})
