import { at } from '../../../shared/assert.ts'

/**
 * BOLA as dash.js 5.1.1 has it: of the bitrates b, the one with the greatest (Vp (u - 1 + gp) - buffer) / b, where
 * u = ln(b / lowest) + 1 and the constants fit the buffer. Spiteri, Urgaonkar and Sitaraman, "BOLA: near-optimal bitrate
 * adaptation for online videos", INFOCOM 2016; dash.js, `BolaRule`. (dash.js 4 has no "- 1" and so switches one Vp later.)
 */
export interface Bola {
  /** By bitrate: Vp (u - 1 + gp), the buffer in seconds at which it is worth no more than waiting. */
  readonly worth: readonly number[]
  readonly bitrates: readonly number[]
  readonly gp: number
  readonly vp: number
}

/** BOLA adds no delay of its own below this many seconds of buffer, and wants so many more for each bitrate. */
const MINIMUM_BUFFER = 10
const MINIMUM_BUFFER_A_LEVEL = 2

/** The rule for a player that means to hold about `buffer` seconds. `bitrates` ascend; there are two or more. */
export function createBola(buffer: number, bitrates: readonly number[]): Bola {
  const utilities = bitrates.map((bitrate) => rounded(Math.log(bitrate / at(bitrates, 0)) + 1))
  const target = Math.max(buffer, MINIMUM_BUFFER + MINIMUM_BUFFER_A_LEVEL * bitrates.length)
  const gp = (at(utilities, utilities.length - 1) - 1) / (target / MINIMUM_BUFFER - 1)
  const vp = MINIMUM_BUFFER / gp
  return { worth: utilities.map((u) => vp * (u - 1 + gp)), bitrates, gp, vp }
}

/** The level to fetch next with `buffer` seconds in hand. Of two that are worth the same, the higher. */
export function bolaLevel({ worth, bitrates }: Bola, buffer: number): number {
  let best = 0
  let bestScore = -Infinity
  bitrates.forEach((bitrate, level) => {
    const score = (at(worth, level) - buffer) / bitrate
    if (score < bestScore) return
    best = level
    bestScore = score
  })
  return best
}

/**
 * How many seconds of buffer BOLA fills with each level at most, by level: dash.js calls it the maximum buffer level
 * for a quality. Above, it would rather wait.
 */
export const bolaRoom = ({ worth, vp }: Bola): number[] => worth.map((seconds) => seconds + vp)

/**
 * How many seconds to wait before fetching `level` with `buffer` seconds in hand, so that a film is not filled up with
 * a low bitrate that the throughput holds it to. None at the top: there the buffer's own limit does.
 */
export function bolaWait(rule: Bola, buffer: number, level: number): number {
  const isTop = level === rule.bitrates.length - 1
  return isTop ? 0 : Math.max(0, buffer - at(bolaRoom(rule), level))
}

/** How much of the estimated throughput dash.js relies on. */
const SAFE_SHARE = 0.9

/**
 * The level to fetch next after `last` where segments come at `kbps`: BOLA's, but not above what that sustains and above
 * `last` at once. With a capacity between two steps it would go up and down for ever: the variant BOLA-O.
 */
export function steadyBolaLevel(rule: Bola, buffer: number, last: number, kbps: number): number {
  const level = bolaLevel(rule, buffer)
  const sustained = Math.max(
    0,
    rule.bitrates.findLastIndex((bitrate) => bitrate <= SAFE_SHARE * kbps),
  )
  return level > last && level > sustained ? Math.max(sustained, last) : level
}

/**
 * From how many seconds of buffer on BOLA prefers each level to the one below it: where the scores of the two are
 * equal. With a ladder like ours these are the switching points, in ascending order.
 */
export const bolaSwitches = ({ worth, bitrates }: Bola): number[] =>
  bitrates.slice(1).map((high, i) => {
    const low = at(bitrates, i)
    return (high * at(worth, i) - low * at(worth, i + 1)) / (high - low)
  })

/** The last bits of a logarithm differ from machine to machine; the choice must not. */
const rounded = (x: number): number => Math.round(x * 1e12) / 1e12
