import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { serverName, serverThing, thingServer } from '../../engine/season/hashing/codes.ts'
import type { HashingFrame } from '../../engine/season/hashing/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import type { Choice } from './choice.ts'
import { CirclePicture } from './CirclePicture.tsx'
import { LaneRow } from './LaneRow.tsx'
import { layOut } from './layout.ts'
import './style.css'

const VIRTUAL = [1, 4, 16, 100, 256].map((count) => ({ value: String(count), label: String(count) }))

/** The lab's picture: the circle as it is drawn, the ring with its virtual nodes, and the load by each of five rules. */
export function View({ frame, act, selected, select, compact }: LabViewProps<HashingFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const chosen = thingServer(selected)
  const choice: Choice = {
    isChosen: (server) => server === chosen,
    choose: (server) => select(server === chosen ? null : serverThing(server)),
  }
  return (
    <div className="lab-view" ref={box}>
      <HashingSvg frame={frame} width={width} compact={compact} choice={choice} />
      <p className="lab-legend">
        <span className="legend-stayed">stays where it was</span>
        <span className="legend-needed">had to move at the last change</span>
        <span className="legend-needless">moved needlessly</span>
        <span className="legend-mean">mean load</span>
      </p>
      <Hands frame={frame} act={act} select={select} chosen={chosen} />
    </div>
  )
}

interface HandsProps extends Pick<LabViewProps<HashingFrame>, 'frame' | 'act' | 'select'> {
  readonly chosen: number | null
}

/** What a person can do to the servers: to the one selected, or else to the last one. */
function Hands({ frame, act, select, chosen }: HandsProps): JSX.Element {
  const { servers, up, settings } = frame
  const there = chosen !== null && servers[chosen] === 'up' ? chosen : at(up, up.length - 1)
  const down = servers.indexOf('down')
  const next = at(up, chosen === null ? 0 : (up.indexOf(there) + 1) % up.length)
  return (
    <div className="lab-hands" role="group" aria-label="By hand">
      <Button label="Select the next" onClick={() => select(serverThing(next))} />
      <Button label="Add a server" onClick={() => act({ kind: 'add' }, null, null)} />
      <Button
        label={`Remove ${serverName(there)}`}
        onClick={() => act({ kind: 'remove', server: there }, null, null)}
      />
      {down < 0 ? (
        <Button
          label={`Let ${serverName(there)} fail`}
          onClick={() => act({ kind: 'fail', server: there }, null, null)}
        />
      ) : (
        <Button
          label={`Bring ${serverName(down)} back`}
          onClick={() => act({ kind: 'back', server: down }, null, null)}
        />
      )}
      <Segmented
        label="Virtual nodes"
        options={VIRTUAL}
        value={String(settings.virtual)}
        onChange={(value) => act({ kind: 'set', key: 'virtual', value: Number(value) }, null, null)}
      />
    </div>
  )
}

interface HashingSvgProps {
  readonly frame: HashingFrame
  readonly width: number
  readonly compact: boolean
  readonly choice: Choice
}

/** The picture itself: a function of the frame and the width. */
export function HashingSvg({ frame, width, compact, choice }: HashingSvgProps): JSX.Element {
  const layout = layOut(frame.lanes.length, width, compact)
  const { height, circles, rows } = layout
  const most = Math.max(1.6, ...frame.lanes.map(({ largest }) => largest))
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {frame.circles.map((circle, i) => (
        <CirclePicture
          key={circle.lane}
          frame={frame}
          circle={circle}
          x={circles.x[i] ?? 0}
          y={circles.y}
          radius={circles.radius}
          holdsWords={circles.holdsWords}
          choice={choice}
        />
      ))}
      {frame.lanes.map((lane, i) => (
        <LaneRow
          key={lane.lane}
          frame={frame}
          lane={lane}
          layout={layout}
          top={rows.top + i * rows.height}
          most={most}
          choice={choice}
        />
      ))}
    </svg>
  )
}
