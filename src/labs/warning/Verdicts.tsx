import type { JSX } from 'react'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'
import { Region } from '../../ui/Region.tsx'
import { sayVerdict } from './words.ts'

/** What each lane has come to, by the task. */
export function Verdicts({ frame }: { readonly frame: WarningFrame }): JSX.Element {
  return (
    <Region name="Alert before it is critical" className="warning-verdicts">
      {frame.lanes.map((lane) => (
        <div key={lane.id} className={`warning-card warning-${lane.origin} is-${lane.summary.verdict}`}>
          <p className="warning-card-title">{lane.name}</p>
          <p>{sayVerdict(lane, frame)}.</p>
        </div>
      ))}
    </Region>
  )
}
