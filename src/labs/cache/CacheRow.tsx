import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { CAME, keyThing, nameKey } from '../../engine/season/cache/codes.ts'
import type { CacheFrame, LaneFrame } from '../../engine/season/cache/frame.ts'
import { sketchLine, sketchRect } from '../../view/paths.ts'
import type { Choice } from './choice.ts'
import type { Layout } from './layout.ts'
import { Strip } from './Strip.tsx'
import { lastKey } from './Tape.tsx'

/** Boxes smaller than this have smaller numbers. */
const TIGHT = 30

interface RowProps {
  readonly frame: CacheFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly top: number
  readonly choice: Choice
}

/** One cache: its name and hit rate, what it keeps, and what it has just thrown away. */
export function CacheRow(props: RowProps): JSX.Element {
  const { frame, lane, layout, top } = props
  const above = layout.gutter === 0
  const y = top + (above ? 20 : 0)
  const rate = `${lane.hitRate.toFixed(0)} % hits`
  return (
    <g className={`cache-row row-${lane.lane}`}>
      {above ? (
        <>
          <text className="row-name" x={4} y={top + 10}>
            {lane.name}
          </text>
          <text className="row-rate" x={layout.width - 6} y={top + 10} textAnchor="end">
            {rate}
          </text>
        </>
      ) : (
        <>
          <text className="row-name" x={4} y={y + 13}>
            {lane.name}
          </text>
          <text className="row-rate" x={4} y={y + 31}>
            {rate}
          </text>
          {layout.box !== null && (
            <text className="row-note" x={layout.gutter - 8} y={y + layout.box.size + 11} textAnchor="end">
              {noteName(frame, lane)}
            </text>
          )}
        </>
      )}
      {layout.bar !== null && <Bar frame={frame} lane={lane} bar={layout.bar} y={y} />}
      {layout.box === null ? (
        <Strip
          frame={frame}
          lane={lane}
          x={layout.gutter + 4}
          y={y}
          width={layout.width - layout.gutter - 12}
        />
      ) : (
        <Boxes {...props} y={y} box={layout.box} />
      )}
    </g>
  )
}

interface BarProps {
  readonly frame: CacheFrame
  readonly lane: LaneFrame
  readonly bar: { readonly x: number; readonly width: number }
  readonly y: number
}

/** Hits in all requests as a bar, and how far it could reach. */
function Bar({ frame, lane, bar, y }: BarProps): JSX.Element {
  const bound = frame.lanes.find((one) => one.lane === 'belady')?.hitRate ?? 0
  const end = bar.x + (bar.width * bound) / 100
  return (
    <g className="hit-bar">
      <rect className="hit-bar-all" x={bar.x} y={y + 10} width={bar.width} height={18} rx={3} />
      <rect
        className={`hit-bar-hits hits-${lane.lane}`}
        x={bar.x}
        y={y + 10}
        width={(bar.width * lane.hitRate) / 100}
        height={18}
        rx={3}
      />
      <line className="hit-bar-bound" x1={end} x2={end} y1={y + 5} y2={y + 33} />
    </g>
  )
}

function noteName({ settings }: CacheFrame, { lane }: LaneFrame): string {
  if (lane === 'lru') return 'order of use'
  if (lane === 'lfu') return 'counter'
  if (lane === 'belady') return 'again in'
  return settings.policy === 'allkeys-lru' ? 'idle for' : ''
}

interface BoxesProps extends RowProps {
  readonly y: number
  readonly box: { readonly size: number; readonly step: number }
}

