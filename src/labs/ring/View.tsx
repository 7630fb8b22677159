import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { RingFrame } from '../../engine/ring/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { stepLine } from '../../view/paths.ts'
import { TimePlot } from '../../view/TimePlot.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { ListPicture } from './ListPicture.tsx'
import { RingPicture } from './RingPicture.tsx'
import './style.css'

const NARROW = 560

/** The ring lab's picture: the list as one draws it, the ring with its two ends, and both depths over time. */
export function View({ frame, act, compact }: LabViewProps<RingFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  return (
    <div className="lab-view" ref={box}>
      <RingSvg frame={frame} width={width} compact={compact} />
      <div className="lab-hands" role="group" aria-label="By hand">
        <Button label="Write one" onClick={() => act({ kind: 'push' }, null, null)} />
        <Button label="Read one" onClick={() => act({ kind: 'pop' }, null, null)} />
        <Button
          label={frame.consumer.paused ? 'Let the consumer go on' : 'Stop the consumer'}
          aria-pressed={frame.consumer.paused}
          onClick={() => act({ kind: 'pause-consumer', paused: !frame.consumer.paused }, null, null)}
        />
      </div>
    </div>
  )
}

interface RingSvgProps {
  readonly frame: RingFrame
  readonly width: number
  readonly compact: boolean
}

/** The picture itself: a function of the frame and the width. */
export function RingSvg({ frame, width, compact }: RingSvgProps): JSX.Element {
  const [list, ring] = [at(frame.lanes, 0), at(frame.lanes, 1)]
  const narrow = width < NARROW
  const listHeight = narrow ? 112 : 92
  const ringSize = compact ? 236 : 252
  const ringTop = listHeight + 14
  const plot = { top: ringTop + ringSize + 34, bottom: ringTop + ringSize + (compact ? 104 : 130) }
  const height = plot.bottom + 10
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <ListPicture lane={list} now={frame.now} width={width} />
      <RingPicture
        lane={ring}
        frame={frame}
        x={narrow ? width / 2 : Math.min(width * 0.36, 320)}
        y={ringTop + ringSize / 2}
        radius={ringSize / 2 - 22}
        words={narrow ? null : Math.min(width * 0.36, 320) + ringSize / 2 + 40}
      />
      <DepthPlot frame={frame} width={width} top={plot.top} bottom={plot.bottom} />
    </svg>
  )
}

interface DepthPlotProps {
  readonly frame: RingFrame
  readonly width: number
  readonly top: number
  readonly bottom: number
}

/** How many items each buffer holds, over time; the ring can never rise above its slots. */
function DepthPlot({ frame, width, top, bottom }: DepthPlotProps): JSX.Element {
  const [left, right] = [56, width - 70]
  const x = scaleLinear([frame.span.from, frame.span.to], [left, right])
  const bound = at(frame.lanes, 1).bound ?? 0
  const highest = Math.max(bound, ...frame.lanes.flatMap(({ series }) => Array.from(series.depth)))
  const y = scaleLinear([0, Math.max(4, highest)], [bottom, top]).nice(3)
  return (
    <TimePlot
      className="ring-depth"
      title="Items in the buffer"
      x={x}
      y={y}
      unit=""
      now={frame.now}
      names={frame.lanes.map(({ lane, size }) => ({ text: lane, y: y(size), className: `name-${lane}` }))}
    >
      <line className="bound" x1={left} x2={right} y1={y(bound)} y2={y(bound)} />
      {frame.lanes.map(({ lane, series }) => (
        <path
          key={lane}
          className={`depth depth-${lane}`}
          d={stepLine(
            series.time.length,
            (row) => x(at(series.time, row)),
            (row) => y(at(series.depth, row)),
            x(frame.now),
          )}
        />
      ))}
    </TimePlot>
  )
}
