import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { CAME, keyThing, nameKey } from '../../engine/season/cache/codes.ts'
import type { CacheFrame, LaneFrame } from '../../engine/season/cache/frame.ts'
import { dot, rect } from '../../view/paths.ts'
import type { Choice } from './choice.ts'
import type { Layout } from './layout.ts'

export const SHORT: Record<LaneFrame['lane'], string> = {
  lru: 'LRU',
  redis: 'Redis',
  lfu: 'LFU',
  belady: 'bound',
}

const HEIGHT = 22
const LINE = 11
/** Between two requests. */
const GAP = 3
/** A picture narrower than this has no room for both words of the legend. */
const ROOM_FOR_WORDS = 460

interface TapeProps {
  readonly frame: CacheFrame
  readonly layout: Layout
  readonly choice: Choice
}

/** The requests from left to right, the last ones and the next ones; under each, in whose cache it was. */
export function Tape({ frame, layout, choice }: TapeProps): JSX.Element {
  const { cell, back, ahead, top } = layout.tape
  const left = layout.gutter === 0 ? 44 : layout.gutter
  const shown = Math.min(back, frame.tape.length)
  const x = (i: number): number => left + i * cell
  const middle = (i: number): number => x(i) + (cell - GAP) / 2
  const marks = top + HEIGHT + 10
  const { keys } = frame.settings
  const row = { y: top + HEIGHT / 2, dominantBaseline: 'central' } as const
  return (
    <g className="tape">
      <text className="row-note" x={left - 8} textAnchor="end" {...row}>
        {layout.gutter === 0 ? 'asks' : 'asked for'}
      </text>
      {frame.tape.slice(frame.tape.length - shown).map((key, i) => (
        <g
          key={frame.asked - shown + i}
          className={`request ${key >= keys ? 'request-cold' : ''} ${i === shown - 1 ? 'request-now' : ''} ${choice.isChosen(key) ? 'chosen' : ''}`}
          onClick={() => choice.choose(keyThing(key))}
        >
          <rect x={x(i)} y={top} width={cell - GAP} height={HEIGHT} rx={3} />
          <text x={middle(i)} textAnchor="middle" {...row}>
            {nameKey(key, keys)}
          </text>
        </g>
      ))}
      {frame.ahead.slice(0, ahead).map((key, i) => (
        <text
          key={frame.asked + i}
          className="request-ahead"
          x={middle(shown + i)}
          textAnchor="middle"
          {...row}
        >
          {nameKey(key, keys)}
        </text>
      ))}
      {frame.lanes.map((lane, i) => (
        <Marks key={lane.lane} lane={lane} shown={shown} left={left} middle={middle} y={marks + i * LINE} />
      ))}
      <text className="row-note" x={x(shown) + 2} y={marks + 1.5 * LINE} dominantBaseline="central">
        {layout.width < ROOM_FOR_WORDS ? '■ hit' : '■ hit  – miss'}
      </text>
    </g>
  )
}

interface MarksProps {
  readonly lane: LaneFrame
  readonly shown: number
  readonly left: number
  readonly middle: (i: number) => number
  readonly y: number
}

/** A lane's line: a square for each hit, a dash for each miss. */
function Marks({ lane: { lane, came }, shown, left, middle, y }: MarksProps): JSX.Element {
  const own = Array.from(came.slice(came.length - shown))
  const each = (wantsHits: boolean, mark: (x: number) => string): string =>
    own.map((code, i) => ((code === CAME.hit) === wantsHits ? mark(middle(i)) : '')).join('')
  return (
    <g>
      <text className="mark-name" x={left - 8} y={y} textAnchor="end" dominantBaseline="central">
        {SHORT[lane]}
      </text>
      <path className="mark-hit" d={each(true, (x) => dot(x, y, 8))} />
      <path className="mark-miss" d={each(false, (x) => rect(x - 3, y - 1, 6, 2))} />
    </g>
  )
}

/** The key that was asked for last. */
export const lastKey = ({ tape }: CacheFrame): number => (tape.length === 0 ? -1 : at(tape, tape.length - 1))
