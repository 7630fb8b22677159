import type { CallFrame, FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'

/** A stretch of time in view, and how long it lasts in all, in seconds. */
export interface SeenStretch {
  readonly from: number
  readonly to: number
  readonly seconds: number
}

/** When a lane's picture moved, and when it stood still, in the frame's view; its start-up is neither. */
export function stretchesOf(
  { startedAt, freezes }: CallFrame | PlayerFrame,
  { now, span }: FilmFrame,
): { readonly shown: readonly SeenStretch[]; readonly still: readonly SeenStretch[] } {
  const still = freezes.map(({ start, end }) => see(start, Number.isNaN(end) ? now : end))
  if (Number.isNaN(startedAt)) return { shown: [], still }
  const shown: SeenStretch[] = []
  let from = Math.max(startedAt, span.from)
  for (const stretch of still) {
    if (stretch.from > from) shown.push(see(from, stretch.from))
    from = Math.max(from, stretch.to)
  }
  if (now > from) shown.push(see(from, now))
  return { shown, still }
}

const see = (from: number, to: number): SeenStretch => ({ from, to, seconds: (to - from) / 1e6 })
