import type { JSX } from 'react'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import { Button } from '../../ui/Button.tsx'

interface FaultsProps {
  readonly frame: TrendingFrame
  readonly act: (command: unknown, time: number | null, gesture: string | null) => void
  /** Opens the part of the pipeline that shows what became of it. */
  readonly openPart: (part: string) => void
}

/** Devices with a wrong clock, in %, once the button is pressed; and as it is usually. */
const MANY_SKEWED = 25
const FEW_SKEWED = 1
const MOST_FLIGHTS = 8

interface Fault {
  readonly label: string
  readonly about: string
  /** What pressing it does now; null: nothing. */
  readonly command: unknown
  /** Whether it is under way, for what goes on; absent for what is over at once. */
  readonly isOn?: boolean
  /** The part that shows it. */
  readonly part?: string
}

/** What can be made to happen, now. Each is a command: going back before it takes it back. */
export function Faults({ frame, act, openPart }: FaultsProps): JSX.Element {
  const isOver = frame.now >= frame.end
  return (
    <div className="trending-faults" role="group" aria-label="What happens">
      {faultsOf(frame).map(({ label, about, command, isOn, part }) => (
        <Button
          key={label}
          label={label}
          title={about}
          {...(isOn !== undefined && { 'aria-pressed': isOn })}
          disabled={isOver || (command === null && part === undefined)}
          onClick={() => {
            if (command !== null) act(command, null, null)
            if (part !== undefined) openPart(part)
          }}
        />
      ))}
    </div>
  )
}

function faultsOf({ going, settings }: TrendingFrame): readonly Fault[] {
  const isKeyedBadly = settings.keying === 'title' || settings.keying === 'dedicated'
  const isSkewed = settings.skew >= MANY_SKEWED
  return [
    {
      label: 'Viral title',
      about: 'A title from far down the list draws a tenth of all choices; press again, and it is over',
      command: { kind: 'viral', on: !going.viral },
      isOn: going.viral,
    },
    {
      label: 'Release',
      about: 'A title comes out, and a quarter of all viewers change to it within ten seconds',
      command: going.released ? null : { kind: 'release' },
      isOn: going.released,
    },
    {
      label: 'Bots',
      about: 'Accounts that start and stop one title again and again',
      command: { kind: 'bots', on: !going.bots },
      isOn: going.bots,
    },
    {
      label: 'Crash a collector',
      about: 'The collector of the first region goes down for five seconds',
      command: going.crashed ? null : { kind: 'crash', collector: 0 },
      isOn: going.crashed,
      part: 'stages',
    },
    {
      label: 'Region silent',
      about: 'Nothing arrives from the second region for two minutes',
      command: going.outage === null ? { kind: 'outage', region: 1 } : null,
      isOn: going.outage !== null,
      part: 'world',
    },
    {
      label: 'Skewed partitions',
      about:
        'Events go by their title instead of their user: a few partitions get most of them; press again, and they go by user',
      command: { kind: 'set', key: 'keying', value: isKeyedBadly ? 'user' : 'title' },
      isOn: isKeyedBadly,
      part: 'partitions',
    },
    {
      label: 'Wrong clocks',
      about:
        'A quarter of all devices have a clock that is wrong: see how late events seem by it, as drawn, and how late they are',
      command: { kind: 'set', key: 'skew', value: isSkewed ? FEW_SKEWED : MANY_SKEWED },
      isOn: isSkewed,
      part: 'time',
    },
    {
      label: 'A flight lands',
      about:
        'Forty passengers deliver what they watched for three hours, and whoever else is out of reach finds the network again',
      command: going.flights < MOST_FLIGHTS ? { kind: 'flight' } : null,
      part: 'time',
    },
    {
      label: 'One film',
      about: 'One account plays one film of two hours to its end',
      command: going.film ? null : { kind: 'film' },
      isOn: going.film,
      part: 'stages',
    },
  ]
}
