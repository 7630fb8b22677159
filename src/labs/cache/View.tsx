import type { JSX } from 'react'
import { keyThing, nameKey, thingKey } from '../../engine/season/cache/codes.ts'
import type { CacheFrame } from '../../engine/season/cache/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { CacheRow } from './CacheRow.tsx'
import type { Choice } from './choice.ts'
import { layOut } from './layout.ts'
import { RatePlot } from './RatePlot.tsx'
import { Tape } from './Tape.tsx'
import './style.css'

const SAMPLES = [1, 3, 5, 10].map((count) => ({ value: String(count), label: String(count) }))

/** The lab's picture: the requests, the four caches with what they keep and have just thrown away, and their hit rates. */
export function View({ frame, act, selected, select, compact }: LabViewProps<CacheFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const chosen = thingKey(selected)
  const choice: Choice = {
    isChosen: (key) => key === chosen,
    choose: (thing) => select(thing === selected ? null : thing),
  }
  return (
    <div className="lab-view" ref={box}>
      <CacheSvg frame={frame} width={width} compact={compact} choice={choice} />
      <p className="lab-legend">
        <span className="legend-kept">kept</span>
        <span className="legend-hit">just found</span>
        <span className="legend-new">just taken in</span>
        <span className="legend-looked">looked at to find one to evict</span>
        <span className="legend-gone">thrown away</span>
      </p>
      <Hands frame={frame} act={act} select={select} chosen={chosen} />
    </div>
  )
}

interface HandsProps extends Pick<LabViewProps<CacheFrame>, 'frame' | 'act' | 'select'> {
  readonly chosen: number | null
}

/** What a person can do to the run: ask for what the LRU threw away last, unless another key is selected. */
function Hands({ frame, act, select, chosen }: HandsProps): JSX.Element {
  const { settings, lanes, fresh } = frame
  const key = chosen ?? lanes[0]?.lastGone[0] ?? 0
  const next = ((chosen ?? -1) + 1) % settings.keys
  return (
    <div className="lab-hands" role="group" aria-label="By hand">
      <Button
        label={`Ask for key ${nameKey(key, settings.keys)}`}
        onClick={() => act({ kind: 'ask', key }, null, null)}
      />
      <Button label="Follow the next key" onClick={() => select(keyThing(next))} />
      <Button label="Ask for a new key" onClick={() => act({ kind: 'ask', key: fresh }, null, null)} />
      <Segmented
        label="Redis looks at"
        options={SAMPLES}
        value={String(settings.samples)}
        onChange={(value) => act({ kind: 'set', key: 'samples', value: Number(value) }, null, null)}
      />
    </div>
  )
}

interface CacheSvgProps {
  readonly frame: CacheFrame
  readonly width: number
  readonly compact: boolean
  readonly choice: Choice
}

/** The picture itself: a function of the frame and the width. */
export function CacheSvg({ frame, width, compact, choice }: CacheSvgProps): JSX.Element {
  const layout = layOut(frame, width, compact)
  const { height, rows, plot } = layout
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <Tape frame={frame} layout={layout} choice={choice} />
      {frame.lanes.map((lane, i) => (
        <CacheRow
          key={lane.lane}
          frame={frame}
          lane={lane}
          layout={layout}
          top={rows.top + i * rows.height}
          choice={choice}
        />
      ))}
      <RatePlot frame={frame} width={width} top={plot.top} bottom={plot.bottom} />
    </svg>
  )
}
