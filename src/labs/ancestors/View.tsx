import type { JSX } from 'react'
import type { AncestorsFrame } from '../../engine/season/ancestors/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { LanePicture } from './LanePicture.tsx'
import { layOut } from './layout.ts'
import './style.css'

const BETWEEN = 10

/** The ancestors lab's picture: the same two histories, with two pointers on them and with paint. */
export function View({ frame, act, selected, select }: LabViewProps<AncestorsFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const chosen = Number(/^commit:(\d+)$/.exec(selected ?? '')?.[1] ?? Number.NaN)
  const hasChosen = frame.history.parents[chosen] !== undefined
  const give = (command: object): void => act(command, null, null)
  return (
    <div className="lab-view" ref={box}>
      <p className="ancestors-question">
        <b>
          {frame.question}. Where do {frame.a} and {frame.b} meet?
        </b>
        <span className="ancestors-legend">
          <span className="legend-a">from A</span> <span className="legend-b">from B</span>{' '}
          <span className="legend-best">answer</span> <span className="muted">pale: before it</span>
        </span>
      </p>
      <AncestorsSvg frame={frame} width={width} selected={selected} select={select} />
      <div className="lab-hands" role="group" aria-label="By hand">
        {(['a', 'b'] as const).map((side) => (
          <Button
            key={side}
            label={
              hasChosen ? `Let ${side.toUpperCase()} start at ${chosen}` : `Let ${side.toUpperCase()} start…`
            }
            disabled={!hasChosen}
            title={hasChosen ? undefined : 'Press a commit in the picture first'}
            onClick={() => give({ kind: 'start', side, at: chosen })}
          />
        ))}
        <Button label="Next histories" onClick={() => give({ kind: 'next' })} />
      </div>
    </div>
  )
}

interface AncestorsSvgProps extends Pick<LabViewProps<AncestorsFrame>, 'frame' | 'selected' | 'select'> {
  readonly width: number
}

/** The picture itself: a function of the frame, the width and what is selected. */
export function AncestorsSvg({ frame, width, selected, select }: AncestorsSvgProps): JSX.Element {
  const layout = layOut(frame, width)
  const height = 2 * layout.height + BETWEEN
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {frame.lanes.map((lane, i) => (
        <LanePicture
          key={lane.lane}
          frame={frame}
          lane={lane}
          layout={layout}
          top={i * (layout.height + BETWEEN)}
          selected={selected}
          select={(thing) => select(thing === selected ? null : thing)}
        />
      ))}
    </svg>
  )
}
