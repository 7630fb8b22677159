import type { JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import { memberName } from '../../engine/log/groups/codes.ts'
import type { LaneFrame } from '../../engine/log/groups/frame.ts'

const seconds = (time: number): string => `${(time / SECOND).toFixed(2)} s`

/** What came to the chosen group's sink last, and what its members and coordinator said. */
export function Sink({ lane }: { readonly lane: LaneFrame }): JSX.Element {
  const notes = lane.notes.slice(-5).toReversed()
  const isIdempotent = lane.lane === 'idempotent'
  return (
    <div className="sink">
      <table>
        <caption>The sink: what came last</caption>
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">Key</th>
            <th scope="col">Where</th>
            <th scope="col">By</th>
            <th scope="col">At</th>
          </tr>
        </thead>
        <tbody>
          {lane.sink.map((row, i) => (
            <tr key={`${row.record} ${row.time} ${i}`} className={row.isNew ? '' : 'sink-again'}>
              <td>
                {row.record}
                {row.isNew ? '' : isIdempotent ? ' (known, left)' : ' (again)'}
              </td>
              <td>{row.key}</td>
              <td>
                p{row.partition} · {row.offset}
              </td>
              <td>{memberName(row.by)}</td>
              <td>{seconds(row.time)}</td>
            </tr>
          ))}
          {lane.sink.length === 0 && (
            <tr>
              <td colSpan={5}>nothing yet</td>
            </tr>
          )}
        </tbody>
      </table>
      <div className="said">
        <p className="said-title">What the group was told</p>
        {notes.length === 0 ? (
          <p className="said-none">No error so far.</p>
        ) : (
          <ul>
            {notes.map(({ time, text }, i) => (
              <li key={`${time} ${i}`}>
                <span className="said-time">{seconds(time)}</span> {text}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
