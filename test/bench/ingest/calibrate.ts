import { loadavg } from 'node:os'

const BYTES = 64 * 2 ** 20
const WORDS = BYTES / 4
const STEPS = 2 ** 22
const NS = 1e6

/** How fast the machine's memory is just now: the pipeline and its peers wait for it most of the time. */
export interface Calibration {
  /** GB/s of a copy of 64 MB. */
  readonly copy: number
  /** ns for a word read and written at random in 64 MB. */
  readonly random: number
  /** Processes that want to run, over the last minute. */
  readonly load: number
}

const from = new Uint32Array(WORDS).fill(1)
const to = new Uint32Array(WORDS).fill(1)

/** Takes a tenth of a second. */
export function calibrate(): Calibration {
  const begin = performance.now()
  to.set(from)
  const copied = performance.now()
  let place = 1
  for (let i = 0; i < STEPS; i++) {
    place = (Math.imul(place, 1_664_525) + 1_013_904_223) >>> 0
    const word = place >>> 8
    to[word] = (to[word] ?? 0) + 1
  }
  const done = performance.now()
  return {
    copy: BYTES / 1e6 / (copied - begin),
    random: ((done - copied) * NS) / STEPS,
    load: loadavg()[0] ?? 0,
  }
}

/** Rounds in which the memory was more than this much slower than at best say little. */
const MOST_SLOWER = 1.3
const FEWEST = 3

/** Which rounds had the machine nearly at its best; null if that would leave fewer than three. */
export function quietRounds(calibrations: readonly Calibration[]): boolean[] | null {
  const best = Math.min(...calibrations.map(({ random }) => random))
  const isQuiet = calibrations.map(({ random }) => random <= MOST_SLOWER * best)
  return isQuiet.filter(Boolean).length < FEWEST ? null : isQuiet
}
