import { useEffect, useRef, useState, type JSX, type KeyboardEvent } from 'react'
import type { Row } from '../../inspector/protocol.ts'
import { Icon } from '../../ui/icons.tsx'
import type { OpenFile } from './use-inspector.ts'
import { useRows } from './use-rows.ts'
import { FAULTS, isFaulty, offsets, sayRow, size } from './words.ts'

const ROW_PX = 34
/** Browsers draw nothing taller than some 17 million pixels; beyond this the list is scrolled in leaps. */
const MOST_PX = 8_000_000
const SPARE_ROWS = 4

interface BatchListProps {
  readonly file: OpenFile
  readonly chosen: number
  readonly onChoose: (row: number) => void
}

/** All stretches of the file in their order. However many there are, only those in view are in the page. */
export function BatchList({ file, chosen, onChoose }: BatchListProps): JSX.Element {
  const { rows: total } = file.overview
  const list = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 400 })
  const height = Math.min(MOST_PX, total * ROW_PX)
  const room = Math.max(0, height - view.height)
  const leap = room === 0 ? 0 : (total * ROW_PX - view.height) / room
  const scrolled = Math.min(room, view.top) * leap
  const first = Math.max(0, Math.floor(scrolled / ROW_PX) - SPARE_ROWS)
  const last = Math.min(total, Math.ceil((scrolled + view.height) / ROW_PX) + SPARE_ROWS)
  const rows = useRows(file, first, last)

  useEffect(() => {
    const box = list.current
    if (box === null) return
    const measure = (): void => setView({ top: box.scrollTop, height: box.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    measure()
    return () => observer.disconnect()
  }, [file])

  // What is chosen elsewhere (a problem, a key) comes into view.
  useEffect(() => {
    const box = list.current
    if (box === null || leap === 0) return
    const at = chosen * ROW_PX
    const shown = Math.min(room, box.scrollTop) * leap
    if (at < shown) box.scrollTop = at / leap
    else if (at + ROW_PX > shown + box.clientHeight) box.scrollTop = (at + ROW_PX - box.clientHeight) / leap
  }, [chosen, leap, room])

  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(view.height / ROW_PX) - 1)
    const next = wanted(event.key, chosen, page, total)
    if (next === null) return
    event.preventDefault()
    onChoose(Math.max(0, Math.min(total - 1, next)))
  }

  return (
    <div className="batch-list">
      <Head />
      <div
        ref={list}
        className="batch-scroll"
        role="listbox"
        aria-label="Batches of the file"
        tabIndex={0}
        aria-activedescendant={`batch-${chosen}`}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget }) =>
          setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
        }
      >
        <div role="presentation" style={{ height }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i).map((n) => (
            <Line
              key={n}
              n={n}
              total={total}
              row={rows.get(n) ?? null}
              isChosen={n === chosen}
              top={n * ROW_PX - scrolled + Math.min(room, view.top)}
              onChoose={onChoose}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

const Head = (): JSX.Element => (
  <div className="batch-row batch-head" aria-hidden="true">
    <span className="batch-cells">
      <span>offsets</span>
      <span>records</span>
      <span>packed</span>
      <span>size</span>
      <span>at byte</span>
    </span>
  </div>
)

interface LineProps {
  readonly n: number
  readonly total: number
  /** Null until it has been read. */
  readonly row: Row | null
  readonly isChosen: boolean
  readonly top: number
  readonly onChoose: (row: number) => void
}

function Line({ n, total, row, isChosen, top, onChoose }: LineProps): JSX.Element {
  const fault = row === null ? '' : FAULTS[row.kind]
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the list has the keys
    <div
      id={`batch-${n}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-posinset={n + 1}
      aria-setsize={total}
      className={`batch-row ${row === null ? '' : `batch-${row.kind}`}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onChoose(n)}
    >
      <span className="batch-cells" aria-hidden="true">
        <span>{row === null ? '…' : offsets(row)}</span>
        {row !== null && fault !== '' ? (
          <span className="batch-fault">
            {isFaulty(row.kind) && <Icon name="warning" />}
            {fault}
          </span>
        ) : (
          <>
            <span>{row?.count?.toLocaleString('en')}</span>
            <span>{row?.compression === 'none' ? '' : row?.compression}</span>
          </>
        )}
        <span>{row === null ? '' : size(row.bytes)}</span>
        <span>{row?.at.toLocaleString('en')}</span>
      </span>
      <span className="visually-hidden">{row === null ? `batch ${n + 1}` : sayRow(row)}</span>
    </div>
  )
}

/** Where a key leads; null for one that leads nowhere. */
function wanted(key: string, chosen: number, page: number, total: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return chosen + 1
    case 'ArrowUp':
      return chosen - 1
    case 'PageDown':
      return chosen + page
    case 'PageUp':
      return chosen - page
    case 'Home':
      return 0
    case 'End':
      return total - 1
    default:
      return null
  }
}
