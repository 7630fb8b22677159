import { MILLISECOND, type SimTime } from '../../../kernel/time.ts'

/** The moment when the sound of a packet begins, or, where it is missing, the sound made up in its stead. */
interface Mark {
  readonly at: SimTime
  readonly packet: number
  readonly isMissing: boolean
}

/** Decoded and made-up sound that is still to be heard: until when it lasts, and what begins when. Plain data. */
export interface SoundBuffer {
  end: SimTime
  marks: Mark[]
}

/** A stretch works on 30 ms of sound and cross-fades in the middle of it. */
export const STRETCH_INPUT: SimTime = 30 * MILLISECOND
const CROSS_FADE: SimTime = 15 * MILLISECOND

export const startSound = (): SoundBuffer => ({ end: 0, marks: [] })

/** Puts `length` of sound at the end. */
export function appendSound(buffer: SoundBuffer, length: SimTime): void {
  buffer.end += length
}

/** Notes that what comes next is packet `packet`, or stands in for it. */
export function markSound(buffer: SoundBuffer, packet: number, isMissing: boolean): void {
  buffer.marks.push({ at: buffer.end, packet, isMissing })
}

/** Takes off and returns the next mark that is due at `now`. */
export function takeMark(buffer: SoundBuffer, now: SimTime): Mark | null {
  const [next] = buffer.marks
  if (next === undefined || next.at > now) return null
  buffer.marks.shift()
  return next
}

/**
 * Puts `period` into the sound (or takes it out, if negative) at the cross-fade of the last 30 ms, or of all that was
 * just decoded where that is longer. False when too little of it is still to be heard. The last 30 ms may begin in
 * sound already played to put something in, but not to take something out.
 */
export function stretchSound(buffer: SoundBuffer, now: SimTime, period: SimTime, decoded: SimTime): boolean {
  const start = buffer.end - Math.max(STRETCH_INPUT, decoded)
  const earliest = period > 0 ? now - CROSS_FADE : now
  if (start < earliest) return false
  const seam = start + CROSS_FADE
  buffer.marks = buffer.marks.map((mark) =>
    mark.at > seam ? { ...mark, at: Math.max(seam, mark.at + period) } : mark,
  )
  buffer.end += period
  return true
}
