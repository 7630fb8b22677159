import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { DeathsFrame } from '../../engine/flow/deaths/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { ClockAxis } from './ClockAxis.tsx'
import { ListVessel, LogVessel, RingVessel } from './Containers.tsx'
import { Fates } from './Fates.tsx'
import { layOut, type Layout } from './layout.ts'
import { StoreTitle, StoreWords } from './StoreWords.tsx'
import { TimePlots } from './TimePlots.tsx'
import './style.css'

const FASTEST = 1_000_000

const VESSELS = { list: ListVessel, ring: RingVessel, log: LogVessel } as const

/** The lab's picture: three stores under the same pressure; who loses when, what they hold, how old it is. */
export function View({ frame, act, compact }: LabViewProps<DeathsFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const { stalled, settings, list } = frame
  const faster = Math.min(FASTEST, Math.max(1, 2 * settings.consume))
  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <DeathsSvg frame={frame} width={width} compact={compact} />
      <div className="lab-hands" role="group" aria-label="By hand">
        <Button
          label={stalled ? 'Let the consumer go on' : 'Stall the consumer'}
          aria-pressed={stalled}
          onClick={() => act({ kind: 'stall', stalled: !stalled }, null, null)}
        />
        <Button
          label={`Make it twice as fast: ${faster.toLocaleString('en')}/s`}
          disabled={settings.consume >= FASTEST}
          onClick={() => act({ kind: 'set', key: 'consume', value: faster }, null, null)}
        />
        <Button
          label="Start the list again"
          disabled={Number.isNaN(list.diedAt)}
          onClick={() => act({ kind: 'restart' }, null, null)}
        />
        <Button label="Check retention now" onClick={() => act({ kind: 'clean-up' }, null, null)} />
      </div>
    </div>
  )
}

interface DeathsSvgProps {
  readonly frame: DeathsFrame
  readonly width: number
  readonly compact: boolean
}

/** The picture itself: a function of the frame and the width. */
export function DeathsSvg({ frame, width, compact }: DeathsSvgProps): JSX.Element {
  const layout = layOut(frame, width, compact)
  return (
    <svg
      data-picture
      className="deaths-picture"
      viewBox={`0 0 ${width} ${layout.height}`}
      width={width}
      height={layout.height}
      aria-hidden="true"
    >
      {frame.lanes.map((lane, i) => {
        const place = at(layout.places, i)
        const Vessel = VESSELS[lane.lane]
        return (
          <g key={lane.lane} className={`store store-of-${lane.lane}`}>
            <StoreTitle frame={frame} lane={lane} place={place} narrow={layout.narrow} />
            <Vessel frame={frame} lane={lane} place={place} />
            <StoreWords frame={frame} lane={lane} place={place} />
          </g>
        )
      })}
      <ClockAxis layout={layout} />
      <Now frame={frame} layout={layout} />
      <Fates frame={frame} layout={layout} />
      <TimePlots frame={frame} layout={layout} />
    </svg>
  )
}

/** Behind all that is told: a line through a word is a word struck out. */
const Now = ({
  frame: { now },
  layout: { x, fates, held, lag },
}: {
  readonly frame: DeathsFrame
  readonly layout: Layout
}): JSX.Element => (
  <g>
    {[fates, held, ...(lag === null ? [] : [lag])].map(({ top, bottom }) => (
      <line key={top} className="plot-now" x1={x(now)} x2={x(now)} y1={top} y2={bottom} />
    ))}
  </g>
)
