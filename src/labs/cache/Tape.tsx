import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { CAME, keyThing, nameKey } from '../../engine/season/cache/codes.ts'
import type { CacheFrame, LaneFrame } from '../../engine/season/cache/frame.ts'
import { dot, rect } from '../../view/paths.ts'
import type { Layout } from './layout.ts'
import type { Choice } from './choice.ts'

export const SHORT: Record<LaneFrame['lane'], string> = {
  lru: 'LRU',
  redis: 'Redis',
  lfu: 'LFU',
  belady: 'bound',
}

const CELL_HEIGHT = 22
const LINE = 11

/** The requests from left to right, the last ones and the next ones; under each, in whose cache it was. */
export function Tape({
  frame,
  layout,
  choice,
}: {
  readonly frame: CacheFrame
  readonly layout: Layout
  readonly choice: Choice
}): JSX.Element {
  const { cell, back, ahead, top } = layout.tape
  const left = layout.gutter === 0 ? 44 : layout.gutter
  const shown = Math.min(back, frame.tape.length)
  const first = frame.tape.length - shown
  const x = (i: number): number => left + i * cell
  const marks = top + CELL_HEIGHT + 10
  const { keys } = frame.settings
  return (
    <g className="tape">
      <text
        className="row-note"
        x={left - 8}
        y={top + CELL_HEIGHT / 2}
        textAnchor="end"
        dominantBaseline="central"
      >
        {layout.gutter === 0 ? 'asks' : 'asked for'}
      </text>
      {frame.tape.slice(first).map((key, i) => (
        <g
          key={frame.asked - shown + i}
          className={`request ${key >= keys ? 'request-cold' : ''} ${i === shown - 1 ? 'request-now' : ''} ${choice.isChosen(key) ? 'chosen' : ''}`}
          onClick={() => choice.choose(keyThing(key))}
        >
          <rect x={x(i)} y={top} width={cell - 3} height={CELL_HEIGHT} rx={3} />
          <text
            x={x(i) + cell / 2 - 1.5}
            y={top + CELL_HEIGHT / 2}
            textAnchor="middle"
            dominantBaseline="central"
          >
            {nameKey(key, keys)}
          </text>
        </g>
      ))}
      {frame.ahead.slice(0, ahead).map((key, i) => (
        <text
          key={frame.asked + i}
          className="request-ahead"
          x={x(shown + i) + cell / 2 - 1.5}
          y={top + CELL_HEIGHT / 2}
          textAnchor="middle"
          dominantBaseline="central"
        >
          {nameKey(key, keys)}
        </text>
      ))}
      {frame.lanes.map(({ lane, came }, row) => {
        const y = marks + row * LINE
        const own = Array.from(came.slice(came.length - shown))
        const marksOf = (code: number, size: number): string =>
          own.map((one, i) => (one === code ? dot(x(i) + cell / 2 - 1.5, y, size) : '')).join('')
        return (
          <g key={lane}>
            <text className="mark-name" x={left - 8} y={y} textAnchor="end" dominantBaseline="central">
              {SHORT[lane]}
            </text>
            <path className="mark-hit" d={marksOf(CAME.hit, 8)} />
            <path
              className="mark-miss"
              d={own
                .map((one, i) => (one === CAME.hit ? '' : rect(x(i) + cell / 2 - 4.5, y - 1, 6, 2)))
                .join('')}
            />
          </g>
        )
      })}
      <text className="row-note" x={x(shown) + 2} y={marks + 1.5 * LINE} dominantBaseline="central">
        {layout.width < 460 ? '■ hit' : '■ hit  – miss'}
      </text>
    </g>
  )
}

/** The key that was asked for last. */
export const lastKey = ({ tape }: CacheFrame): number => (tape.length === 0 ? -1 : at(tape, tape.length - 1))
