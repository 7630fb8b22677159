import { at } from '../../shared/assert.ts'
import { fromMs, tickTime, type SimTime } from '../kernel/time.ts'
import { packetSizes } from './call-lane.ts'
import { WORK_A_BYTE, type CapacityTrace, type Work } from './capacity-trace.ts'
import { CALL_FPS, type FilmSettings } from './settings.ts'

/**
 * The run once more from the capacity alone, in one go along its rows: no events, no plans, nothing of the lanes' own
 * books.
 */

/** How many of the pictures of `sizes` bytes are there by their turn. */
export function picturesInTime(
  trace: CapacityTrace,
  sizes: readonly number[],
  { delay, queue }: Pick<FilmSettings, 'delay' | 'queue'>,
): number {
  const link = new Along(trace)
  const waiting: { readonly departs: SimTime; readonly bytes: number }[] = []
  let gone = 0
  let queued = 0
  let target: Work = 0
  let inTime = 0
  sizes.forEach((size, picture) => {
    const now = tickTime(picture, CALL_FPS)
    for (; gone < waiting.length && at(waiting, gone).departs <= now; gone++)
      queued -= at(waiting, gone).bytes
    let last = now
    for (const bytes of packetSizes(size)) {
      if (queued + bytes > queue * 1_000) {
        last = Infinity
        continue
      }
      queued += bytes
      target = Math.max(target, trace.workBy(now)) + bytes * WORK_A_BYTE
      const departs = link.timeOf(target)
      waiting.push({ departs, bytes })
      last = Math.max(last, departs)
    }
    if (last <= now + fromMs(delay)) inTime += 1
  })
  return inTime
}

/** What the link can carry in the spans, which ascend and do not overlap. */
export function linkWork(trace: CapacityTrace, spans: readonly (readonly [SimTime, SimTime])[]): Work {
  let work = 0
  let row = 0
  for (const [from, to] of spans) {
    while (row + 1 < trace.time.length && trace.time.get(row + 1) <= from) row += 1
    for (let r = row; r < trace.time.length && trace.time.get(r) < to; r++) {
      const end = r + 1 < trace.time.length ? Math.min(to, trace.time.get(r + 1)) : to
      work += trace.kbps.get(r) * (end - Math.max(from, trace.time.get(r)))
    }
  }
  return work
}

/** A player of `bitrate` kbit/s that wastes nothing is at least so far behind at `now`: sup (t - work(t) / bitrate). */
export function leastBehind(trace: CapacityTrace, bitrate: number, now: SimTime): SimTime {
  let work = 0
  let most = 0
  for (let row = 0; row < trace.time.length; row++) {
    const from = trace.time.get(row)
    if (from >= now) break
    const to = row + 1 < trace.time.length ? Math.min(now, trace.time.get(row + 1)) : now
    work += trace.kbps.get(row) * (to - from)
    most = Math.max(most, to - work / bitrate)
  }
  return most
}

/** Goes along a trace: when the link has done ever more work. */
class Along {
  private readonly trace: CapacityTrace
  private row = 0
  private before: Work = 0

  constructor(trace: CapacityTrace) {
    this.trace = trace
  }

  /** When `work` is done; Infinity when it is not, as far as is known. `work` ascends from call to call. */
  timeOf(work: Work): SimTime {
    const { time, kbps } = this.trace
    for (;;) {
      const from = time.get(this.row)
      const rate = kbps.get(this.row)
      const isLast = this.row + 1 === time.length
      const done = isLast ? Infinity : this.before + rate * (time.get(this.row + 1) - from)
      if (work <= done) return rate === 0 ? Infinity : from + Math.ceil((work - this.before) / rate)
      this.before = done
      this.row += 1
    }
  }
}
