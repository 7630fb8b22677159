import { useState, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'
import { WideBox } from '../../ui/WideBox.tsx'

const MAX_ROWS = 200

/** The picture once more as a table: what stands in the columns is what is drawn. */
export function SegmentTable({ frame }: { readonly frame: FilmFrame }): JSX.Element {
  const [open, setOpen] = useState(false)
  return (
    <details className="segment-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The segments in view as a table</summary>
      {open && (
        <WideBox name="Segments in view">
          <table>
            <thead>
              <tr>
                <th scope="col">Film</th>
                <th scope="col">Segment</th>
                <th scope="col">kbit/s</th>
                <th scope="col">Asked for (s)</th>
                <th scope="col">In hand then (s)</th>
                <th scope="col">Here (s)</th>
                <th scope="col">Shown (s)</th>
              </tr>
            </thead>
            <tbody>
              {frame.films.map((film) => (
                <Rows key={film.lane} film={film} ladder={frame.ladder} />
              ))}
            </tbody>
          </table>
        </WideBox>
      )}
    </details>
  )
}

interface RowsProps {
  readonly film: PlayerFrame
  readonly ladder: readonly number[]
}

function Rows({ film: { name, segments }, ladder }: RowsProps): JSX.Element {
  const first = Math.max(0, segments.number.length - MAX_ROWS)
  const rows = Array.from({ length: segments.number.length - first }, (_, i) => first + i)
  const seconds = (time: number): string => (Number.isNaN(time) ? '–' : (time / 1e6).toFixed(2))
  return (
    <>
      {rows.map((row) => (
        <tr key={row}>
          <th scope="row">{name}</th>
          <td>{at(segments.number, row)}</td>
          <td>{at(ladder, at(segments.level, row))}</td>
          <td>{seconds(at(segments.asked, row))}</td>
          <td>{seconds(at(segments.held, row))}</td>
          <td>{seconds(at(segments.arrived, row))}</td>
          <td>{seconds(at(segments.shown, row))}</td>
        </tr>
      ))}
    </>
  )
}
