import { outside } from '../../../shared/assert.ts'

/** The hashes themselves, rising; registers that are not 0, by rising place; or all 2^p registers. */
export type SketchContent =
  | { readonly form: 'hashes'; readonly hashes: Uint32Array }
  | { readonly form: 'sparse'; readonly places: Uint32Array; readonly ranks: Uint8Array }
  | { readonly form: 'dense'; readonly registers: Uint8Array }

/** A HyperLogLog that lies still: what it holds and with how many registers, 2^`precision`. */
export interface StillSketch {
  readonly precision: number
  readonly content: SketchContent
}

/** Whole hashes are kept at these precisions only: those of `HyperLogLog`. */
export const LEAST_OF_HASHES = 10
/** A sparse register is stored in five bytes, a dense one in one. */
const SPARSE_COST = 5

/** Registers as they take least room. */
export function stillOf(registers: Uint8Array): SketchContent {
  const places = Uint32Array.from(registers.keys()).filter((place) => registers[place] !== 0)
  if (SPARSE_COST * places.length >= registers.length) return { form: 'dense', registers: registers.slice() }
  return {
    form: 'sparse',
    places,
    ranks: Uint8Array.from(places, (place) => registers[place] ?? outside(place)),
  }
}
