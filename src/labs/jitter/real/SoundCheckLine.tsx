import { useState, type JSX } from 'react'
import { clamp } from '../../../shared/clamp.ts'
import { sentence } from '../../../shared/outcome.ts'
import { SECOND, type SimTime } from '../../../engine/kernel/time.ts'
import type { SoundSource } from '../../../engine/jitter/sound/source.ts'
import { useStage } from '../../../stage/context.ts'
import { Button } from '../../../ui/Button.tsx'
import { checkSound, type SoundCheck } from './sound-check.ts'

/** Of a run that stands at its beginning so much is checked all the same; of a long one no more than the longest. */
const SHORTEST: SimTime = 10 * SECOND
const LONGEST: SimTime = 30 * SECOND

interface SoundCheckLineProps {
  readonly policy: string
  readonly source: SoundSource
}

/** Plays the run's beginning without a device, and says whether it came out as the engine says it should. */
export function SoundCheckLine({ policy, source }: SoundCheckLineProps): JSX.Element {
  const { controller } = useStage()
  const [result, setResult] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const check = async (): Promise<void> => {
    setBusy(true)
    const until = clamp(controller.store.getState().now, SHORTEST, LONGEST)
    try {
      const checked = await checkSound((span) => controller.excerpt(span), policy, source, until)
      setResult(checked.ok ? tell(checked.value) : `${sentence(checked.problem)}.`)
    } catch (error) {
      setResult(`It could not be checked: ${error instanceof Error ? error.message : String(error)}.`)
    }
    setBusy(false)
  }

  return (
    <div className="sound-check">
      <Button label="Check the sound" icon="check" disabled={isBusy} onClick={() => void check()} />
      <p role="status">{isBusy ? 'Playing it without a device…' : result}</p>
    </div>
  )
}

function tell(check: SoundCheck): string {
  const { seconds, fingerprint, isUntouched, stalls, silentStalls, missingMs, filledMs } = check
  const times = `the engine says ${Math.round(missingMs)} ms are missing, ${Math.round(filledMs)} ms were`
  const filled =
    silentStalls === null
      ? `${stalls} holes: ${times} made up`
      : `${silentStalls} of ${stalls} stalls are silent: ${times} silent`
  return [
    `The first ${seconds.toFixed(1)} s, played without a device: ${filled}.`,
    isUntouched ? 'The player changed no sample.' : 'The player changed samples: that is a fault.',
    `Fingerprint ${fingerprint}: the same run gives the same.`,
  ].join(' ')
}
