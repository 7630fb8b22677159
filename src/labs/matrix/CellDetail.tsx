import type { JSX } from 'react'
import { COLUMN_LABELS, DRAWN, markOf } from '../../engine/flow/matrix/codes.ts'
import type { CellFrame } from '../../engine/flow/matrix/frame.ts'
import type { Need } from '../../engine/flow/matrix/needs.ts'
import { Region } from '../../ui/Region.tsx'
import { isContradicted, span, type Pair } from './words.ts'

/** The chosen cell in full: as drawn beside with care. */
export function CellDetail({ pair }: { readonly pair: Pair }): JSX.Element {
  const { row, column } = pair
  return (
    <Region name="The chosen cell" className="matrix-detail">
      <p className="matrix-detail-title">
        <b>
          {DRAWN[row].label}, {COLUMN_LABELS[column].toLowerCase()}
        </b>{' '}
        <span className="matrix-says">{saying(pair)}</span>
      </p>
      <div className="matrix-manners">
        <Manner cell={pair.drawn} title="As drawn" />
        <Manner cell={pair.careful} title="With care" />
      </div>
    </Region>
  )
}

const SAYS = { yes: 'yes', no: 'no', depends: 'it depends' } as const

/** What the slide has to say of it, and whether the run bears it out. */
function saying(pair: Pair): string {
  const mark = markOf(pair.row, pair.column)
  const isBest = DRAWN[pair.row].choice === pair.column
  if (mark === null && !isBest) return 'the slide’s table has no column for it'
  const words = isBest
    ? `the slide’s best choice: ${DRAWN[pair.row].best}`
    : `the slide says: ${SAYS[mark ?? 'no']}`
  return isContradicted(pair) ? `${words}; as drawn, the run says otherwise` : words
}

function Manner({ cell, title }: { readonly cell: CellFrame; readonly title: string }): JSX.Element {
  const { offered, served, lost, lostWithSender, held, waiting, workers, workerSeconds, oldestMs } = cell
  const count = (value: number): string => value.toLocaleString('en')
  return (
    <div className={`matrix-manner matrix-manner-${cell.manner}`}>
      <p className="matrix-manner-title">
        {title}: {cell.isMet ? 'has what it needs' : 'does not have what it needs'}
      </p>
      <p>{cell.sentence}</p>
      <ul>
        {cell.needs.map((need) => (
          <li key={need.id} className={need.isMet ? 'is-met' : 'is-missed'}>
            <span aria-hidden="true">{need.isMet ? '✓' : '✗'}</span> {tellNeed(need)}
          </li>
        ))}
      </ul>
      <p className="matrix-sum">
        {count(offered)} offered = {count(served)} served + {count(lost)} lost + {count(held)} held +{' '}
        {count(waiting)} waiting
      </p>
      <p className="matrix-sum">
        {lostWithSender > 0 && `${count(lostWithSender)} of the lost died with their sender. `}
        {oldestMs > 0 && `The oldest has been here for ${span(oldestMs)}. `}
        {workers} {workers === 1 ? 'worker' : 'workers'}, {Math.round(workerSeconds)} worker-seconds paid.
      </p>
    </div>
  )
}

function tellNeed({ id, label, measured, limit, unit, digits, isMet }: Need): string {
  const number = Number.isNaN(measured)
    ? 'nothing yet'
    : `${measured.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`
  return `${label}: ${number} (${id === 'shown' ? 'at least' : 'at most'} ${limit.toLocaleString('en')}), ${isMet ? 'met' : 'not met'}`
}
