import { useState, type JSX } from 'react'
import type { LaneFrame, LedgerRow, ReplicationFrame } from '../../engine/log/replication/frame.ts'
import { Region } from '../../ui/Region.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { WideBox } from '../../ui/WideBox.tsx'

/** Beside the picture, of one lane at a time: what was lost, what happened, and the brokers' metrics. */
export function LanePanel({ frame }: { readonly frame: ReplicationFrame }): JSX.Element | null {
  const [chosen, setChosen] = useState<LaneFrame['lane']>('kafka')
  const lane = frame.lanes.find(({ lane: id }) => id === chosen) ?? frame.lanes[0]
  if (lane === undefined) return null
  return (
    <Region name="One lane in words" className="lane-panel">
      <LossList frame={frame} />
      <Segmented
        label="Lane"
        options={frame.lanes.map(({ lane: id, name }) => ({ value: id, label: name }))}
        value={lane.lane}
        onChange={(value) => setChosen(value as LaneFrame['lane'])} // the options are these
      />
      <div className="lane-cards">
        <EventLog lane={lane} />
        {lane.isKafka && <MetricsCard lane={lane} />}
      </div>
    </Region>
  )
}

const seconds = (time: number): string => (time / 1e6).toFixed(2)

/** Every record that a client was told "ok" of and that is gone, lane by lane, record by record. */
function LossList({ frame }: { readonly frame: ReplicationFrame }): JSX.Element {
  const losers = frame.lanes.filter(({ summary }) => summary.lost > 0)
  return (
    <div className="loss-list">
      <h3>Told “ok”, and gone</h3>
      {losers.length === 0 && <p className="muted">Nothing so far, in any lane.</p>}
      {losers.map(({ lane, name, lost, summary }) => (
        <div key={lane} className="loss-lane">
          <p>
            <b className={lane === 'whiteboard' ? 'loss-sketch' : ''}>{name}</b>: {summary.lost}{' '}
            {summary.lost === 1 ? 'record' : 'records'}
            {lost.length < summary.lost && `, the newest ${lost.length} of them here`}
          </p>
          <WideBox name={`${name}: lost records`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Record</th>
                  <th scope="col">“ok” from</th>
                  <th scope="col">Offset</th>
                  <th scope="col">Told (s)</th>
                  <th scope="col">Found missing (s)</th>
                  <th scope="col">Was read</th>
                </tr>
              </thead>
              <tbody>
                {lost.map((row) => (
                  <Loss key={row.id} row={row} />
                ))}
              </tbody>
            </table>
          </WideBox>
        </div>
      ))}
    </div>
  )
}

function Loss({ row }: { readonly row: LedgerRow }): JSX.Element {
  return (
    <tr>
      <th scope="row">{row.id}</th>
      <td>broker {row.okBy}</td>
      <td>{row.offset < 0 ? '–' : row.offset}</td>
      <td>{seconds(row.endedAt)}</td>
      <td>{seconds(row.lostAt)}</td>
      <td>{row.timesRead > 0 ? 'yes' : 'no'}</td>
    </tr>
  )
}

function EventLog({ lane }: { readonly lane: LaneFrame }): JSX.Element {
  const rows = lane.journal.slice(-14).toReversed()
  return (
    <div className="event-log">
      <h3>Event log, newest first</h3>
      {rows.length === 0 && <p className="muted">Nothing worth a line yet.</p>}
      <ol>
        {rows.map(({ time, kind, text, times }) => (
          <li key={`${time} ${text}`} className={`event event-${kind}`}>
            <span className="event-time">{Math.round(time / 1_000).toLocaleString('en')} ms</span>
            <span>
              {text}
              {times > 1 && ` (${times} times)`}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

function MetricsCard({ lane }: { readonly lane: LaneFrame }): JSX.Element {
  return (
    <div className="metrics-card">
      <h3>Brokers’ metrics (rates as counts so far)</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Was: before the last fault</th>
            <th scope="col">Was</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {lane.metrics.map(({ name, was, now }) => (
            <tr key={name} className={now === was ? '' : 'metric-changed'}>
              <th scope="row">{name}</th>
              <td>{was}</td>
              <td>
                {now}
                {now !== was && <span className="delta"> {now > was ? '▲' : '▼'}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
