import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { PLACES, type Place } from '../../engine/log/reveal/codes.ts'
import type { RevealFrame } from '../../engine/log/reveal/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { layOut } from './layout.ts'
import { LogPicture } from './LogPicture.tsx'
import { placesOf } from './places.ts'
import { RingPicture } from './RingPicture.tsx'
import { TimePlots } from './TimePlots.tsx'
import './style.css'

const READERS = ['a', 'b'] as const

const placeOf = (thing: string | null): Place | null => PLACES.find((place) => place === thing) ?? null

/** The lab's picture: two rings drawn by hand, the log below them, the five places where they differ. */
export function View({ frame, selected, select, act, compact }: LabViewProps<RevealFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const place = placeOf(selected)
  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <RevealSvg frame={frame} width={width} compact={compact} place={place} />
      <div className="lab-hands" role="group" aria-label="By hand">
        <Hands frame={frame} act={act} />
      </div>
      {!compact && (
        <Region name="Where the comparison breaks" className="reveal-places">
          <p className="reveal-places-title">“Kafka is a ring buffer” breaks in five places</p>
          <ol>
            {placesOf(frame).map((story, i) => (
              <li key={story.place}>
                <Button
                  label={`${i + 1}. ${story.title}`}
                  tone="quiet"
                  aria-pressed={place === story.place}
                  onClick={() => select(place === story.place ? null : story.place)}
                />
                <p className="story-rings">
                  <b>Rings</b> {story.rings}
                </p>
                <p className="story-log">
                  <b>Log</b> {story.log}
                </p>
              </li>
            ))}
          </ol>
        </Region>
      )}
    </div>
  )
}

/** What a person can do to the run. */
function Hands({ frame, act }: Pick<LabViewProps<RevealFrame>, 'frame' | 'act'>): JSX.Element {
  return (
    <>
      {frame.readers.map(({ stalled }, i) => {
        const reader = at(READERS, i)
        const letter = reader.toUpperCase()
        return (
          <Button
            key={`stall-${reader}`}
            label={stalled ? `Let ${letter} go on` : `Stall ${letter}`}
            aria-pressed={stalled}
            onClick={() => act({ kind: 'stall', reader, stalled: !stalled }, null, null)}
          />
        )
      })}
      {frame.readers.map((_, i) => {
        const reader = at(READERS, i)
        return (
          <Button
            key={`read-${reader}`}
            label={`${reader.toUpperCase()} reads one`}
            onClick={() => act({ kind: 'read', reader }, null, null)}
          />
        )
      })}
      <Button label="Check retention now" onClick={() => act({ kind: 'clean-up' }, null, null)} />
    </>
  )
}

interface RevealSvgProps {
  readonly frame: RevealFrame
  readonly width: number
  readonly compact: boolean
  /** Which of the five places is pointed at. */
  readonly place: Place | null
}

/** The picture itself: a function of the frame, the width and the place pointed at. */
export function RevealSvg({ frame, width, compact, place }: RevealSvgProps): JSX.Element {
  const layout = layOut(frame, width, compact)
  const [block, overwrite, log] = [0, 1, 2].map((i) => at(frame.lanes, i))
  return (
    <svg
      data-picture
      className={place === null ? 'reveal-picture' : `reveal-picture shows shows-${place}`}
      viewBox={`0 0 ${width} ${layout.height}`}
      width={width}
      height={layout.height}
      aria-hidden="true"
    >
      {[block, overwrite].map((lane, i) =>
        lane?.ring == null ? null : (
          <RingPicture
            key={lane.lane}
            frame={frame}
            lane={lane}
            ring={lane.ring}
            place={at(layout.rings, i)}
          />
        ),
      )}
      {log?.log != null && <LogPicture frame={frame} lane={log} log={log.log} layout={layout} />}
      <TimePlots frame={frame} layout={layout} />
    </svg>
  )
}
