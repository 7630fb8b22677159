import type { Trace } from '../../src/engine/jitter/trace.ts'
import { tickTime, type SimTime } from '../../src/engine/kernel/time.ts'

/** Slide 4's loop, written out: a list of frames, and a request at every tick until nothing more can come. */
export function slide4(
  trace: Trace,
  capacity: number,
  gate: 'always' | 'until it plays',
): Map<number, SimTime> {
  const perSecond = 1_000_000 / trace.interval
  const coming = [...trace.arrived]
    .map((arrival, packet) => ({ arrival, packet }))
    .filter(({ arrival }) => !Number.isNaN(arrival))
    .toSorted((a, b) => a.arrival - b.arrival || a.packet - b.packet)
  const shown = new Map<number, SimTime>()
  const start = coming[0]?.arrival ?? 0
  const lastSent = trace.sent.at(-1) ?? 0
  let frames: number[] = []
  let isPlaying = false
  for (let tick = 0; ; tick++) {
    const now = start + tickTime(tick, perSecond)
    while (coming[0] !== undefined && coming[0].arrival <= now)
      frames = [...frames, coming.shift()?.packet ?? -1].slice(-capacity)
    const needed: number = gate === 'until it plays' && isPlaying ? 1 : 3
    isPlaying = frames.length >= needed
    if (isPlaying) shown.set(frames.shift() ?? -1, now)
    else if (coming.length === 0 && now >= lastSent) return shown
  }
}
