import { useState, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { plural } from '../../shared/words.ts'
import type { KeysFrame } from '../../engine/log/keys/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { LanePicture } from './LanePicture.tsx'
import { layOut } from './layout.ts'
import { TracePicture } from './TracePicture.tsx'
import './style.css'

/** A bar is never drawn higher than so many times the mean. */
const MOST_MEANS = 3

/** The lab's picture: four rules, the keys that moved between partitions, the load, and one key record by record. */
export function View({ frame, act, compact }: LabViewProps<KeysFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <KeysSvg frame={frame} width={width} compact={compact} />
      <p className="keys-legend">
        <span className="legend-move">keys that move</span>
        <span className="legend-stay">keys that stay</span>
        <span className="legend-keyed">records</span>
        <span className="legend-keyless">without a key</span>
        <span className="legend-unread">unread</span>
        <span className="legend-late">delivered out of order</span>
      </p>
      <div className="keys-hands">
        <Hands frame={frame} act={act} />
      </div>
    </div>
  )
}

/** What a person can do to the run. */
function Hands({ frame, act }: Pick<LabViewProps<KeysFrame>, 'frame' | 'act'>): JSX.Element {
  const { partitions, settings } = frame
  const next = (settings.follow + 1) % settings.keys
  const [wantsLess, setWantsLess] = useState(false)
  return (
    <>
      <div className="keys-stepper" role="group" aria-label="Partitions">
        <Button
          label="Remove one"
          onClick={() => {
            act({ kind: 'remove-partition' }, null, null)
            setWantsLess(true)
          }}
        />
        <output aria-label="Partitions now">{plural(partitions, 'partition')}</output>
        <Button
          label="Add one"
          onClick={() => {
            act({ kind: 'add-partition' }, null, null)
            setWantsLess(false)
          }}
        />
      </div>
      {wantsLess && (
        <p className="keys-refusal">
          Kafka refuses: InvalidPartitions. A topic’s partitions can only become more. With fewer, the records
          of the one taken away would be gone, or out of order elsewhere.
        </p>
      )}
      <div className="keys-others" role="group" aria-label="By hand">
        <Button
          label="Restart producer 1"
          onClick={() => act({ kind: 'restart', producer: 0 }, null, null)}
        />
        <Button
          label="Restart producer 2"
          onClick={() => act({ kind: 'restart', producer: 1 }, null, null)}
        />
        <Button
          label="Follow the next key"
          onClick={() => act({ kind: 'set', key: 'follow', value: next }, null, null)}
        />
      </div>
    </>
  )
}

interface KeysSvgProps {
  readonly frame: KeysFrame
  readonly width: number
  readonly compact: boolean
}

/** The picture itself: a function of the frame and the width. */
export function KeysSvg({ frame, width, compact }: KeysSvgProps): JSX.Element {
  const layout = layOut(frame, width, compact)
  const fullest = Math.max(1, ...frame.lanes.flatMap(({ records }) => Array.from(records)))
  // One partition with nearly everything must not flatten all the others.
  const most = Math.min(fullest, Math.max(1, (MOST_MEANS * frame.sent) / frame.partitions))
  const mostUnread = Math.max(20, ...frame.lanes.flatMap(({ unread }) => Array.from(unread)))
  return (
    <svg
      data-picture
      viewBox={`0 0 ${width} ${layout.height}`}
      width={width}
      height={layout.height}
      aria-hidden="true"
    >
      {frame.lanes.map((lane, i) => (
        <LanePicture
          key={lane.lane}
          frame={frame}
          lane={lane}
          place={at(layout.lanes, i)}
          most={most}
          mostUnread={mostUnread}
          narrow={layout.narrow}
        />
      ))}
      {layout.hasTrace && <TracePicture frame={frame} layout={layout} />}
    </svg>
  )
}
