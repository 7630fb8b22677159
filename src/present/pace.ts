import { startsOf } from './plan.ts'

/** How a talk stands against its plan. */
export interface Pace {
  readonly kind: 'ahead' | 'on-time' | 'behind'
  /** Seconds ahead of this slide's planned start, or behind its planned end; 0 when on time. */
  readonly by: number
  /** Seconds until the plan leaves this slide; negative once it has left. */
  readonly left: number
}

/**
 * Where a talk stands that shows `slide` after `elapsed` seconds. It is on time while the plan has it on the same
 * slide, ahead before that slide was due, and behind once the plan has moved on.
 */
export function paceAt(seconds: readonly number[], slide: number, elapsed: number): Pace {
  const starts = startsOf(seconds)[slide] ?? 0
  const ends = starts + (seconds[slide] ?? 0)
  const left = ends - elapsed
  if (elapsed < starts) return { kind: 'ahead', by: starts - elapsed, left }
  if (elapsed > ends) return { kind: 'behind', by: elapsed - ends, left }
  return { kind: 'on-time', by: 0, left }
}

/** The same in words: "35 s behind", "2 min 5 s ahead", "on time". */
export function paceWords({ kind, by }: Pace): string {
  const whole = Math.floor(by)
  if (kind === 'on-time' || whole === 0) return 'on time'
  return `${inWords(whole)} ${kind}`
}

/** 45 as "45 s", 125 as "2 min 5 s". */
export function inWords(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)]
  if (minutes === 0) return `${rest} s`
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}
