import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { FATE } from '../../engine/jitter/fate.ts'
import type { JitterFrame, LaneFrame } from '../../engine/jitter/frame.ts'
import { cross, line, lineWidth, rect, sketchLine, sketchRect } from '../../view/paths.ts'
import { DENSE, type LaneLayout, type Layout } from './layout.ts'

interface LanePictureProps {
  readonly frame: JitterFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly place: LaneLayout
}

const ROOM_FOR_NUMBER = 19
const ROOM_FOR_STALL = 58
const ROOM_FOR_AGE = 56
const ROOM_FOR_OLD = 82

/** A frame on the screen: which packet, from when until when, and how long after its sending it appeared. */
interface Shown {
  readonly packet: number
  readonly age: number
  readonly from: number
  readonly to: number
  /** It was sent before the frame that was on the screen: the picture jumped back. */
  readonly isBack: boolean
}

/**
 * One receiver: packets come in at the top, wait, and are shown in the strip below. A stall is a gap in the strip;
 * a packet that came after its turn ends at a cross. The whiteboard is drawn by hand, production with a ruler.
 */
export function LanePicture({ frame, lane, layout, place }: LanePictureProps): JSX.Element {
  const { x } = layout
  const { strip } = place
  const isDense = layout.frameWidth < DENSE
  const isRoomy = layout.frameWidth >= ROOM_FOR_NUMBER
  const isSketch = lane.about.origin === 'whiteboard' && !isDense
  const shown = isDense ? runs(shownFrames(frame, lane)) : shownFrames(frame, lane)
  const height = strip.bottom - strip.top
  const block = (from: number, to: number, seed: number): string =>
    isSketch
      ? sketchRect(x(from), strip.top, Math.max(1, x(to) - x(from)), height, seed)
      : rect(x(from), strip.top, Math.max(1, x(to) - x(from)), height)
  const blocks = (wanted: (frame: Shown) => boolean): string =>
    shown
      .filter(wanted)
      .map(({ from, to, packet }) => block(from, to, packet))
      .join('')
  const stalls = lane.stalls.map((stall) => ({
    ...stall,
    end: Number.isNaN(stall.end) ? frame.now : stall.end,
  }))
  const newest = shown.at(-1)
  return (
    <g className={`lane lane-${lane.about.origin}`}>
      <BufferLines frame={frame} lane={lane} layout={layout} place={place} isSketch={isSketch} />
      <path className="shown shown-even" d={blocks(({ packet, isBack }) => !isBack && packet % 2 === 0)} />
      <path className="shown shown-odd" d={blocks(({ packet, isBack }) => !isBack && packet % 2 !== 0)} />
      <path className="shown shown-back" d={blocks(({ isBack }) => isBack)} />
      <path
        className="stall"
        d={stalls.map(({ start, end }) => block(start, end, Math.round(start))).join('')}
      />
      {shown
        .filter(({ from, to }) => isRoomy && x(to) - x(from) >= ROOM_FOR_NUMBER)
        .map(({ packet, from, to }) => (
          <text
            key={`${packet}-${from}`}
            className="frame-number"
            x={(x(from) + x(to)) / 2}
            y={strip.top + height / 2}
            textAnchor="middle"
            dominantBaseline="central"
          >
            {packet}
          </text>
        ))}
      {stalls
        .filter(({ start, end }) => x(end) - x(start) >= ROOM_FOR_STALL)
        .map(({ start, end }) => (
          <text
            key={start}
            className="stall-label"
            x={(x(start) + x(end)) / 2}
            y={strip.top + height / 2}
            textAnchor="middle"
            dominantBaseline="central"
          >
            frozen {Math.round((end - start) / 1_000)} ms
          </text>
        ))}
      {newest !== undefined && layout.right - x(frame.now) >= ROOM_FOR_AGE && (
        <text className="age" x={x(frame.now) + 8} y={strip.top + height / 2} dominantBaseline="central">
          {Math.round(newest.age / 1_000)} ms{layout.right - x(frame.now) >= ROOM_FOR_OLD && ' old'}
        </text>
      )}
    </g>
  )
}

/** The frames on the strip in the order they were shown. Each stays up until the next one, or until a stall begins. */
function shownFrames(
  { packets, now, clockOffset }: JitterFrame,
  { shownAt, fate, stalls }: LaneFrame,
): Shown[] {
  const rows: number[] = []
  for (let i = 0; i < shownAt.length; i++) if (fate[i] === FATE.played) rows.push(i)
  rows.sort((a, b) => at(shownAt, a) - at(shownAt, b))
  let nextStall = 0
  return rows.map((row, i) => {
    const from = at(shownAt, row)
    const next = rows[i + 1]
    let to = next === undefined ? now : at(shownAt, next)
    while (nextStall < stalls.length && at(stalls, nextStall).start <= from) nextStall += 1
    const stall = stalls[nextStall]
    if (stall !== undefined && stall.start < to) to = stall.start
    return {
      packet: at(packets.number, row),
      from,
      to,
      age: from - at(packets.sent, row) - clockOffset,
      isBack: i > 0 && row < at(rows, i - 1),
    }
  })
}

/** Frames shown without a pause between them, as one: for when single frames are too narrow to see. */
function runs(frames: readonly Shown[]): Shown[] {
  const merged: Shown[] = []
  for (const frame of frames) {
    const last = merged.at(-1)
    if (last !== undefined && last.to === frame.from && last.isBack === frame.isBack)
      merged[merged.length - 1] = { ...last, to: frame.to, age: frame.age }
    else merged.push(frame)
  }
  return merged
}

interface BufferLinesProps extends LanePictureProps {
  readonly isSketch: boolean
}

/** A line a packet from where it came in to where it was shown: many lines side by side are a full buffer. */
function BufferLines({ frame, lane, layout, place, isSketch }: BufferLinesProps): JSX.Element {
  const { x } = layout
  const { top, bottom } = place.buffer
  const { packets, now, interval } = frame
  const wait = Math.max(interval, lane.summary.targetMs * 1_000)
  const draw = (x1: number, y1: number, x2: number, y2: number, seed: number): string =>
    isSketch ? sketchLine(x1, y1, x2, y2, seed) : line(x1, y1, x2, y2)
  let waited = ''
  let late = ''
  let lateMarks = ''
  for (let i = 0; i < packets.number.length; i++) {
    const arrived = at(packets.arrived, i)
    const packet = at(packets.number, i)
    const x0 = x(arrived)
    switch (at(lane.fate, i)) {
      case FATE.played:
        waited += draw(x0, top, x(at(lane.shownAt, i)), bottom, packet)
        break
      case FATE.waiting: {
        const share = Math.min(0.92, (now - arrived) / wait)
        waited += draw(x0, top, x(now), top + share * (bottom - top), packet)
        break
      }
      case FATE.late:
      case FATE.overwritten:
      case FATE.dropped:
        late += draw(x0, top, x0, bottom - 6, packet)
        lateMarks += cross(x0, bottom - 6, 4)
        break
    }
  }
  return (
    <>
      <rect
        className="band"
        x={layout.left}
        y={top}
        width={layout.right - layout.left}
        height={bottom - top}
      />
      <path className="waited" d={waited} style={{ strokeWidth: lineWidth(layout.frameWidth, 1.2) }} />
      <path className="too-late" d={late} />
      <path className="too-late too-late-mark" d={lateMarks} />
    </>
  )
}
