import { toMs } from '../../engine/kernel/time.ts'
import type { LaneFrame, RingView } from '../../engine/pipeline/frame.ts'
import type { FullPolicy } from '../../engine/pipeline/settings/rings.ts'

/** What a full ring does, in a few words. */
export const FULL_WORDS: Record<FullPolicy, string> = {
  'drop-oldest': 'drops its oldest',
  'drop-newest': 'drops the new one',
  block: 'makes the stage wait',
}

/** "93.3 MB", "998 kB", "0 kB" */
export const sayBytes = (bytes: number): string =>
  bytes >= 999_500 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1e3)} kB`

/** "482 ms", "1.68 s" */
export function sayTime(time: number): string {
  const ms = Math.round(toMs(time))
  return ms >= 1_000 ? `${(toMs(time) / 1_000).toFixed(2)} s` : `${ms} ms`
}

/** "412 – 437", "412", "empty": which frames wait in a ring, oldest first. */
export function sayRange({ size, slots, head, frame }: RingView): string {
  if (size === 0) return 'empty'
  const oldest = frame[head] ?? -1
  const newest = frame[(head + size - 1) % slots] ?? -1
  return oldest === newest ? String(oldest) : `${oldest} – ${newest}`
}

/** A term of the conservation sum: its words, and the count. */
export type Term = readonly [label: string, count: number]

/** received = shown + skipped + ...: the terms in their order, the sum first. */
export function conservationOf({ summary, decoder }: LaneFrame): readonly Term[] {
  const isSwap = decoder === null
  return [
    [isSwap ? 'begun' : 'received', summary.received],
    ['shown', summary.shown],
    ['skipped', summary.skipped],
    ['dropped (network)', summary.droppedNetwork],
    ['dropped (decode)', summary.droppedDecoded],
    [isSwap ? 'given up' : 'dropped (render)', summary.droppedRender],
    ['undecodable', summary.undecodable],
    ['held', summary.held],
  ]
}

/** The same in one line, without the terms that are 0: "received 299 = 230 shown + 39 dropped (decode) + 30 held". */
export function sayConservation(lane: LaneFrame): string {
  const [whole, ...parts] = conservationOf(lane)
  const said = parts.filter(([, count]) => count > 0).map(([label, count]) => `${count} ${label}`)
  return `${whole?.[1] ?? 0} ${whole?.[0] ?? ''} = ${said.length === 0 ? '0' : said.join(' + ')}`
}

/** "60.0 fps": new pictures a second. */
export const sayFps = (fps: number): string => (Number.isNaN(fps) ? '– fps' : `${fps.toFixed(1)} fps`)
