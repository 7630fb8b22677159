import type { FilmSettings } from '../../../src/engine/film/settings.ts'
import { finish, type Rows } from './fluid-oracle.ts'

/**
 * The call again, packet by packet, by searching: each packet starts when the one before it is through and it is there,
 * and is through when the link has carried it. Whole bits are counted in BigInt; what a packet leaves of a microsecond is
 * handed on to the next. Shares no code with the engine.
 */
export function naiveCall(
  rows: Rows,
  sizes: readonly number[],
  { base, queue }: Pick<FilmSettings, 'base' | 'queue'>,
): { readonly arrivals: readonly number[]; readonly dropped: number } {
  const inQueue: { readonly through: number; readonly bytes: number }[] = []
  let dropped = 0
  /** A busy period: since when the link works without a pause, and how many bytes it was given in it. */
  let busySince = 0
  let busyBytes = 0
  let freeAt = 0
  const arrivals = sizes.map((size, picture) => {
    const now = Math.round((picture * 1_000_000) / 30)
    let latest = now
    for (let left = size; left > 0; left -= 1_200) {
      const bytes = Math.min(1_200, left)
      const waiting = inQueue
        .filter(({ through }) => through > now)
        .reduce((sum, packet) => sum + packet.bytes, 0)
      if (waiting + bytes > queue * 1_000) {
        dropped += bytes
        latest = Infinity
        continue
      }
      if (freeAt <= now) {
        busySince = now
        busyBytes = 0
      }
      busyBytes += bytes
      const through = finish(rows, busySince, busyBytes) ?? Infinity
      freeAt = through
      inQueue.push({ through, bytes })
      latest = Math.max(latest, through)
      while (inQueue.length > 0 && (inQueue[0]?.through ?? 0) <= now) inQueue.shift()
    }
    return latest + base * 1_000
  })
  return { arrivals, dropped }
}
