import { useEffect, useState } from 'react'
import { prefersCalm } from '../state/preferences.ts'

/** A story told in steps, and the hand on it. */
export interface Story {
  readonly step: number
  readonly playing: boolean
  readonly goTo: (step: number) => void
  readonly toggle: () => void
}

/**
 * Goes through `steps` (the last one included) by itself while `live`, one each `every` ms, once. Where nothing may
 * move by itself it stands at its end from the beginning.
 */
export function useStory(steps: number, every: number, live: boolean): Story {
  const [playing, setPlaying] = useState(() => live && !prefersCalm())
  const [step, setStep] = useState(() => (playing ? 0 : steps))
  const runs = live && playing && step < steps
  useEffect(() => {
    if (!runs) return undefined
    const timer = setInterval(() => setStep((now) => Math.min(now + 1, steps)), every)
    return () => clearInterval(timer)
  }, [runs, steps, every])
  return {
    step,
    playing: runs,
    goTo: (to) => {
      setPlaying(false)
      setStep(Math.min(Math.max(to, 0), steps))
    },
    toggle: () => {
      setPlaying(!runs)
      if (!runs && step >= steps) setStep(0)
    },
  }
}
