import { outside } from '../../../shared/assert.ts'
import { clamp } from '../../../shared/clamp.ts'
import { samples } from './source.ts'

/** The pitch periods looked for: those of voices, and the ones WebRTC's time stretching and concealment look for. */
export const SHORTEST_LAG = samples(2.5)
export const LONGEST_LAG = samples(15)

/** The search goes over every twelfth sample first: 4 kHz. */
const COARSE = 12
const SHORTEST_WINDOW = samples(5)

export interface Match {
  /** In samples. */
  readonly lag: number
  /** The normalised correlation of the two windows: 1 where they have the same shape. */
  readonly score: number
}

/** Where the two windows compared for `lag` begin, of `wanted` samples if there is room for as many. */
type Windows = (
  lag: number,
  wanted: number,
) => { readonly a: number; readonly b: number; readonly room: number }

/**
 * The lag, from SHORTEST_LAG to `longest`, at which two windows of `signal` resemble each other most; null where none
 * fits. A window is as long as the lag, or 5 ms if that is longer, or as long as there is room.
 */
export function findLag(signal: Float32Array, longest: number, windows: Windows): Match | null {
  const coarse = decimate(signal)
  let best: Match | null = null
  for (let lag = SHORTEST_LAG; lag <= longest; lag += COARSE) {
    const score = scoreAt(coarse, COARSE, lag, windows)
    if (score !== null && (best === null || score > best.score)) best = { lag, score }
  }
  if (best === null) return null
  let fine: Match | null = null
  const from = clamp(best.lag - COARSE, SHORTEST_LAG, longest)
  const to = clamp(best.lag + COARSE, SHORTEST_LAG, longest)
  for (let lag = from; lag <= to; lag++) {
    const score = scoreAt(signal, 1, lag, windows)
    if (score !== null && (fine === null || score > fine.score)) fine = { lag, score }
  }
  return fine
}

/** The score of a lag, on a signal of which every `stride`-th sample is left; null where the windows are too short. */
function scoreAt(signal: Float32Array, stride: number, lag: number, windows: Windows): number | null {
  const wanted = Math.max(lag, SHORTEST_WINDOW)
  const { a, b, room } = windows(lag, wanted)
  const length = Math.min(wanted, room)
  if (length < SHORTEST_LAG) return null
  return similarity(signal, Math.floor(a / stride), Math.floor(b / stride), Math.floor(length / stride))
}

/** The normalised correlation of two windows of `length` samples; 0 where one of them is silent. */
export function similarity(signal: Float32Array, a: number, b: number, length: number): number {
  let product = 0
  let energyA = 0
  let energyB = 0
  for (let i = 0; i < length; i++) {
    const x = signal[a + i] ?? outside(a + i)
    const y = signal[b + i] ?? outside(b + i)
    product += x * y
    energyA += x * x
    energyB += y * y
  }
  const energy = Math.sqrt(energyA * energyB)
  return energy === 0 ? 0 : product / energy
}

/** Every twelfth sample, each the mean of twelve. */
function decimate(signal: Float32Array): Float32Array {
  const coarse = new Float32Array(Math.floor(signal.length / COARSE))
  for (let i = 0; i < coarse.length; i++) {
    let sum = 0
    for (let j = 0; j < COARSE; j++) sum += signal[i * COARSE + j] ?? outside(i)
    coarse[i] = sum / COARSE
  }
  return coarse
}
