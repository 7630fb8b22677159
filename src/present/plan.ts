import { accept, refuse, type Outcome } from '../shared/outcome.ts'

/** The total that the episode names for itself; its slides take 75 seconds more. */
export const STATED_TOTAL = 18 * 60

const SHORTEST = 60
const LONGEST = 10 * 3_600

/**
 * Seconds for each slide so that all together take `total`: each keeps its share, in whole seconds that add up
 * exactly (the largest remainders are rounded up). Without seconds to share out, none has any.
 */
export function scaleTo(seconds: readonly number[], total: number): readonly number[] {
  const drawn = sum(seconds)
  if (drawn === 0) return seconds
  const exact = seconds.map((each) => (each * total) / drawn)
  const whole = exact.map(Math.floor)
  const byRemainder = exact
    .map((each, slide) => ({ slide, rest: each - Math.floor(each) }))
    .toSorted((a, b) => b.rest - a.rest || a.slide - b.slide)
  const raised = new Set(byRemainder.slice(0, Math.round(total) - sum(whole)).map(({ slide }) => slide))
  return whole.map((each, slide) => (raised.has(slide) ? each + 1 : each))
}

/** When each slide begins, in seconds. */
export function startsOf(seconds: readonly number[]): readonly number[] {
  let starts = 0
  return seconds.map((each) => (starts += each) - each)
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0)

/** Reads a length of time as one types it: "18", "18:30", "1:05:00"; a lone number is minutes. In seconds. */
export function readTotal(text: string): Outcome<number> {
  const parts = text.trim().split(':')
  const isClock = parts.length <= 3 && parts.every((part) => /^\d{1,3}$/.test(part))
  const [minutes = 0, seconds = 0] = parts.slice(-2).map(Number)
  if (!isClock || (parts.length > 1 && seconds > 59) || (parts.length > 2 && minutes > 59))
    return refuse(`“${text.slice(0, 20)}” is no length of time; write 18, 18:30 or 1:05:00`)
  const total =
    parts.length === 1
      ? Number(parts[0]) * 60
      : (parts.length > 2 ? Number(parts[0]) * 3_600 : 0) + minutes * 60 + seconds
  if (total < SHORTEST || total > LONGEST) return refuse('a talk takes from 1 minute to 10 hours here')
  return accept(total)
}

/** 75 as "1:15", 3,900 as "1:05:00"; the sign is kept, parts of a second are cut off. */
export function clock(seconds: number): string {
  const whole = Math.trunc(Math.abs(seconds))
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60]
  const tail = String(whole % 60).padStart(2, '0')
  const text = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`
  return seconds < 0 && whole > 0 ? `−${text}` : text
}
