import type { JSX } from 'react'
import { SECOND } from '../engine/kernel/time.ts'
import { useLab, useStage } from './context.ts'

/** How much of the run is in view. */
export function ViewSpan(): JSX.Element {
  const { controller } = useStage()
  const before = useLab((state) => state.before)
  return (
    <label className="field-inline view-span">
      <span>In view</span>
      <select
        aria-label="In view"
        value={before}
        onChange={(event) => controller.setBefore(Number(event.target.value))}
      >
        {controller.lab.view.choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice / SECOND} s
          </option>
        ))}
      </select>
    </label>
  )
}
