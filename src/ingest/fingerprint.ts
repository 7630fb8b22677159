import { mix } from '../engine/ingest/chance.ts'
import type { Ledger } from '../engine/ingest/ledger.ts'
import type { Board } from '../engine/ingest/score/board.ts'

/**
 * 32 bits of everything that was counted and of the last board. Runs with the same settings come to the same at the same
 * tick, however they were done.
 */
export function fingerprintOf(ledger: Ledger, board: Board | null): number {
  const words = new Uint32Array(Float64Array.from([...numbersIn(ledger), ...numbersIn(board)]).buffer)
  return words.reduce((hash, word) => mix(hash ^ word), words.length)
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array) // columns of a board are typed arrays of numbers
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}
