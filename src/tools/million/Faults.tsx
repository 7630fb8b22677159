import type { JSX } from 'react'
import { BOTS, SPELLS, type Fault } from '../../ingest/protocol.ts'
import type { Report } from '../../ingest/report.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import type { Million } from './use-million.ts'
import { whole } from './words.ts'

const BUTTONS: readonly { readonly fault: Fault; readonly label: string; readonly about: string }[] = [
  {
    fault: 'viral',
    label: 'A title goes viral',
    about: `One in ten of all choices falls on a title far down the list, for ${SPELLS.viral / 60} minutes of event time.`,
  },
  {
    fault: 'release',
    label: 'A title comes out',
    about: `A quarter of all viewers change to it within ten seconds, and a quarter of all choices fall on it for ${SPELLS.release / 60} minutes.`,
  },
  { fault: 'bots', label: 'Bots', about: `${whole(BOTS)} accounts that start and stop one title for ever.` },
  {
    fault: 'crash',
    label: 'A collector crashes',
    about: 'What it had not handed on is sent again by its clients; as drawn it is lost.',
  },
  {
    fault: 'outage',
    label: 'Europe is cut off',
    about: `Nothing arrives from there for ${SPELLS.outage} s; then all of it does, late.`,
  },
  {
    fault: 'landing',
    label: 'A flight lands',
    about: 'Whoever is out of reach is back within ten seconds, with hours of events.',
  },
]

/** What can go wrong, as buttons: each is a command to the run, and changes no other event. */
export function Faults({
  report,
  million,
}: {
  readonly report: Report
  readonly million: Million
}): JSX.Element {
  const isAlive = million.status === 'running' || million.status === 'paused'
  const isOn = (fault: Fault): boolean => report[`${fault}On`] === 1
  return (
    <Region name="Something happens" className="panel">
      <h2>Something happens</h2>
      <ul className="million-faults">
        {BUTTONS.map(({ fault, label, about }) => (
          <li key={fault}>
            <Button
              label={label}
              disabled={!isAlive}
              aria-pressed={isOn(fault)}
              onClick={() => million.press(fault)}
            />
            <span className="muted small">{about}</span>
          </li>
        ))}
      </ul>
      <p role="status" className="muted small">
        {million.said}
      </p>
    </Region>
  )
}
