import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import { FATE } from '../../engine/pipeline/codes.ts'
import type { LaneFrame, PipelineFrame } from '../../engine/pipeline/frame.ts'
import { cross, line, lineWidth, rect, sketchRect } from '../../view/paths.ts'
import { DENSE, type Band, type Layout } from './layout.ts'
import { sayTime } from './words.ts'

interface ShownStripProps {
  readonly frame: PipelineFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly strip: Band
}

const ROOM_FOR_NUMBER = 22
const ROOM_FOR_FREEZE = 76

/** A picture on the screen, from when until when. */
interface Shown {
  readonly frame: number
  readonly from: number
  readonly to: number
}

/** What the screen showed: a block a picture, and above it a mark for each frame that was never shown. */
export function ShownStrip({ frame, lane, layout, strip }: ShownStripProps): JSX.Element {
  const { x } = layout
  const isDense = layout.refreshWidth < DENSE
  const isSketch = lane.origin === 'whiteboard' && !isDense
  const pictures = isDense ? runs(picturesOf(frame, lane)) : picturesOf(frame, lane)
  const height = strip.bottom - strip.top
  const block = ({ from, to, frame: seed }: Shown): string =>
    isSketch
      ? sketchRect(x(from), strip.top, Math.max(1, x(to) - x(from)), height, seed)
      : rect(x(from), strip.top, Math.max(1, x(to) - x(from)), height)
  const isFrozen = ({ from, to }: Shown): boolean =>
    lane.freezes.some(({ start, end }) => start <= from && end === to)
  // A number here and there would only puzzle: where most pictures have no room, none has one.
  const roomy = pictures.filter(({ from, to }) => x(to) - x(from) >= ROOM_FOR_NUMBER)
  const blocks = (odd: boolean): string =>
    pictures
      .filter((picture) => (picture.frame % 2 !== 0) === odd)
      .map(block)
      .join('')
  return (
    <g className={`strip strip-${lane.lane}`}>
      <path className="shown shown-even" d={blocks(false)} />
      <path className="shown shown-odd" d={blocks(true)} />
      <Freezes frame={frame} lane={lane} layout={layout} strip={strip} />
      {!isDense &&
        2 * roomy.length >= pictures.length &&
        roomy
          .filter((picture) => !isFrozen(picture))
          .map(({ frame: number, from, to }) => (
            <text
              key={`${number}-${from}`}
              className="shown-number"
              x={(x(from) + x(to)) / 2}
              y={strip.top + height / 2}
              textAnchor="middle"
              dominantBaseline="central"
            >
              {number}
            </text>
          ))}
      <GoneMarks lane={lane} layout={layout} y={strip.top - 5} />
    </g>
  )
}

/** The pictures in view. Each stays up until the next one. */
function picturesOf({ now, span }: PipelineFrame, { shown }: LaneFrame): Shown[] {
  return Array.from(shown.time, (from, i) => ({
    frame: at(shown.frame, i),
    from: Math.max(from, span.from),
    to: i + 1 < shown.time.length ? at(shown.time, i + 1) : now,
  }))
}

/** Pictures that followed each other, as one: for when single ones are too narrow to see. */
function runs(pictures: readonly Shown[]): Shown[] {
  const merged: Shown[] = []
  for (const picture of pictures) {
    const last = merged.at(-1)
    if (last === undefined || picture.to - picture.from > 0.1 * SECOND) merged.push({ ...picture, frame: 0 })
    else merged[merged.length - 1] = { ...last, to: picture.to }
  }
  return merged
}

/** Stretches in which the picture stood still for too long. */
function Freezes({ frame, lane, layout, strip }: ShownStripProps): JSX.Element {
  const { x, left } = layout
  const seen = lane.freezes.map(({ start, end }) => ({
    start: Math.max(start, frame.span.from),
    end,
    all: end - start,
  }))
  return (
    <>
      <path
        className="freeze"
        d={seen
          .map(({ start, end }) => rect(x(start), strip.top, x(end) - x(start), strip.bottom - strip.top))
          .join('')}
      />
      {seen
        .filter(({ start, end }) => x(end) - Math.max(left, x(start)) >= ROOM_FOR_FREEZE)
        .map(({ start, end, all }) => (
          <text
            key={start}
            className="freeze-word"
            x={(Math.max(left, x(start)) + x(end)) / 2}
            y={(strip.top + strip.bottom) / 2}
            textAnchor="middle"
            dominantBaseline="central"
          >
            frozen {sayTime(all)}
          </text>
        ))}
    </>
  )
}

const GONE_CLASS: Partial<Record<number, string>> = {
  [FATE.skipped]: 'gone-skipped',
  [FATE.undecodable]: 'gone-undecodable',
}

/** Frames that ended without being shown, where they did: skipped as short lines, lost ones as crosses. */
function GoneMarks({
  lane: { gone },
  layout,
  y,
}: {
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly y: number
}): JSX.Element {
  const { x } = layout
  const marks = (name: string, draw: (x: number, y: number) => string): string =>
    Array.from(gone.time, (time, i) =>
      (GONE_CLASS[at(gone.fate, i)] ?? 'gone-dropped') === name ? draw(x(time), y) : '',
    ).join('')
  return (
    <>
      <path
        className="gone gone-skipped"
        d={marks('gone-skipped', (px, py) => line(px, py - 3, px, py + 3))}
      />
      <path className="gone gone-dropped" d={marks('gone-dropped', (px, py) => cross(px, py, 2.5))} />
      <path
        className="gone gone-undecodable"
        d={marks('gone-undecodable', (px, py) => `M${px - 3},${py + 2.5}h6l-3,-5.5Z`)}
      />
    </>
  )
}

interface RefreshesProps {
  readonly frame: PipelineFrame
  readonly layout: Layout
  readonly top: number
  readonly bottom: number
}

/** The screen's clock: a line where each refresh begins. */
export function Refreshes({ frame, layout, top, bottom }: RefreshesProps): JSX.Element | null {
  const { x, refreshWidth } = layout
  const { hz } = frame.settings
  if (refreshWidth < DENSE) return null
  const first = Math.max(0, Math.ceil((frame.span.from * hz) / SECOND))
  const last = Math.floor((frame.span.to * hz) / SECOND)
  const lines = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const left = x(((first + i) * SECOND) / hz)
    return line(left, top, left, bottom)
  })
  return <path className="refresh" d={lines.join('')} style={{ strokeWidth: lineWidth(refreshWidth, 1) }} />
}
