import { useRef, type JSX } from 'react'
import { SECOND } from '../../../engine/kernel/time.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'
import type { LabViewProps } from '../../../stage/define-lab.ts'
import { span } from './layout.ts'

interface ControlsProps {
  readonly plane: PlaneFrame
  readonly act: LabViewProps<unknown>['act']
  readonly compact: boolean
}

const WATERMARKS_S = [0, 2, 5, 10, 20, 30, 60, 120, 300, 600]
const LATENESSES_S = [0, 10, 30, 60, 120, 300, 600, 1_200, 3_600]

/** The two controls of event time, each by itself (Y37): they hold from now on. */
export function Controls({ plane, act, compact }: ControlsProps): JSX.Element {
  const { watermark, lateness } = plane.controls
  return (
    <div className="plane-controls" role="group" aria-label="From now on">
      <Control
        label="Watermark behind the newest event"
        note="postpones every first result"
        name="watermark"
        tone="watermark"
        values={WATERMARKS_S}
        value={watermark / SECOND}
        act={act}
        compact={compact}
      />
      <Control
        label="Allowed lateness after it"
        note="postpones none: results are told again"
        name="lateness"
        tone="closing"
        values={LATENESSES_S}
        value={lateness / SECOND}
        act={act}
        compact={compact}
      />
    </div>
  )
}

interface ControlProps extends Pick<ControlsProps, 'act' | 'compact'> {
  readonly label: string
  readonly note: string
  /** The setting's key. */
  readonly name: string
  readonly tone: string
  readonly values: readonly number[]
  readonly value: number
}

let gestures = 0

function Control({ label, note, name, tone, values, value, act, compact }: ControlProps): JSX.Element {
  const gesture = useRef('')
  // A value that was set elsewhere may lie between two of them.
  const place = values.reduce(
    (best, one, i) => (Math.abs(one - value) < Math.abs((values[best] ?? 0) - value) ? i : best),
    0,
  )
  return (
    <label className={`plane-control tone-${tone}`}>
      <span className="plane-control-name">
        {label} <b>{span(value * SECOND)}</b>
      </span>
      <input
        type="range"
        min={0}
        max={values.length - 1}
        step={1}
        value={place}
        aria-valuetext={span(value * SECOND)}
        onPointerDown={() => (gesture.current = '')}
        onBlur={() => (gesture.current = '')}
        onChange={(event) => {
          if (gesture.current === '') gesture.current = `${name}-${gestures++}`
          const chosen = values[Number(event.target.value)]
          if (chosen !== undefined) act({ kind: 'set', key: name, value: chosen }, null, gesture.current)
        }}
      />
      {!compact && <small>{note}</small>}
    </label>
  )
}
