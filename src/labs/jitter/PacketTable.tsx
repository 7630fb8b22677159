import { useState, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { FATE, JOURNEY } from '../../engine/jitter/fate.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import { WideBox } from '../../ui/WideBox.tsx'

const MAX_ROWS = 200

const FATE_WORDS: Readonly<Record<number, string>> = {
  [FATE.travelling]: 'not here yet',
  [FATE.waiting]: 'waiting',
  [FATE.played]: 'shown',
  [FATE.late]: 'too late',
  [FATE.lost]: 'lost',
  [FATE.overwritten]: 'pushed out',
  [FATE.dropped]: 'dropped',
}

/** The picture once more as a table: what stands in the columns is what is drawn. */
export function PacketTable({ frame }: { readonly frame: JitterFrame }): JSX.Element {
  const [open, setOpen] = useState(false)
  return (
    <details className="packet-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The packets in view as a table</summary>
      {open && <Rows frame={frame} />}
    </details>
  )
}

function Rows({ frame }: { readonly frame: JitterFrame }): JSX.Element {
  const { packets, lanes } = frame
  const first = Math.max(0, packets.number.length - MAX_ROWS)
  const rows = Array.from({ length: packets.number.length - first }, (_, i) => first + i)
  const seconds = (time: number): string => (Number.isNaN(time) ? '–' : (time / 1e6).toFixed(3))
  return (
    <WideBox name="Packets in view">
      <table>
        <thead>
          <tr>
            <th scope="col">Packet</th>
            <th scope="col">Sent (s)</th>
            <th scope="col">Arrived (s)</th>
            <th scope="col">Took (ms)</th>
            {lanes.map(({ about, summary }) => (
              <th key={summary.policy} scope="col">
                {about.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const sent = at(packets.sent, row)
            const hasArrived = packets.journey[row] === JOURNEY.arrived
            const arrived = hasArrived ? at(packets.arrived, row) : Number.NaN
            return (
              <tr key={at(packets.number, row)}>
                <th scope="row">{at(packets.number, row)}</th>
                <td>{seconds(sent)}</td>
                <td>{packets.journey[row] === JOURNEY.lost ? 'lost' : seconds(arrived)}</td>
                <td>{hasArrived ? ((arrived - sent) / 1_000).toFixed(1) : '–'}</td>
                {lanes.map(({ fate, shownAt, summary }) => (
                  <td key={summary.policy}>
                    {FATE_WORDS[at(fate, row)]}
                    {fate[row] === FATE.played && ` ${seconds(at(shownAt, row))}`}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </WideBox>
  )
}
