import type { JSX } from 'react'
import { MONITOR_LABELS, TIER_LABELS, type MonitorId } from '../../engine/flow/warning/codes.ts'
import type { WarningFrame, WarningLane } from '../../engine/flow/warning/frame.ts'
import { Region } from '../../ui/Region.tsx'
import { ABOUT } from './words.ts'

interface MonitorDetailProps {
  readonly frame: WarningFrame
  readonly monitor: MonitorId
}

/** A monitor in words: what it is, and what each lane's rule says now. */
export function MonitorDetail({ frame, monitor }: MonitorDetailProps): JSX.Element {
  return (
    <Region name="The chosen monitor" className="warning-detail">
      <p>
        <b>{MONITOR_LABELS[monitor]}.</b> {ABOUT[monitor]}
      </p>
      <ul>
        {frame.lanes.map((lane) => (
          <li key={lane.id} className={`warning-${lane.origin}`}>
            {sayRule(lane, monitor)}
          </li>
        ))}
      </ul>
    </Region>
  )
}

/** "Static thresholds: 62 % of the limit now; warns above 80, pages above 95. Stands at: none." */
function sayRule({ name, signals, tiers }: WarningLane, monitor: MonitorId): string {
  const { value, warn, page, bad, unit } = signals[monitor]
  const number = Number.isNaN(value)
    ? 'nothing read yet'
    : Number.isFinite(value)
      ? `${value.toFixed(Math.abs(value) < 10 ? 1 : 0)} ${unit} now`
      : 'not filling now'
  const at = (threshold: number): string => (threshold === 0 ? 'never' : `${bad} ${threshold}`)
  return `${name}: ${number}; warns ${at(warn)}, pages ${at(page)}. Alert: ${TIER_LABELS[tiers[monitor]] ?? ''}.`
}
