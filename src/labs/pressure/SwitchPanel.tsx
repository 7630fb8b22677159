import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { Button } from '../../ui/Button.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { sayCount, saySignal, sayStrategy } from './words.ts'

/** So many of the newest are listed. */
const LISTED = 10

interface SwitchPanelProps {
  readonly frame: PressureFrame
  /** The lane pointed at; null for the one that switched most. */
  readonly chosen: string | null
  readonly onChoose: (lane: string) => void
  readonly seek: (time: number) => void
}

/** The newest switches of one lane, each by signal and threshold. Null where no lane ever switched. */
export function SwitchPanel({ frame, chosen, onChoose, seek }: SwitchPanelProps): JSX.Element | null {
  const switching = frame.lanes.filter(({ switches }) => switches > 0)
  const [most] = switching.toSorted((a, b) => b.switches - a.switches)
  const lane = switching.find((one) => one.lane === chosen) ?? most
  if (lane === undefined) return null
  return (
    <details className="pressure-panel">
      <summary>
        Switches of strategy: {lane.name}, {sayCount(lane.switches)} so far
      </summary>
      <div className="panel-choices" role="group" aria-label="Whose switches">
        {switching.map((one) => (
          <Button
            key={one.lane}
            label={`${one.name}: ${sayCount(one.switches)}`}
            aria-pressed={one === lane}
            onClick={() => onChoose(one.lane)}
          />
        ))}
      </div>
      <p className="small">{sentenceOf(lane)}</p>
      <SwitchTable lane={lane} seek={seek} />
    </details>
  )
}

function sentenceOf({ bands, switches, switchesPerSecond }: LaneFrame): string {
  const listed = Math.max(0, bands.time.length - 1)
  const rate = switchesPerSecond >= 10 ? sayCount(switchesPerSecond) : switchesPerSecond.toFixed(2)
  const rest =
    bands.leftOut > 0 ? ` ${sayCount(bands.leftOut)} older ones in view are told by shares only.` : ''
  return `${sayCount(switches)} since the start, ${rate} a second; the newest ${Math.min(LISTED, listed)} in view:${rest}`
}

function SwitchTable({
  lane: { bands },
  seek,
}: {
  readonly lane: LaneFrame
  readonly seek: (time: number) => void
}): JSX.Element {
  const rows = Array.from({ length: Math.max(0, bands.time.length - 1) }, (_, i) => bands.time.length - 1 - i)
  return (
    <WideBox name="Table of switches">
      <table>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Because</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, LISTED).map((row) => {
            const time = at(bands.time, row)
            return (
              <tr key={row}>
                <th scope="row">
                  <button type="button" className="number" title="Go there" onClick={() => seek(time)}>
                    {(time / 1e6).toFixed(4)} s
                  </button>
                </th>
                <td>{sayStrategy(at(bands.strategy, row - 1))}</td>
                <td>{sayStrategy(at(bands.strategy, row))}</td>
                <td>{saySignal(at(bands.signal, row), at(bands.value, row), at(bands.threshold, row))}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </WideBox>
  )
}
