import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { rect } from '../../view/paths.ts'
import { stripOf, type Crowd, type Piece, type Single } from './bands.ts'
import type { LaneLayout, Layout } from './layout.ts'
import { sayCount, saySignal, sayStrategy } from './words.ts'

interface BandStripProps {
  readonly frame: PressureFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly place: LaneLayout
}

/** A letter of the strip's words is about so wide, by hand and in print. */
const LETTER = { whiteboard: 6.9, production: 5.9 }
const GAP = 12

/** Which strategy was in force when; each switch with its signal and threshold, or how many there were. */
export function BandStrip({ frame, lane, layout, place }: BandStripProps): JSX.Element {
  const { left, right, x } = layout
  const { top, bottom } = place.strategy
  const strip = stripOf(lane.bands, lane.flow, {
    left,
    right: Math.min(right, x(frame.now)),
    timeAt: (pixel) => x.invert(pixel),
    xAt: (time) => x(time),
  })
  return (
    <g className="bands">
      {byStrategy(strip.pieces, top, bottom).map(([strategy, d]) => (
        <path key={strategy} className={`band band-${strategy}`} d={d} />
      ))}
      <path
        className="switches"
        d={strip.singles.map((single) => `M${single.x.toFixed(1)},${top - 2}V${bottom + 2}`).join('')}
      />
      {wordsOf(lane, strip, layout).map(({ from, text }) => (
        <text key={`${text}${Math.round(from)}`} className="switch-words" x={from} y={place.words}>
          {text}
        </text>
      ))}
    </g>
  )
}

/** One path a strategy. Where several took turns, each has a part of the height: its share of the time. */
function byStrategy(
  pieces: readonly Piece[],
  top: number,
  bottom: number,
): readonly (readonly [number, string])[] {
  const paths = new Map<number, string>()
  for (const { x, width, shares } of pieces) {
    let foot = bottom
    for (const { strategy, share } of shares) {
      const height = share * (bottom - top)
      foot -= height
      paths.set(strategy, (paths.get(strategy) ?? '') + rect(x, foot, width, height))
    }
  }
  return [...paths].sort(([a], [b]) => a - b)
}

interface Words {
  readonly from: number
  readonly width: number
  readonly text: string
}

/**
 * The words that have room, none over another's: first how many switches a crowd holds, then the names of the strategies,
 * then as many as can be with what decided them; the newest first.
 */
function wordsOf(
  lane: LaneFrame,
  { singles, crowds }: { readonly singles: readonly Single[]; readonly crowds: readonly Crowd[] },
  { x, right }: Layout,
): readonly Words[] {
  const words: Words[] = []
  const placed = (start: number, text: string): Words => {
    const width = text.length * LETTER[lane.origin]
    // At the picture's edge they stand up to it.
    return { from: Math.max(0, Math.min(start, right - width)), width, text }
  }
  const isFree = ({ from, width }: Words, but: Words | null): boolean =>
    words.every(
      (other) => other === but || from > other.from + other.width + GAP || from + width + GAP < other.from,
    )
  for (const { from, to, count } of crowds) {
    const seconds = (x.invert(to) - x.invert(from)) / 1e6
    const rate = `${sayCount(count / Math.max(1e-9, seconds))} a second`
    const texts = [
      `${sayCount(count)} switches here, ${rate}`,
      `${sayCount(count)} switches`,
      sayCount(count),
    ]
    const found = texts.map((text) => placed(from, text)).find((one) => isFree(one, null))
    if (found !== undefined) words.push(found)
  }
  const named = singles.toReversed().flatMap(({ x: start, row }) => {
    const short = placed(start, sayStrategy(at(lane.bands.strategy, row)))
    if (!isFree(short, null)) return []
    words.push(short)
    return [{ start, row, short }]
  })
  for (const { start, row, short } of named) {
    const why = saySignal(
      at(lane.bands.signal, row),
      at(lane.bands.value, row),
      at(lane.bands.threshold, row),
    )
    const full = placed(start, `${short.text}: ${why}`)
    if (why !== '' && isFree(full, short)) words[words.indexOf(short)] = full
  }
  return words
}
