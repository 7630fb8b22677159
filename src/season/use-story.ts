import { useContext, useEffect } from 'react'
import { prefersCalm } from '../state/preferences.ts'
import { EchoContext, isSwitch, isUpTo, useEchoed } from '../ui/echo.ts'

/** A story told in steps, and the hand on it. */
export interface Story {
  readonly step: number
  readonly playing: boolean
  readonly goTo: (step: number) => void
  readonly toggle: () => void
}

/**
 * Goes through `steps` (the last one included) by itself while `live`, one each `every` ms, once. Where nothing may
 * move by itself it stands at its end from the beginning. In a window that follows another it goes as in that one,
 * by its `name`.
 */
export function useStory(name: string, steps: number, every: number, live: boolean): Story {
  const { follows } = useContext(EchoContext)
  const [playing, setPlaying] = useEchoed(`${name}.playing`, () => live && !prefersCalm(), isSwitch)
  const [step, setStep] = useEchoed(`${name}.step`, () => (playing ? 0 : steps), isUpTo(steps))
  const runs = live && playing && step < steps
  useEffect(() => {
    if (!runs || follows) return undefined
    const timer = setInterval(() => setStep((now) => Math.min(now + 1, steps)), every)
    return () => clearInterval(timer)
  }, [runs, follows, steps, every, setStep])
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
