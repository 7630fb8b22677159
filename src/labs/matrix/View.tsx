import { useRef, type JSX, type KeyboardEvent } from 'react'
import { at } from '../../shared/assert.ts'
import { COLUMNS } from '../../engine/flow/matrix/codes.ts'
import type { MatrixFrame } from '../../engine/flow/matrix/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { usePictureBox } from '../../view/use-size.ts'
import { CellDetail } from './CellDetail.tsx'
import { layOut } from './layout.ts'
import { MatrixSvg } from './MatrixSvg.tsx'
import { pairsOf, tell } from './words.ts'
import './style.css'

/** How far a key goes in the matrix. */
const MOVES: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -COLUMNS.length,
  ArrowDown: COLUMNS.length,
}

/** The lab's picture: the matrix with a button on every cell, and the chosen cell in full below. */
export function View({ frame, selected, select, compact }: LabViewProps<MatrixFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const buttons = useRef<HTMLDivElement>(null)
  const layout = layOut(width, compact)
  const pairs = pairsOf(frame)
  const found = pairs.findIndex(({ id }) => id === selected)
  const chosen = Math.max(0, found)
  const pair = at(pairs, chosen)

  const move = (event: KeyboardEvent): void => {
    const by = MOVES[event.key]
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const next = chosen + by
    if (next < 0 || next >= pairs.length) return
    event.preventDefault()
    event.stopPropagation()
    select(at(pairs, next).id)
    buttons.current?.querySelectorAll('button')[next]?.focus()
  }

  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <div className="matrix-frame">
        <MatrixSvg frame={frame} width={width} compact={compact} selected={pair} />
        <div
          className="matrix-buttons"
          role="group"
          aria-label="Cells of the matrix"
          ref={buttons}
          onKeyDown={move}
        >
          {pairs.map((cell, i) => {
            const { top } = at(layout.rows, Math.floor(i / COLUMNS.length))
            return (
              <button
                key={cell.id}
                type="button"
                className="matrix-button"
                aria-label={tell(cell)}
                aria-pressed={i === found}
                tabIndex={i === chosen ? 0 : -1}
                style={{
                  left: `${(100 * at(layout.columns, i % COLUMNS.length)) / width}%`,
                  top: `${(100 * top) / layout.height}%`,
                  width: `${(100 * layout.cellWidth) / width}%`,
                  height: `${(100 * layout.cellHeight) / layout.height}%`,
                }}
                onClick={() => select(i === found ? null : cell.id)}
              />
            )
          })}
        </div>
      </div>
      {!compact && (
        <>
          <p className="lab-note">
            <span className="matrix-legend-hand">Drawn by hand:</span> the slide’s choice and its marks, and
            what the strategy comes to as drawn; struck through where the run says otherwise. In print: the
            same, carried out with care. The line at a cell’s foot is its backlog.
          </p>
          <CellDetail pair={pair} />
        </>
      )}
    </div>
  )
}
