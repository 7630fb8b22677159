import { useState, type JSX } from 'react'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import { segmentAt } from './segments.ts'
import { duration, grouped, ROLL_WORDS } from './words.ts'
import { WideBox } from '../../ui/WideBox.tsx'

const MAX_ROWS = 300

/** The picture once more as a table. */
export function SegmentTable({ frame }: { readonly frame: TopicFrame }): JSX.Element {
  const [open, setOpen] = useState(false)
  const count = frame.segments.base.length
  return (
    <details className="log-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Segments and cursors as tables</summary>
      {open && (
        <>
          <WideBox name="Cursors">
            <Cursors frame={frame} />
          </WideBox>
          <WideBox name="Segments">
            <table>
              <thead>
                <tr>
                  {[
                    'Partition',
                    'First offset',
                    'Last offset',
                    'Records',
                    'Bytes',
                    'Opened by',
                    'Latest record',
                    'Index entries',
                  ].map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {Array.from({ length: Math.min(MAX_ROWS, count) }, (_, row) => (
                  <SegmentRow key={row} frame={frame} row={row} />
                ))}
              </tbody>
            </table>
          </WideBox>
          {count > MAX_ROWS && (
            <p className="muted">
              The first {MAX_ROWS} of {grouped(count)} segments.
            </p>
          )}
        </>
      )}
    </details>
  )
}

function SegmentRow({ frame, row }: { readonly frame: TopicFrame; readonly row: number }): JSX.Element {
  const { partition, base, end, records, bytes, openedBy, largestTimestamp, indexEntries, isActive } =
    segmentAt(frame, row)
  return (
    <tr>
      <th scope="row">{partition}</th>
      <td>{grouped(base)}</td>
      <td>{end > base ? grouped(end - 1) : '–'}</td>
      <td>{grouped(records)}</td>
      <td>{grouped(bytes)}</td>
      <td>
        {ROLL_WORDS[openedBy]}
        {isActive ? ', being written' : ''}
      </td>
      <td>{largestTimestamp < 0 ? '–' : `${duration(frame.logNow - largestTimestamp)} ago`}</td>
      <td>{grouped(indexEntries)}</td>
    </tr>
  )
}

function Cursors({ frame }: { readonly frame: TopicFrame }): JSX.Element {
  const { partitions, groups } = frame
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Partition</th>
          <th scope="col">Log start</th>
          <th scope="col">Log end = high watermark</th>
          {groups.map(({ id, letter }) => (
            <th key={id} scope="col">
              {letter}: position (committed)
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from(partitions.logEnd, (end, i) => (
          <tr key={i}>
            <th scope="row">{i}</th>
            <td>{grouped(partitions.logStart[i] ?? 0)}</td>
            <td>{grouped(end)}</td>
            {groups.map(({ id, position, committed }) => (
              <td key={id}>
                {grouped(position[i] ?? 0)} ({grouped(committed[i] ?? 0)})
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
