import type { JSX } from 'react'
import { useSketchBox } from './sketch.ts'

interface StageBoxProps {
  readonly name: string
  /** The frame it works on; -1 for none. */
  readonly frame: number
  /** How much of its work is done, 0 to 1; null while it does none. */
  readonly done: number | null
  /** "sleeps 9 ms", "waits": what it does beside work; '' for nothing. */
  readonly state: string
  readonly isTrouble: boolean
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly isSketch: boolean
  readonly narrow: boolean
}

/** A stage between two rings: the frame it works on, how far it is, and what it waits for. */
export function StageBox(props: StageBoxProps): JSX.Element {
  const { name, frame, done, state, isTrouble, x, y, width, height, isSketch, narrow } = props
  const outline = useSketchBox(width, height, name.length + Math.round(width))
  return (
    <g className={`stage-box ${isTrouble ? 'stage-trouble' : ''}`} transform={`translate(${x},${y})`}>
      {isSketch ? (
        <path className="box-sketch" d={outline} />
      ) : (
        <rect className="box-crisp" x={-width / 2} y={-height / 2} width={width} height={height} rx={6} />
      )}
      {done !== null && (
        <rect
          className="box-done"
          x={-width / 2 + 4}
          y={height / 2 - 6}
          width={Math.max(0, done * (width - 8))}
          height={3}
          rx={1.5}
        />
      )}
      <text className="box-frame" y={done === null ? 0 : -1} textAnchor="middle" dominantBaseline="central">
        {frame < 0 ? '·' : frame}
      </text>
      {!narrow && (
        <text className="box-name" y={-height / 2 - 6} textAnchor="middle">
          {name}
        </text>
      )}
      <text className="box-state" y={height / 2 + 13} textAnchor="middle">
        {narrow ? '' : state}
      </text>
    </g>
  )
}
