import type { JSX } from 'react'
import { at } from '../../../shared/assert.ts'
import { PLACE } from '../../../engine/ingest/plane/codes.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'
import { cross, dot, line } from '../../../view/paths.ts'
import type { PlaneLayout } from './layout.ts'
import type { PlaneEvent } from './things.ts'

interface PointsProps {
  readonly plane: PlaneFrame
  readonly layout: PlaneLayout
  readonly chosen: PlaneEvent | null
  /** Where a hand holds the chosen event now, in microseconds of arrival; null: no hand does. */
  readonly dragged: number | null
}

/** Single events: on time a dot, late a triangle, too late a cross. What is older than the plane stands on its lower edge. */
export function Points({ plane, layout, chosen, dragged }: PointsProps): JSX.Element {
  const { x, y, left, bottom } = layout
  const { points } = plane
  const paths = { onTime: '', late: '', tooLate: '' }
  for (let i = 0; i < points.arrived.length; i++) {
    const px = x(at(points.arrived, i))
    if (px < left) continue
    const place = at(points.place, i)
    const py = Math.min(bottom - 3, y(at(points.happened, i)))
    if (place === PLACE.onTime) paths.onTime += dot(px, py, 2.2)
    else if (place === PLACE.late) paths.late += triangle(px, py)
    else paths.tooLate += cross(px, py, 3)
  }
  return (
    <g className="points">
      <path className="point-on-time" d={paths.onTime} />
      <path className="point-too-late" d={paths.tooLate} />
      <path className="point-late" d={paths.late} />
      <Held plane={plane} layout={layout} />
      <ChosenPoint layout={layout} chosen={chosen} dragged={dragged} />
    </g>
  )
}

const triangle = (px: number, py: number): string => `M${px.toFixed(1)},${(py - 4).toFixed(1)}l3.6,6.4h-7.2z`

/** Events that are held back: from when they would have come to when they will. */
function Held({ plane, layout }: Pick<PointsProps, 'plane' | 'layout'>): JSX.Element {
  const { x, y, right } = layout
  const shown = plane.held.map(({ due, origin, happened }) => ({
    from: x(origin),
    to: Math.min(right - 4, x(due)),
    at: y(happened),
  }))
  return (
    <>
      <path className="held-way" d={shown.map(({ from, to, at: py }) => line(from, py, to, py)).join('')} />
      {shown.map(({ to, at: py }) => (
        <circle key={`${to} ${py}`} className="held-point" cx={to} cy={py} r={4} />
      ))}
    </>
  )
}

function ChosenPoint({ layout, chosen, dragged }: Omit<PointsProps, 'plane'>): JSX.Element | null {
  if (chosen === null) return null
  const { x, y, left, right, bottom } = layout
  const py = Math.min(bottom - 3, y(chosen.happened))
  const inside = (px: number): number => Math.min(right - 4, Math.max(left, px))
  const from = inside(x(chosen.origin))
  const to = inside(x(dragged ?? chosen.arrived))
  return (
    <g className={dragged === null ? 'chosen-point' : 'chosen-point chosen-dragged'}>
      {to - from > 3 && <path className="chosen-way" d={line(from, py, to, py)} />}
      <circle cx={to} cy={py} r={7} />
    </g>
  )
}

/** How many of the points are older than the plane: they stand on its lower edge. */
export function Older({ plane, layout }: Pick<PointsProps, 'plane' | 'layout'>): JSX.Element | null {
  const { x, y, left, bottom } = layout
  const { arrived, happened } = plane.points
  const older = [...arrived.keys()].filter(
    (i) => x(at(arrived, i)) >= left && y(at(happened, i)) > bottom,
  ).length
  if (older === 0) return null
  return (
    <text className="older" x={left} y={bottom + 14}>
      {older} of the points {older === 1 ? 'is' : 'are'} older
    </text>
  )
}
