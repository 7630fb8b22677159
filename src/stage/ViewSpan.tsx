import type { JSX } from 'react'
import { SECOND, type SimTime } from '../engine/kernel/time.ts'
import { useLab, useStage } from './context.ts'

const HOUR = 3_600 * SECOND

/** Long ones in hours or minutes: nobody reads 86,400 s. */
const sayChoice = (choice: SimTime): string =>
  choice >= HOUR
    ? `${choice / HOUR} h`
    : choice > HOUR / 6
      ? `${(60 * choice) / HOUR} min`
      : `${choice / SECOND} s`

/** How much of the run is in view; nothing where a lab's picture has but one way to show it. */
export function ViewSpan(): JSX.Element | null {
  const { controller } = useStage()
  const before = useLab((state) => state.before)
  if (controller.lab.view.choices.length < 2) return null
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
            {sayChoice(choice)}
          </option>
        ))}
      </select>
    </label>
  )
}
