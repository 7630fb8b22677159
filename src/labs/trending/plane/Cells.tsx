import type { JSX } from 'react'
import { at } from '../../../shared/assert.ts'
import { FIRING } from '../../../engine/ingest/plane/codes.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'
import { rect } from '../../../view/paths.ts'
import { MINUTE, short, type PlaneLayout } from './layout.ts'

interface CellsProps {
  readonly plane: PlaneFrame
  readonly layout: PlaneLayout
  readonly chosen: number | null
}

const ROOM_FOR_VALUE = 17
const ROOM_FOR_EARLY = 34
const LABEL_WIDTH = 46
const LETTER = 6.4

/** The minutes as cells: open, told and still taking what is late, closed; with what was told of each, and when. */
export function Cells({ plane, layout, chosen }: CellsProps): JSX.Element {
  const { x, left } = layout
  const { panes, now } = plane
  const paths = { open: '', told: '', outline: '', closed: '' }
  for (let i = 0; i < panes.number.length; i++) {
    const { top, height } = rowOf(layout, at(panes.number, i))
    const opened = Math.max(left - 2, x(at(panes.opened, i)))
    const end = x(orNow(at(panes.closed, i), now))
    if (end < left) continue
    const first = Math.min(end, Math.max(opened, x(orNow(at(panes.first, i), now))))
    paths.open += rect(opened, top, first - opened, height)
    paths.told += rect(first, top, end - first, height)
    const outline = rect(opened, top, end - opened, height)
    if (Number.isNaN(at(panes.closed, i))) paths.outline += outline
    else paths.closed += outline
  }
  return (
    <g className="cells">
      <path className="cell-open" d={paths.open} />
      <path className="cell-told" d={paths.told} />
      <path className="cell-outline" d={paths.outline} />
      <path className="cell-closed" d={paths.closed} />
      <Chosen plane={plane} layout={layout} chosen={chosen} />
      <Firings plane={plane} layout={layout} />
    </g>
  )
}

const orNow = (time: number, now: number): number => (Number.isNaN(time) ? now : Math.min(time, now))

/** Where the row of a minute is, a little apart from its neighbours. */
function rowOf(
  { y, minute }: PlaneLayout,
  number: number,
): { readonly top: number; readonly height: number } {
  const gap = minute > 8 ? 1 : 0
  return { top: y((number + 1) * MINUTE) + gap, height: Math.max(1, minute - 2 * gap) }
}

function Chosen({ plane, layout, chosen }: CellsProps): JSX.Element | null {
  const { panes, now } = plane
  const i = chosen === null ? -1 : panes.number.indexOf(chosen)
  if (i < 0) return null
  const { top, height } = rowOf(layout, at(panes.number, i))
  const from = Math.max(layout.left, layout.x(at(panes.opened, i)))
  const to = layout.x(orNow(at(panes.closed, i), now))
  return <path className="cell-chosen" d={rect(from, top, to - from, height)} />
}

/** What was told: a mark at each time, and where there is room the number that was given. */
function Firings({ plane, layout }: Pick<CellsProps, 'plane' | 'layout'>): JSX.Element {
  const { x, minute, left, right } = layout
  const { firings, panes, now } = plane
  const paths = { early: '', first: '', update: '', final: '' }
  const values: JSX.Element[] = []
  /** Where the last number of each row ends. */
  const taken = new Map<number, number>()
  const guessed = new Map<number, string>()
  const size = Math.max(2, Math.min(4.5, minute / 5))
  for (let i = 0; i < firings.time.length; i++) {
    const cx = x(at(firings.time, i))
    const number = at(firings.pane, i)
    const { top, height } = rowOf(layout, number)
    if (cx < left || top > layout.bottom || top + height < layout.top) continue
    const cy = top + height / 2
    const kind = at(firings.kind, i)
    if (kind === FIRING.early) paths.early += diamond(cx, cy, size)
    else if (kind === FIRING.first) paths.first += diamond(cx, cy, size + 0.5)
    else if (kind === FIRING.update) paths.update += `M${cx},${cy - size}V${cy + size}`
    else paths.final += rect(cx - 1.5, top, 3, height)
    const pane = panes.number.indexOf(number)
    const late = pane < 0 ? 0 : at(panes.late, pane)
    const text = valueText(kind, at(firings.value, i), late)
    const room = kind === FIRING.early ? ROOM_FOR_EARLY : ROOM_FOR_VALUE
    const from = cx + size + 3
    const wide = text.length * LETTER
    if (
      text === '' ||
      minute < room ||
      from < (taken.get(number) ?? 0) ||
      from + wide > (kind === FIRING.early ? x(now) : right)
    )
      continue
    if (kind === FIRING.early && (guessed.get(number) === text || collides(plane, layout, pane, from)))
      continue
    guessed.set(number, text)
    taken.set(number, from + wide)
    values.push(
      <text
        key={`${number} ${kind} ${i}`}
        className={kind === FIRING.early ? 'value value-early' : 'value'}
        x={from}
        y={cy + 0.5}
        dominantBaseline="central"
      >
        {text}
      </text>,
    )
  }
  return (
    <>
      <path className="fire-update" d={paths.update} />
      <path className="fire-early" d={paths.early} />
      <path className="fire-first" d={paths.first} />
      <path className="fire-final" d={paths.final} />
      {values}
    </>
  )
}

/** Whether a number of a guess would run into the mark of the result. */
function collides({ panes }: PlaneFrame, { x }: PlaneLayout, pane: number, from: number): boolean {
  const first = pane < 0 ? Number.NaN : x(at(panes.first, pane))
  return first >= from - 8 && first < from + LABEL_WIDTH
}

function valueText(kind: number, value: number, late: number): string {
  if (kind === FIRING.early) return short(value)
  if (kind === FIRING.first) return short(value)
  if (kind === FIRING.final) return late > 0 ? `${short(value)} (+${short(late)})` : short(value)
  return ''
}

const diamond = (cx: number, cy: number, size: number): string =>
  `M${cx.toFixed(1)},${(cy - size).toFixed(1)}l${size},${size}l${-size},${size}l${-size},${-size}z`
