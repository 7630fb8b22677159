import type { JSX } from 'react'
import { SECOND } from '../engine/kernel/time.ts'
import type { Happening } from '../engine/kernel/engine.ts'
import { Button } from '../ui/Button.tsx'
import { Region } from '../ui/Region.tsx'
import { useLab, useStage } from './context.ts'
import type { LaneReadout } from './define-lab.ts'

/** The events behind the number that was asked about; pressing one goes there. */
export function Explanation({ lanes }: { readonly lanes: readonly LaneReadout[] }): JSX.Element | null {
  const { controller } = useStage()
  const explained = useLab((state) => state.explained)
  if (explained === null) return null
  const { why } = explained
  const lane = lanes.find(({ id }) => id === explained.lane)
  const measure = controller.lab.measures.find(({ id }) => id === explained.measure)
  const left = why.total - why.events.length
  const go = ({ time, thing }: Happening): void => {
    controller.pause()
    controller.seek(time)
    if (thing !== null) controller.select(thing)
  }
  return (
    <Region name="Behind the number" className="explanation">
      <header>
        <h3>
          {measure?.label}, <span className={`lane-name lane-${lane?.origin}`}>{lane?.name}</span>
        </h3>
        <span className="muted">as of {(why.at / SECOND).toFixed(2)} s</span>
        <Button
          label="Close"
          icon="close"
          iconOnly
          tone="quiet"
          onClick={() => controller.closeExplanation()}
        />
      </header>
      <p>{why.text}</p>
      {why.events.length > 0 && (
        <ol tabIndex={0} aria-label="Events">
          {why.events.map((event, i) => (
            <li key={i}>
              <button type="button" onClick={() => go(event)}>
                <span className="explanation-time">{(event.time / SECOND).toFixed(3)} s</span> {event.text}
              </button>
            </li>
          ))}
        </ol>
      )}
      {left > 0 && why.events.length > 0 && (
        <p className="muted small">and {left.toLocaleString('en')} more</p>
      )}
    </Region>
  )
}
