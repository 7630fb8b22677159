import { Fragment, useState, type JSX } from 'react'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Region } from '../ui/Region.tsx'
import { WideBox } from '../ui/WideBox.tsx'
import type { LaneReadout, MeasureSpec } from './define-lab.ts'
import { Explanation } from './Explanation.tsx'
import { formatNumber } from './format.ts'
import { useFrame, useStage } from './context.ts'

/**
 * The lab's numbers, a column a lane: the essential ones, or all of them by group. Each name explains itself when
 * pressed, and each number lists what is behind it.
 */
export function Measures(): JSX.Element | null {
  const { controller } = useStage()
  const shown = useFrame()
  const [showsAll, setShowsAll] = useState(false)
  if (shown === null) return null
  const { measures } = controller.lab
  const lanes = controller.lab.lanes(shown.frame)
  const hasMore = measures.some(({ essential }) => essential === true)
  return (
    <Region name="Measures" className="measures">
      {lanes.map((lane) => (
        <Conservation key={lane.id} lane={lane} />
      ))}
      <WideBox name="Table of measures">
        <table>
          <thead>
            <tr>
              <th scope="col">Measure</th>
              {lanes.map((lane) => (
                <th key={lane.id} scope="col" className={`lane-name lane-${lane.origin}`}>
                  <Popover className="term" label={lane.name}>
                    <p>{lane.summary}</p>
                  </Popover>
                </th>
              ))}
            </tr>
          </thead>
          {groupsOf(measures, showsAll || !hasMore).map(({ name, rows }) => (
            <tbody key={name}>
              {name !== '' && (
                <tr className="measure-group">
                  <th scope="rowgroup" colSpan={lanes.length + 1}>
                    <span>{name}</span>
                  </th>
                </tr>
              )}
              {rows.map(({ measure, column }) => (
                <MeasureRow key={measure.id} measure={measure} column={column} lanes={lanes} />
              ))}
            </tbody>
          ))}
        </table>
      </WideBox>
      {hasMore && (
        <Button
          label={showsAll ? 'Only the essential measures' : `All ${measures.length} measures`}
          tone="quiet"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
        />
      )}
      <Explanation lanes={lanes} />
    </Region>
  )
}

/** A measure, and which of a lane's values is its own. */
interface Row {
  readonly measure: MeasureSpec
  readonly column: number
}

/** The measures to show: all, group by group, or the essential ones without headings. */
function groupsOf(
  measures: readonly MeasureSpec[],
  all: boolean,
): readonly { readonly name: string; readonly rows: readonly Row[] }[] {
  const rows = measures.map((measure, column): Row => ({ measure, column }))
  if (!all) return [{ name: '', rows: rows.filter(({ measure }) => measure.essential === true) }]
  const names = [...new Set(measures.map(({ group = '' }) => group))]
  return names.map((name) => ({ name, rows: rows.filter(({ measure }) => (measure.group ?? '') === name) }))
}

function MeasureRow({
  measure,
  column,
  lanes,
}: Row & { readonly lanes: readonly LaneReadout[] }): JSX.Element {
  const { controller } = useStage()
  return (
    <tr>
      <th scope="row">
        <MeasureName measure={measure} />
      </th>
      {lanes.map((lane) => (
        <td key={lane.id}>
          <button
            type="button"
            className="number"
            title="What is behind this number?"
            onClick={() => void controller.explain(lane.id, measure.id)}
          >
            {formatNumber(lane.values[column] ?? Number.NaN, measure.digits)}
            {measure.unit !== '' && <span className="unit"> {measure.unit}</span>}
          </button>
        </td>
      ))}
    </tr>
  )
}

function MeasureName({ measure }: { readonly measure: MeasureSpec }): JSX.Element {
  return (
    <Popover className="term" label={measure.label}>
      <p>{measure.definition}</p>
      {measure.unit !== '' && <p className="muted">Unit: {measure.unit}</p>}
    </Popover>
  )
}

/** The invariant, written out with today's numbers: 300 = 297 + 3 + 0. A sum that does not hold is a bug, and red. */
function Conservation({ lane }: { readonly lane: LaneReadout }): JSX.Element {
  const [whole, ...parts] = lane.conservation
  const sum = parts.reduce((total, part) => total + part.count, 0)
  const holds = whole?.count === sum
  const verdict = holds ? 'the sum holds' : 'the sum does not hold'
  return (
    <p className={`conservation ${holds ? '' : 'conservation-broken'}`}>
      <b className={`lane-name lane-${lane.origin}`}>{lane.name}</b>
      <span className="conservation-sum">
        <Term label={whole?.label ?? ''} count={whole?.count ?? 0} /> ={' '}
        {parts.map((part, i) => (
          <Fragment key={part.label}>
            {i > 0 && ' + '}
            <span className="sum-part">
              <Term label={part.label} count={part.count} />
              {i === parts.length - 1 && (
                <span className="holds" title={verdict}>
                  <Icon name={holds ? 'check' : 'warning'} />
                  <span className="visually-hidden">{verdict}</span>
                </span>
              )}
            </span>
          </Fragment>
        ))}
      </span>
    </p>
  )
}

const Term = ({ label, count }: { readonly label: string; readonly count: number }): JSX.Element => (
  <span className="sum-term">
    {label} <b>{count.toLocaleString('en')}</b>
  </span>
)
