import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { StageFrame } from '../../engine/flow/cascade/frame.ts'
import { rect, sketchRect } from '../../view/paths.ts'
import type { StagePlace } from './layout.ts'

interface TankProps {
  readonly stage: StageFrame
  readonly place: StagePlace
  readonly top: number
  readonly bottom: number
  readonly seed: number
  readonly isSketch: boolean
}

/** From this fill on a queue counts as full: the next item would stop its sender. */
const FULL = 0.999

/** A stage's queue, or its queues side by side, filled from below as far as they are. */
export function Tank({ stage, place, top, bottom, seed, isSketch }: TankProps): JSX.Element {
  const { queued, room } = stage
  const height = bottom - top
  const width = place.tankWidth / queued.length
  const part = (i: number): { path: string; isFull: boolean } => {
    const share = Math.min(1, at(queued, i) / room)
    const level = share * height
    return { path: rect(place.tank + i * width, bottom - level, width, level), isFull: share >= FULL }
  }
  const parts = Array.from({ length: queued.length }, (_, i) => part(i))
  const fill = (isFull: boolean): string =>
    parts
      .filter((one) => one.isFull === isFull)
      .map(({ path }) => path)
      .join('')
  return (
    <g className="tank">
      <path className="tank-level" d={fill(false)} />
      <path className="tank-level tank-full" d={fill(true)} />
      {isSketch ? (
        <path className="tank-edge" d={sketchRect(place.tank, top, place.tankWidth, height, seed, 1.6)} />
      ) : (
        <path
          className="tank-edge"
          d={Array.from({ length: queued.length }, (_, i) =>
            rect(place.tank + i * width, top, width, height),
          ).join('')}
        />
      )}
    </g>
  )
}
