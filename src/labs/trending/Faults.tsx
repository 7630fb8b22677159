import type { JSX } from 'react'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import { Button } from '../../ui/Button.tsx'

interface FaultsProps {
  readonly frame: TrendingFrame
  readonly act: (command: unknown, time: number | null, gesture: string | null) => void
}

/** Devices with a wrong clock, in %, once the button is pressed; and as it is usually. */
const MANY_SKEWED = 25
const FEW_SKEWED = 1

/** What can be made to happen, now. Each is a command: going back before it takes it back. */
export function Faults({ frame, act }: FaultsProps): JSX.Element {
  const { going, settings } = frame
  const isSkewed = settings.skew >= MANY_SKEWED
  const give = (command: unknown) => () => act(command, null, null)
  const isOver = frame.now >= frame.end
  return (
    <div className="trending-faults" role="group" aria-label="What happens">
      <Button
        label="Viral title"
        title="A title from far down the list draws a tenth of all choices; press again, and it is over"
        aria-pressed={going.viral}
        disabled={isOver}
        onClick={give({ kind: 'viral', on: !going.viral })}
      />
      <Button
        label="Release"
        title="A title comes out, and a quarter of all viewers change to it within ten seconds"
        aria-pressed={going.released}
        disabled={isOver || going.released}
        onClick={give({ kind: 'release' })}
      />
      <Button
        label="Bots"
        title="Accounts that start and stop one title again and again"
        aria-pressed={going.bots}
        disabled={isOver}
        onClick={give({ kind: 'bots', on: !going.bots })}
      />
      <Button
        label="Crash a collector"
        title="The collector of the first region goes down for five seconds"
        aria-pressed={going.crashed}
        disabled={isOver || going.crashed}
        onClick={give({ kind: 'crash', collector: 0 })}
      />
      <Button
        label="Region silent"
        title="Nothing arrives from the second region for two minutes"
        aria-pressed={going.outage !== null}
        disabled={isOver || going.outage !== null}
        onClick={give({ kind: 'outage', region: 1 })}
      />
      <Button
        label="Wrong clocks"
        title="A quarter of all devices have a clock that is wrong"
        aria-pressed={isSkewed}
        disabled={isOver}
        onClick={give({ kind: 'set', key: 'skew', value: isSkewed ? FEW_SKEWED : MANY_SKEWED })}
      />
      <Button
        label="A flight lands"
        title="Forty passengers deliver what they watched for three hours"
        disabled={isOver || going.flights >= 8}
        onClick={give({ kind: 'flight' })}
      />
      <Button
        label="One film"
        title="One account plays one film of two hours to its end"
        aria-pressed={going.film}
        disabled={isOver || going.film}
        onClick={give({ kind: 'film' })}
      />
    </div>
  )
}
