import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { GroupsFrame, LaneFrame } from '../../engine/log/groups/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { layOut } from './layout.ts'
import { Members } from './Members.tsx'
import { Deeds, OwnersPicture } from './OwnersPicture.tsx'
import { Sink } from './Sink.tsx'
import { TapePicture } from './TapePicture.tsx'
import { chosenLane } from './words.ts'
import './style.css'

/** The groups lab's picture: the log as one group sees it, who read what when in every group, its members, its sink. */
export function View({ frame, selected, select, act, compact }: LabViewProps<GroupsFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const chosen = chosenLane(frame, selected)
  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <GroupsSvg frame={frame} chosen={chosen} width={width} compact={compact} />
      {!compact && (
        <Segmented
          label="Shown in detail"
          options={frame.lanes.map(({ lane, name }) => ({ value: lane, label: name }))}
          value={chosen.lane}
          onChange={(lane) => select(`lane.${lane}`)}
        />
      )}
      <Members frame={frame} lane={chosen} act={act} compact={compact} />
      {!compact && <Sink lane={chosen} />}
    </div>
  )
}

interface GroupsSvgProps {
  readonly frame: GroupsFrame
  readonly chosen: LaneFrame
  readonly width: number
  readonly compact: boolean
}

/** The picture itself: a function of the frame, the lane chosen and the width. */
export function GroupsSvg({ frame, chosen, width, compact }: GroupsSvgProps): JSX.Element {
  const clip = useId()
  const layout = layOut(frame, chosen, width, compact)
  const { height, left, right, x, axis, tape, lanes } = layout
  const bottom = at(lanes, lanes.length - 1).bottom + 4
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <clipPath id={clip}>
        <rect x={left} y={0} width={right - left} height={height} />
      </clipPath>
      {tape !== null && <TapePicture layout={layout} tape={tape} />}
      {tape !== null && (
        <text className="part-title" x={4} y={axis - 20}>
          Who read what, when
        </text>
      )}
      <TimeAxis x={x} y={axis} bottom={bottom} />
      <g clipPath={`url(#${clip})`}>
        <Deeds frame={frame} layout={layout} />
      </g>
      {lanes.map((place) => (
        <OwnersPicture key={place.lane.lane} frame={frame} layout={layout} place={place} clip={clip} />
      ))}
      <line className="now" x1={x(frame.now)} x2={x(frame.now)} y1={axis} y2={bottom} />
    </svg>
  )
}
