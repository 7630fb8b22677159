import { useEffect, useState } from 'react'

const KEPT_FRAMES = 600
const TELL_EVERY_MS = 1_000
/** A pause this long is a hidden tab, not a slow frame. */
const HIDDEN_MS = 2_000

/** How the page itself is doing. */
export interface Smoothness {
  /** Tasks of the page's own thread over 50 ms since it was opened; null where the browser does not tell. */
  readonly longTasks: number | null
  readonly longestMs: number
  /** 95 of 100 of the last frames came within this. */
  readonly frameMs: number | null
  /** The tab was hidden meanwhile, for so long. */
  readonly hiddenMs: number
}

/** Watches the page's thread and its frames while `isOn`, and tells once a second; begins anew with each run. */
export function useSmoothness(isOn: boolean): Smoothness {
  const [smoothness, setSmoothness] = useState<Smoothness>(START)
  useEffect(() => {
    if (!isOn) return
    const watch = watchLongTasks()
    const frames: number[] = []
    let last: number | null = null
    let told = Number.NEGATIVE_INFINITY
    let hiddenMs = 0
    let handle = requestAnimationFrame(function next(now) {
      const took = last === null ? 0 : now - last
      if (took > HIDDEN_MS) hiddenMs += took
      else if (last !== null) frames.push(took)
      if (frames.length > KEPT_FRAMES) frames.splice(0, frames.length - KEPT_FRAMES)
      last = now
      if (now - told >= TELL_EVERY_MS) {
        told = now
        setSmoothness({ ...watch.read(), frameMs: p95(frames), hiddenMs })
      }
      handle = requestAnimationFrame(next)
    })
    return () => {
      cancelAnimationFrame(handle)
      watch.end()
    }
  }, [isOn])
  return smoothness
}

const START: Smoothness = { longTasks: 0, longestMs: 0, frameMs: null, hiddenMs: 0 }

function watchLongTasks(): {
  read: () => Pick<Smoothness, 'longTasks' | 'longestMs'>
  end: () => void
} {
  const isKnown = PerformanceObserver.supportedEntryTypes.includes('longtask')
  let longTasks = 0
  let longestMs = 0
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      longTasks += 1
      longestMs = Math.max(longestMs, duration)
    }
  })
  if (isKnown) observer.observe({ type: 'longtask' })
  return {
    read: () => ({ longTasks: isKnown ? longTasks : null, longestMs }),
    end: () => observer.disconnect(),
  }
}

const p95 = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : (values.toSorted((a, b) => a - b)[Math.floor(0.95 * (values.length - 1))] ?? null)
