import { SECOND } from '../../../src/engine/kernel/time.ts'

/** A frame's way through the sketch's player: when it was shown, or null; and how it ended. */
export interface NaiveFrame {
  shown: number | null
  end: 'held' | 'shown' | 'droppedNetwork' | 'droppedDecoded' | 'undecodable'
}

interface NaiveInput {
  /** By frame: when it arrives; NaN for never. */
  readonly arrivals: readonly number[]
  readonly gop: number
  readonly networkSlots: number
  readonly decodedSlots: number
  /** In microseconds. */
  readonly decodeTime: (frame: number) => number
  readonly drawTime: (frame: number) => number
  readonly pause: (drawing: number) => number
  readonly until: number
}

/** Slide 6's player once more, the obvious way: plain arrays, and time from one moment to the next. */
export function naiveWhiteboard(input: NaiveInput): NaiveFrame[] {
  const { arrivals, gop, networkSlots, decodedSlots, decodeTime, drawTime, pause, until } = input
  const frames = arrivals.map((): NaiveFrame => ({ shown: null, end: 'held' }))
  const coming = arrivals.flatMap((at, frame) => (Number.isNaN(at) ? [] : [{ at, frame }]))
  const network: number[] = []
  const decoded: number[] = []
  let decoding = null as { readonly frame: number; readonly at: number } | null
  let drawing = null as { readonly frame: number; readonly at: number; readonly took: number } | null
  let wakes: number | null = null
  let last = -1
  const end = (frame: number | undefined, how: NaiveFrame['end']): void => {
    const one = frames[frame ?? -1]
    if (one !== undefined) one.end = how
  }
  for (;;) {
    const now = Math.min(
      coming[0]?.at ?? Infinity,
      decoding?.at ?? Infinity,
      drawing?.at ?? Infinity,
      wakes ?? Infinity,
    )
    if (now > until) return frames
    if (coming[0]?.at === now) {
      network.push(coming.shift()?.frame ?? 0)
      if (network.length > networkSlots) end(network.shift(), 'droppedNetwork')
    } else if (decoding?.at === now) {
      decoded.push(decoding.frame)
      decoding = null
      if (decoded.length > decodedSlots) end(decoded.shift(), 'droppedDecoded')
    } else if (drawing?.at === now) {
      const { frame, took } = drawing
      frames[frame] = { shown: now, end: 'shown' }
      drawing = null
      wakes = now + pause(took)
    } else wakes = null
    while (decoding === null && network.length > 0) {
      const frame = network.shift() ?? 0
      if (frame % gop === 0 || frame === last + 1) {
        decoding = { frame, at: now + decodeTime(frame) }
        last = frame
      } else end(frame, 'undecodable')
    }
    if (drawing === null && wakes === null && decoded.length > 0) {
      const frame = decoded.shift() ?? 0
      const took = drawTime(frame)
      drawing = { frame, at: now + took, took }
    }
  }
}

/** When each picture is begun, drawn and shown with `buffers` of them in line: three recurrences. */
export function swapInLine(
  buffers: number,
  hz: number,
  drawTimes: readonly number[],
): { readonly begun: number; readonly drawn: number; readonly shown: number }[] {
  const tick = (k: number): number => Math.round((k * SECOND) / hz)
  const pictures: { begun: number; drawn: number; shown: number }[] = []
  let lastTick = 0 // the refresh at 0 comes before any picture
  drawTimes.forEach((time, i) => {
    // Its buffer is that of the picture `buffers` before it, which leaves the screen when the next one comes.
    const begun = Math.max(pictures[i - 1]?.drawn ?? 0, pictures[i - buffers + 1]?.shown ?? 0)
    const drawn = begun + time
    let k = lastTick + 1
    while (tick(k) < drawn) k += 1
    lastTick = k
    pictures.push({ begun, drawn, shown: tick(k) })
  })
  return pictures
}

/** What three buffers that give up the older picture show: at each refresh the newest that is drawn by then. */
export function swapNewest(hz: number, drawTimes: readonly number[], until: number): number[] {
  const drawn: number[] = []
  for (const time of drawTimes) drawn.push((drawn.at(-1) ?? 0) + time)
  const shown: number[] = []
  for (let k = 1; Math.round((k * SECOND) / hz) <= until; k++) {
    const newest = drawn.filter((at) => at <= Math.round((k * SECOND) / hz)).length - 1
    if (newest >= 0 && newest !== shown.at(-1)) shown.push(newest)
  }
  return shown
}
