import { SECOND } from '../../engine/kernel/time.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { BoardFrame } from '../../engine/ingest/lab/frame-boards.ts'
import { titleName } from '../../engine/ingest/lab/codes.ts'

export const grouped = (value: number): string => Math.round(value).toLocaleString('en')

/** "12 s", "5 min 20 s", "1 h 5 min"; a dash for none. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  const whole = Math.round(seconds)
  if (whole < 120) return `${whole} s`
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  if (minutes < 60) return `${minutes} min${rest === 0 ? '' : ` ${rest} s`}`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** A moment of event time, in minutes and seconds: "7:30", "1:05:00". */
export function clock(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const rest = two(seconds % 60)
  return `${ms < 0 ? '−' : ''}${hours === 0 ? `${minutes}:${rest}` : `${hours}:${two(minutes)}:${rest}`}`
}

/** The first three titles of a board, in words. */
export function sayFirst(board: BoardFrame | null): string {
  if (board === null || board.title.length === 0) return 'no titles yet'
  return Array.from(board.title.subarray(0, 3), (title) => titleName(title)).join(', ')
}

/** What the picture shows, in a sentence or two. */
export function describeFrame(frame: TrendingFrame): string {
  const { counts, boards } = frame
  const when = `After ${duration(frame.now / SECOND)} ${grouped(counts.received)} events were received, ${grouped(counts.accepted)} accepted and ${grouped(counts.unique)} of them unique.`
  return `${when} As drawn the board begins with ${sayFirst(boards.drawn)}; corrected with ${sayFirst(boards.corrected)}.`
}

/** How a rank has changed since the board before (1 was the first then; 0: it was not there). */
export function sayChange(
  rank: number,
  before: number,
): { readonly kind: 'new' | 'up' | 'down' | 'same'; readonly text: string; readonly says: string } {
  if (before === 0) return { kind: 'new', text: 'new', says: 'new on the board' }
  const up = before - (rank + 1)
  if (up === 0) return { kind: 'same', text: '', says: 'as before' }
  return up > 0
    ? { kind: 'up', text: `▲${up}`, says: `up by ${up}` }
    : { kind: 'down', text: `▼${-up}`, says: `down by ${-up}` }
}

/** A share: "0.5 %", "12 %". */
export const percent = (share: number): string => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`

/** What is special about a title, in a word; nothing for most. */
export function markOf({ special, going }: TrendingFrame, title: number): string {
  if (title === special.bots && going.bots) return 'bots'
  if (title === special.bots && going.films > 0) return 'one film'
  if (title === special.release && going.released) return 'new'
  return title === special.viral && going.viral ? 'viral' : ''
}
