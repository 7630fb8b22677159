import { scaleLinear } from 'd3-scale'
import { useRef, type JSX } from 'react'
import { TimeAxis } from '../../../view/TimeAxis.tsx'
import { rect } from '../../../view/paths.ts'
import { useWidth } from '../../../view/use-size.ts'
import type { Tone } from './captions.ts'
import { BAR, SHOWN, type Bar, type HearingState } from './hearing.ts'

const WIDTH_BEFORE_MEASURING = 600
const HEIGHT = 92
const TOP = 20
const MIDDLE = (TOP + HEIGHT) / 2
const TALLEST = (HEIGHT - TOP) / 2 - 6
/** A voice is never as loud as a full scale: it is drawn larger. */
const GAIN = 4
const QUIETEST = 1

const TONES: readonly (readonly [Tone, string])[] = [
  ['plain', 'as it was sent'],
  ['stretched', 'stretched or shortened'],
  ['made-up', 'made up'],
  ['silent', 'silent'],
  ['jump', 'a jump'],
]

/** How loud the last seconds were, and what was done to them. */
export function SoundPicture({ state }: { readonly state: HearingState }): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, WIDTH_BEFORE_MEASURING)
  const { bars, time } = state
  const x = scaleLinear([time - SHOWN, time], [8, width - 8])
  const thickness = Math.max(1, x(BAR) - x(0) - 1)
  const draw = (tone: Tone): string =>
    bars
      .filter((bar) => bar.tone === tone)
      .map((bar) => barPath(x(bar.time), thickness, bar))
      .join('')
  const found = TONES.filter(([tone]) => tone !== 'plain' && bars.some((bar) => bar.tone === tone))
  return (
    <figure className="sound-picture" ref={box}>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`Loudness of the last ${SHOWN / 1e6} seconds${found.length === 0 ? '' : `, with parts that are ${found.map(([, name]) => name).join(', ')}`}`}
      >
        <TimeAxis x={x} y={TOP - 4} bottom={HEIGHT} />
        <line className="axis" x1={8} x2={width - 8} y1={MIDDLE} y2={MIDDLE} />
        {TONES.map(([tone]) => (
          <path key={tone} className={`bar tone-${tone}`} d={draw(tone)} />
        ))}
      </svg>
      <figcaption>
        {TONES.map(([tone, name]) => (
          <span key={tone}>
            <svg width={14} height={12} aria-hidden="true">
              <path className={`bar tone-${tone}`} d={rect(2, 1, 10, 10)} />
            </svg>{' '}
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

function barPath(left: number, width: number, { level, tone }: Bar): string {
  // Silence that should not be is drawn as a box around nothing.
  const half = tone === 'silent' ? TALLEST / 2 : Math.max(QUIETEST, Math.min(TALLEST, GAIN * level * TALLEST))
  return rect(left, MIDDLE - half, width, 2 * half)
}
