import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { ReplicationFrame } from '../../engine/log/replication/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { usePictureBox } from '../../view/use-size.ts'
import { Hands } from './Hands.tsx'
import { LanePanel } from './LanePanel.tsx'
import { LanePicture } from './LanePicture.tsx'
import { layOut, shownLanes } from './layout.ts'
import './style.css'

/** The replication lab's picture, and below it the hands, the losses, the event log and the metrics. */
export function View({ frame, act, compact }: LabViewProps<ReplicationFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <ReplicationSvg frame={frame} width={width} compact={compact} />
      {!compact && <Legend />}
      <Hands frame={frame} act={act} />
      {!compact && <LanePanel frame={frame} />}
    </div>
  )
}

interface ReplicationSvgProps {
  readonly frame: ReplicationFrame
  readonly width: number
  readonly compact: boolean
}

/** The picture itself: a function of the frame and the width. */
export function ReplicationSvg({ frame, width, compact }: ReplicationSvgProps): JSX.Element {
  const layout = layOut(frame, width, compact)
  const lanes = shownLanes(frame, compact)
  return (
    <svg
      data-picture
      viewBox={`0 0 ${width} ${layout.height}`}
      width={width}
      height={layout.height}
      aria-hidden="true"
    >
      {layout.lanes.map((place, i) => {
        const lane = at(lanes, i)
        return <LanePicture key={lane.lane} frame={frame} lane={lane} place={place} layout={layout} />
      })}
    </svg>
  )
}

/** What the marks mean, in words beside the marks themselves. */
const Legend = (): JSX.Element => (
  <ul className="cluster-legend">
    <li>
      <i className="key key-block" /> batch, committed
    </li>
    <li>
      <i className="key key-open" /> batch, not committed yet
    </li>
    <li>
      <i className="key-watermark">▾</i> high watermark (HW)
    </li>
    <li>
      <i className="key-reader">▴</i> the consumer has read up to here
    </li>
    <li>
      <i className="key key-ok" /> told “ok”
    </li>
    <li>
      <i className="key key-waiting" /> not told yet
    </li>
    <li>
      <i className="key key-failed" /> told “failed”
    </li>
    <li>
      <i className="key key-lost" /> told “ok” and lost
    </li>
  </ul>
)
