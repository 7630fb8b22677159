import { useEffect, useState } from 'react'

const KEPT_FRAMES = 600
/** Frames are counted for so long in every so many ms: whoever asks for each costs more than the page. */
const LOOK_MS = 1_000
const EVERY_MS = 4_000

/** How the page itself is doing. */
export interface Smoothness {
  /** Tasks of the page's own thread over 50 ms since it was opened; null where the browser does not tell. */
  readonly longTasks: number | null
  readonly longestMs: number
  /** 95 of 100 of the last frames came within this: of those in a second of every four. */
  readonly frameMs: number | null
  /** The tab was hidden meanwhile, for so long. */
  readonly hiddenMs: number
}

/** Watches the page's thread and its frames while `isOn`, and tells of them with each look; begins anew with each run. */
export function useSmoothness(isOn: boolean): Smoothness {
  const [smoothness, setSmoothness] = useState<Smoothness>(START)
  useEffect(() => {
    if (!isOn) return
    const watch = watchLongTasks()
    const hidden = watchHidden()
    const frames: number[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    let handle = 0
    const look = (): void => {
      let first: number | null = null
      let last = 0
      handle = requestAnimationFrame(function next(now) {
        if (first === null) first = now
        // A tab that was hidden meanwhile had no slow frame, but none at all.
        else if (now - last < LOOK_MS) frames.push(now - last)
        last = now
        if (now - first < LOOK_MS) {
          handle = requestAnimationFrame(next)
          return
        }
        frames.splice(0, Math.max(0, frames.length - KEPT_FRAMES))
        setSmoothness({ ...watch.read(), frameMs: p95(frames), hiddenMs: hidden.read() })
        timer = setTimeout(look, EVERY_MS - LOOK_MS)
      })
    }
    look()
    return () => {
      cancelAnimationFrame(handle)
      clearTimeout(timer)
      watch.end()
      hidden.end()
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

function watchHidden(): { read: () => number; end: () => void } {
  let hiddenMs = 0
  let since: number | null = null
  const note = (): void => {
    const now = performance.now()
    if (since !== null) hiddenMs += now - since
    since = document.hidden ? now : null
  }
  note()
  document.addEventListener('visibilitychange', note)
  return { read: () => hiddenMs, end: () => document.removeEventListener('visibilitychange', note) }
}

const p95 = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : (values.toSorted((a, b) => a - b)[Math.floor(0.95 * (values.length - 1))] ?? null)
