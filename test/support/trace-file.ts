import { at } from '../../src/shared/assert.ts'

/** One line of a trace file. Empty cells stand for what is not there. */
export interface Row {
  readonly seq: number
  /** Milliseconds. */
  readonly send: number
  /** Milliseconds; null for lost. */
  readonly arrival: number | null
}

/** A trace file as anybody would write it. */
export const printRows = (rows: readonly Row[], newline = '\n'): string =>
  [
    'seq,send_ms,arrival_ms',
    ...rows.map(({ seq, send, arrival }) => `${seq},${send},${arrival ?? ''}`),
    '',
  ].join(newline)

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The bytes in pieces, cut at the given places. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b),
    bytes.length,
  ]
  return cuts.slice(1).map((cut, i) => bytes.subarray(at(cuts, i), cut))
}
