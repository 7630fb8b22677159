import type { JSX } from 'react'
import { at } from '../../../shared/assert.ts'
import { FIRING } from '../../../engine/ingest/plane/codes.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'
import { formatChange, formatNumber } from '../../../stage/format.ts'
import { Button } from '../../../ui/Button.tsx'
import { clock, MINUTE, span } from './layout.ts'
import type { PlaneEvent } from './things.ts'
import { LEAP, NUDGE, type EventHand } from './use-event-hand.ts'
import { FIRING_NAMES, tellEvent } from './words.ts'

interface EventCardProps {
  readonly event: PlaneEvent
  readonly hand: EventHand
  readonly titleOf: (title: number) => string
  readonly onClose: () => void
}

const LATER = [
  { label: '10 s later', by: NUDGE },
  { label: '1 min later', by: LEAP },
  { label: '5 min later', by: 5 * LEAP },
]

/** The chosen event, and what a hand can do to it. */
export function EventCard({ event, hand, titleOf, onClose }: EventCardProps): JSX.Element {
  const delay = event.arrived - event.origin
  return (
    <div className="plane-card" role="group" aria-label="The chosen event">
      <p>{tellEvent(event, titleOf)}</p>
      <div className="plane-card-deeds">
        {LATER.map(({ label, by }) => (
          <Button key={label} label={label} onClick={() => hand.shift(event, by)} />
        ))}
        <Button
          label="As it was"
          disabled={delay < NUDGE / 10}
          onClick={() => hand.move(event, event.origin)}
        />
        <Button label="Close" tone="quiet" onClick={onClose} />
      </div>
    </div>
  )
}

interface PaneCardProps {
  readonly plane: PlaneFrame
  readonly number: number
  readonly onClose: () => void
}

const MOST_ROWS = 8

/** The chosen minute: what was told of it, when, and what each telling changed. */
export function PaneCard({ plane, number, onClose }: PaneCardProps): JSX.Element | null {
  const { panes, firings } = plane
  const i = panes.number.indexOf(number)
  if (i < 0) return null
  const rows = [...firings.pane.keys()].filter((row) => at(firings.pane, row) === number)
  const end = (number + 1) * MINUTE
  const hidden = Math.max(0, rows.length - MOST_ROWS)
  // The first ones and the last ones: between them are updates.
  const shown = hidden === 0 ? rows : [...rows.slice(0, 4), ...rows.slice(-(MOST_ROWS - 4))]
  const valueOf = (row: number | undefined): number => (row === undefined ? 0 : at(firings.value, row))
  return (
    <div className="plane-card" role="group" aria-label="The chosen minute">
      <p>
        The minute from {clock(number * MINUTE)} to {clock(end)}: {formatNumber(at(panes.onTime, i), 0)}{' '}
        events on time, {formatNumber(at(panes.late, i), 0)} late, {formatNumber(at(panes.tooLate, i), 0)} too
        late
        {Number.isNaN(at(panes.closed, i)) ? ' so far' : ''}.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Told</th>
            <th scope="col">Events</th>
            <th scope="col">Change</th>
            <th scope="col">At</th>
            <th scope="col">After its end</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row} className={at(firings.kind, row) === FIRING.early ? 'told-early' : ''}>
              <td>
                {FIRING_NAMES[at(firings.kind, row)]}
                {at(firings.count, row) > 1 && `, ${at(firings.count, row)} times`}
              </td>
              <td>{formatNumber(valueOf(row), 0)}</td>
              <td>{formatChange(valueOf(row) - valueOf(rows[rows.indexOf(row) - 1]), 0)}</td>
              <td>{clock(at(firings.time, row))}</td>
              <td>{at(firings.time, row) < end ? 'before' : span(at(firings.time, row) - end)}</td>
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={5}>nothing yet</td>
            </tr>
          )}
        </tbody>
      </table>
      {hidden > 0 && <p className="muted small">{hidden} more between them.</p>}
      <div className="plane-card-deeds">
        <Button label="Close" tone="quiet" onClick={onClose} />
      </div>
    </div>
  )
}