function Boxes({ frame, lane, layout, y, box, choice }: BoxesProps): JSX.Element {
  const { size, step } = box
  const sketched = lane.origin === 'whiteboard'
  const last = lastKey(frame)
  const x = (i: number): number => layout.gutter + 4 + i * step
  const shape = (i: number, seed: number): string =>
    sketched
      ? sketchRect(x(i), y, size, size, seed)
      : `M${x(i) + 4},${y}h${size - 8}q4,0 4,4v${size - 8}q0,4 -4,4h${8 - size}q-4,0 -4,-4v${8 - size}q0,-4 4,-4Z`
  const wasHit = lane.came.at(-1) === CAME.hit
  return (
    <g className={size < TIGHT ? 'boxes-tight' : ''}>
      {Array.from({ length: frame.settings.size }, (_, i) =>
        i < lane.keys.length ? null : <path key={i} className="entry-free" d={shape(i, i)} />,
      )}
      {Array.from(lane.keys, (key, i) => (
        <g
          key={key}
          className={`entry ${key === last ? (wasHit ? 'entry-hit' : 'entry-new') : ''} ${
            lane.looked.includes(key) ? 'entry-looked' : ''
          } ${choice.isChosen(key) ? 'chosen' : ''}`}
          onClick={() => choice.choose(keyThing(key))}
        >
          <path d={shape(i, key)} />
          <text x={x(i) + size / 2} y={y + size / 2} textAnchor="middle" dominantBaseline="central">
            {nameKey(key, frame.settings.keys)}
          </text>
          <text
            className="entry-note"
            x={sketched ? x(i) + (i === 0 ? 0 : size) : x(i) + size / 2}
            y={y + size + 11}
            textAnchor={sketched ? (i === 0 ? 'start' : 'end') : 'middle'}
          >
            {noteOf(frame, lane, i)}
          </text>
        </g>
      ))}
      {sketched && <Links count={lane.keys.length} x={x} y={y} size={size} step={step} />}
      <Gone frame={frame} lane={lane} layout={layout} y={y} size={size} step={step} choice={choice} />
    </g>
  )
}

function noteOf({ settings }: CacheFrame, { lane, notes, keys }: LaneFrame, i: number): string {
  const note = at(notes, i)
  if (lane === 'lfu') return String(note)
  if (lane === 'belady') return note === 0 ? 'never' : String(note)
  if (lane === 'redis') return settings.policy === 'allkeys-lru' ? String(note) : ''
  return i === 0 ? 'newest' : i === keys.length - 1 && keys.length === settings.size ? 'next out' : ''
}

interface LinksProps {
  readonly count: number
  readonly x: (i: number) => number
  readonly y: number
  readonly size: number
  readonly step: number
}

/** The doubly linked list: a line there and a line back between each two entries. */
const Links = ({ count, x, y, size, step }: LinksProps): JSX.Element => (
  <path
    className="links"
    d={Array.from({ length: Math.max(0, count - 1) }, (_, i) => {
      const [from, to] = [x(i) + size, x(i) + step]
      return (
        sketchLine(from - 1, y + size * 0.36, to + 1, y + size * 0.36, i) +
        sketchLine(to + 1, y + size * 0.64, from - 1, y + size * 0.64, i + 99)
      )
    }).join('')}
  />
)

interface GoneProps {
  readonly frame: CacheFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly y: number
  readonly size: number
  readonly step: number
  readonly choice: Choice
}

/** What was thrown away last; crisp if it was for the last request. */
function Gone({ frame, lane, layout, y, size, step, choice }: GoneProps): JSX.Element {
  const refused = lane.came.at(-1) === CAME.refused
  const last = lastKey(frame)
  const list = refused ? [last, ...lane.lastGone] : lane.lastGone
  const isNow = refused || lane.gone >= 0
  return (
    <g className="gone">
      {list.slice(0, layout.gone.most).map((key, i) => (
        <g
          key={`${key}-${i}`}
          className={`gone-key ${i === 0 && isNow ? 'gone-now' : ''} ${choice.isChosen(key) ? 'chosen' : ''}`}
          onClick={() => choice.choose(keyThing(key))}
        >
          <rect x={layout.gone.x + i * step} y={y + 2} width={size - 4} height={size - 4} rx={4} />
          <text
            x={layout.gone.x + i * step + (size - 4) / 2}
            y={y + size / 2}
            textAnchor="middle"
            dominantBaseline="central"
          >
            {nameKey(key, frame.settings.keys)}
          </text>
          {i === 0 && (
            <text
              className="gone-word"
              x={layout.gone.x + (size - 4) / 2}
              y={y + size + 11}
              textAnchor="middle"
            >
              {refused ? (lane.lane === 'belady' ? 'not kept' : 'refused') : 'gone'}
            </text>
          )}
        </g>
      ))}
    </g>
  )
}
